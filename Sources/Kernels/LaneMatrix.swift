/// An affine map laid out for sixteen vectors at once, one in each lane.
///
/// Sixteen rows stand together as a panel, its columns one after another, so that a product reads
/// memory from front to back and keeps sixteen sums in registers; fewer rows at the end stand four
/// together or alone. Each sum begins with the bias and adds the products in the order of the
/// columns, as `PackedMatrix` does: each lane has the bits of a product alone.
public struct LaneMatrix: Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  @usableFromInline var entries: [Float]
  @usableFromInline var bias: [Float]

  /// A map of which `entry` tells the matrix and `bias` what is added to each row; none: nothing.
  @inlinable
  public init(
    rows: Int, columns: Int, bias: [Float]? = nil, _ entry: (_ row: Int, _ column: Int) -> Float
  ) {
    precondition(bias.map { $0.count == rows } ?? true, "each row has a bias")
    self.rows = rows
    self.columns = columns
    self.bias = bias ?? [Float](repeating: 0, count: rows)
    entries = [Float](unsafeUninitializedCapacity: rows * columns) { entries, count in
      var place = 0
      var row = 0
      while row < rows {
        let panel = Self.panel(rows - row)
        for column in 0..<columns {
          for each in row..<row + panel {
            entries.initializeElement(at: place, to: entry(each, column))
            place += 1
          }
        }
        row += panel
      }
      count = rows * columns
    }
  }

  /// The number of rows of the next panel.
  @inlinable
  static func panel(_ rows: Int) -> Int {
    rows >= 16 ? 16 : rows >= 4 ? 4 : 1
  }

  /// What becomes of the sums.
  public enum Use: Sendable {
    /// They are stored.
    case storing
    /// What is there is multiplied by them.
    case scaling
  }

  /// Maps one part of a row of lanes into another; the parts must not overlap.
  ///
  /// - Parameters:
  ///   - row: Where both parts stand.
  ///   - source: Where the vectors begin.
  ///   - target: Where the results begin.
  ///   - use: What becomes of the results.
  public func apply(
    _ row: inout MutableSpan<Lanes>, from source: Int, into target: Int, _ use: Use = .storing
  ) {
    precondition(source >= 0 && target >= 0)
    precondition(source + columns <= row.count && target + rows <= row.count)
    precondition(source + columns <= target || target + rows <= source)
    row.withUnsafeMutableBufferPointer { lanes in
      guard let base = lanes.baseAddress else { return }
      product(base + source, into: base + target, use)
    }
  }

  /// Maps vectors into results.
  ///
  /// - Parameters:
  ///   - vectors: One entry for each column.
  ///   - results: What holds an entry for each row.
  ///   - place: Where the first row's result goes.
  public func apply(
    _ vectors: Span<Lanes>, into results: inout MutableSpan<Lanes>, at place: Int = 0
  ) {
    precondition(vectors.count == columns && place >= 0 && place + rows <= results.count)
    vectors.withUnsafeBufferPointer { vectors in
      results.withUnsafeMutableBufferPointer { results in
        guard let from = vectors.baseAddress, let into = results.baseAddress else { return }
        product(from, into: into + place, .storing)
      }
    }
  }

  private func product(
    _ vectors: UnsafePointer<Lanes>, into results: UnsafeMutablePointer<Lanes>, _ use: Use
  ) {
    entries.withUnsafeBufferPointer { entries in
      bias.withUnsafeBufferPointer { bias in
        guard var weights = entries.baseAddress, let bias = bias.baseAddress else { return }
        var row = 0
        while row < rows {
          let panel = Self.panel(rows - row)
          switch panel {
          case 16: Self.sixteen(weights, bias + row, vectors, columns, results + row, use)
          case 4: Self.four(weights, bias + row, vectors, columns, results + row, use)
          default: Self.one(weights, bias + row, vectors, columns, results + row, use)
          }
          weights += panel * columns
          row += panel
        }
      }
    }
  }
}

// Sums by name: the compiler keeps them in registers, or spills them well where there are few.
extension LaneMatrix {
  @inline(__always)
  private static func put(_ sum: Lanes, _ result: UnsafeMutablePointer<Lanes>, _ use: Use) {
    switch use {
    case .storing: result.pointee = sum
    case .scaling: result.pointee *= sum
    }
  }

  @inline(never)
  private static func sixteen(
    _ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>, _ vectors: UnsafePointer<Lanes>,
    _ columns: Int, _ results: UnsafeMutablePointer<Lanes>, _ use: Use
  ) {
    @inline(__always) func start(_ row: Int) -> Lanes { Lanes(repeating: bias[row]) }
    var (s0, s1, s2, s3) = (start(0), start(1), start(2), start(3))
    var (s4, s5, s6, s7) = (start(4), start(5), start(6), start(7))
    var (s8, s9, s10, s11) = (start(8), start(9), start(10), start(11))
    var (s12, s13, s14, s15) = (start(12), start(13), start(14), start(15))
    var w = weights
    for column in 0..<columns {
      let x = vectors[column]
      s0 += x * w[0]
      s1 += x * w[1]
      s2 += x * w[2]
      s3 += x * w[3]
      s4 += x * w[4]
      s5 += x * w[5]
      s6 += x * w[6]
      s7 += x * w[7]
      s8 += x * w[8]
      s9 += x * w[9]
      s10 += x * w[10]
      s11 += x * w[11]
      s12 += x * w[12]
      s13 += x * w[13]
      s14 += x * w[14]
      s15 += x * w[15]
      w += 16
    }
    put(s0, results, use)
    put(s1, results + 1, use)
    put(s2, results + 2, use)
    put(s3, results + 3, use)
    put(s4, results + 4, use)
    put(s5, results + 5, use)
    put(s6, results + 6, use)
    put(s7, results + 7, use)
    put(s8, results + 8, use)
    put(s9, results + 9, use)
    put(s10, results + 10, use)
    put(s11, results + 11, use)
    put(s12, results + 12, use)
    put(s13, results + 13, use)
    put(s14, results + 14, use)
    put(s15, results + 15, use)
  }

  @inline(never)
  private static func four(
    _ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>, _ vectors: UnsafePointer<Lanes>,
    _ columns: Int, _ results: UnsafeMutablePointer<Lanes>, _ use: Use
  ) {
    var (s0, s1) = (Lanes(repeating: bias[0]), Lanes(repeating: bias[1]))
    var (s2, s3) = (Lanes(repeating: bias[2]), Lanes(repeating: bias[3]))
    var w = weights
    for column in 0..<columns {
      let x = vectors[column]
      s0 += x * w[0]
      s1 += x * w[1]
      s2 += x * w[2]
      s3 += x * w[3]
      w += 4
    }
    put(s0, results, use)
    put(s1, results + 1, use)
    put(s2, results + 2, use)
    put(s3, results + 3, use)
  }

  @inline(never)
  private static func one(
    _ weights: UnsafePointer<Float>, _ bias: UnsafePointer<Float>, _ vectors: UnsafePointer<Lanes>,
    _ columns: Int, _ results: UnsafeMutablePointer<Lanes>, _ use: Use
  ) {
    var sum = Lanes(repeating: bias[0])
    for column in 0..<columns { sum += vectors[column] * weights[column] }
    put(sum, results, use)
  }
}
