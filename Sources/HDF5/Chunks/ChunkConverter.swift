/// The last step from a chunk to samples: its numbers put together, converted and put in place.
final class ChunkConverter: @unchecked Sendable {
  /// The numbers of a chunk that are wanted, and where their samples go: rows of `length` numbers.
  struct Piece {
    var start = 0
    var rows = 0
    var length = 0
    /// From one row to the next in the chunk, and in the samples.
    var stride = 0
    var targetStride = 0

    /// The same numbers as one row where they follow each other, or as a column.
    var joined: Piece {
      guard rows > 1, length == stride, length == targetStride else { return self }
      return Piece(start: start, rows: 1, length: rows * length, stride: 0, targetStride: 0)
    }

    var count: Int { rows * length }
  }

  /// The numbers from which on a table is worth while.
  static let tableCount = 1 << 17

  private let number: StoredNumber
  private let conversion: any SampleConversion
  private let isPlain: Bool
  /// The sample of each number of 16 bits.
  private var table: UnsafeMutablePointer<Float>?

  /// A converter; with a table, which costs as much as 65,536 numbers and 256 KiB, where there are
  /// enough numbers to convert and they have 16 bits.
  init(_ number: StoredNumber, _ conversion: any SampleConversion, count: Int) {
    self.number = number
    self.conversion = conversion
    isPlain = conversion.isPlain
    guard !isPlain, number.size == 2, count >= ChunkConverter.tableCount else { return }
    let numbers = (0..<1 << 16).map { index in
      number == .int16 ? Double(Int16(truncatingIfNeeded: index)) : Double(index)
    }
    let table = UnsafeMutablePointer<Float>.allocate(capacity: numbers.count)
    table.initialize(repeating: 0, count: numbers.count)
    var values = MutableSpan(_unsafeStart: table, count: numbers.count)
    conversion.decode(numbers.span, into: &values)
    self.table = table
  }

  deinit { table?.deallocate() }

  /// Converts a piece of a decoded chunk of `count` numbers.
  func convert(
    _ memory: UnsafeRawPointer, of count: Int, isShuffled: Bool, _ piece: Piece,
    into target: UnsafeMutablePointer<Float>, _ bench: Workbench
  ) {
    let piece = piece.joined
    if piece.length == 1, piece.targetStride == 1 {
      convertColumn(memory, of: count, isShuffled: isShuffled, piece, into: target, bench)
      return
    }
    for row in 0..<piece.rows {
      var done = 0
      while done < piece.length {
        let length = min(Workbench.length, piece.length - done)
        let start = piece.start + row * piece.stride + done
        let place = target + row * piece.targetStride + done
        if isShuffled {
          gather(memory, of: count, from: start, length, into: bench.stored)
          convert(bench.stored, length, into: place, bench)
        } else {
          convert(memory + start * number.size, length, into: place, bench)
        }
        done += length
      }
    }
  }

  private func convertColumn(
    _ memory: UnsafeRawPointer, of count: Int, isShuffled: Bool, _ piece: Piece,
    into target: UnsafeMutablePointer<Float>, _ bench: Workbench
  ) {
    let size = number.size
    var row = 0
    while row < piece.rows {
      let length = min(Workbench.length, piece.rows - row)
      for index in 0..<length {
        let place = piece.start + (row + index) * piece.stride
        for byte in 0..<size {
          let value = memory.load(
            fromByteOffset: isShuffled ? byte * count + place : place * size + byte, as: UInt8.self)
          bench.stored.storeBytes(of: value, toByteOffset: index * size + byte, as: UInt8.self)
        }
      }
      convert(bench.stored, length, into: target + row, bench)
      row += length
    }
  }

  private func gather(
    _ planes: UnsafeRawPointer, of count: Int, from start: Int, _ length: Int,
    into stored: UnsafeMutableRawPointer
  ) {
    switch number.size {
    case 2:
      Shuffle.gather(
        planes, of: count, from: start, length, into: stored.assumingMemoryBound(to: UInt16.self))
    case 4:
      Shuffle.gather(
        planes, of: count, from: start, length, into: stored.assumingMemoryBound(to: UInt32.self))
    default:
      Shuffle.gather(
        planes, of: count, from: start, length, into: stored.assumingMemoryBound(to: UInt64.self))
    }
  }

  /// Converts numbers that follow each other as they are stored.
  private func convert(
    _ stored: UnsafeRawPointer, _ length: Int, into target: UnsafeMutablePointer<Float>,
    _ bench: Workbench
  ) {
    if let table {
      for index in 0..<length {
        target[index] =
          table[
            Int(stored.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self))]
      }
      return
    }
    guard !isPlain else { return copy(stored, length, into: target) }
    widen(stored, length, into: bench.numbers)
    var values = MutableSpan(_unsafeStart: target, count: length)
    conversion.decode(Span(_unsafeStart: bench.numbers, count: length), into: &values)
  }

  /// Numbers as they are, rounded to single precision as the library rounds them.
  private func copy(
    _ stored: UnsafeRawPointer, _ length: Int, into target: UnsafeMutablePointer<Float>
  ) {
    switch number {
    case .int16: each(stored, length, of: Int16.self) { target[$0] = Float($1) }
    case .uint16: each(stored, length, of: UInt16.self) { target[$0] = Float($1) }
    case .int32: each(stored, length, of: Int32.self) { target[$0] = Float($1) }
    case .float32: UnsafeMutableRawPointer(target).copyMemory(from: stored, byteCount: 4 * length)
    case .float64:
      // What lies beyond the largest is infinite even where rounding would make it the largest.
      let largest = Double(Float.greatestFiniteMagnitude)
      each(stored, length, of: Double.self) { index, number in
        target[index] =
          number > largest ? .infinity : number < -largest ? -.infinity : Float(number)
      }
    }
  }

  private func widen(
    _ stored: UnsafeRawPointer, _ length: Int, into numbers: UnsafeMutablePointer<Double>
  ) {
    switch number {
    case .int16: each(stored, length, of: Int16.self) { numbers[$0] = Double($1) }
    case .uint16: each(stored, length, of: UInt16.self) { numbers[$0] = Double($1) }
    case .int32: each(stored, length, of: Int32.self) { numbers[$0] = Double($1) }
    case .float32: each(stored, length, of: Float.self) { numbers[$0] = Double($1) }
    case .float64: each(stored, length, of: Double.self) { numbers[$0] = $1 }
    }
  }

  @inline(__always)
  private func each<Number: BitwiseCopyable>(
    _ stored: UnsafeRawPointer, _ length: Int, of type: Number.Type, _ body: (Int, Number) -> Void
  ) {
    for index in 0..<length {
      body(
        index,
        stored.loadUnaligned(fromByteOffset: index * MemoryLayout<Number>.size, as: type))
    }
  }
}
