/// The rows that steps left on a tape, one behind another.
public struct TapeRows: Sendable {
  /// The number of steps.
  public var steps: Int
  /// The distance from one step's row to the next.
  public var stride: Int
  /// Where the first row begins.
  public var offset: Int

  /// Rows of a tape.
  public init(steps: Int, stride: Int, offset: Int) {
    self.steps = steps
    self.stride = stride
    self.offset = offset
  }
}

/// Adds a part of each row to a vector, summed over steps and lanes in that order.
///
/// - Parameters:
///   - tape: The tape.
///   - rows: Its rows.
///   - part: The place of the part within a row.
///   - vector: What is added to.
///   - first: The place of the vector's first entry.
public func addSums(
  _ tape: Span<Lanes>, _ rows: TapeRows, _ part: Range<Int>,
  into vector: inout MutableSpan<Float>, from first: Int
) {
  for place in 0..<part.count {
    var sum = Lanes.zero
    var entry = rows.offset + part.lowerBound + place
    for _ in 0..<rows.steps {
      sum += tape[entry]
      entry += rows.stride
    }
    vector[first + place] += sum.treeSum
  }
}
