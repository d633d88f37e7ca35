internal import Kernels

extension Cell {
  /// Steps over one row of an array of rows.
  func forward(
    _ rows: inout [Lanes], at first: Int, after dt: Lanes, _ dropout: Dropout?, _ weights: Prepared
  ) {
    var span = rows.mutableSpan
    var row = span._mutatingExtracting(first..<first + rowWidth)
    forward(&row, after: dt, dropout, weights)
  }

  /// Goes back over one row of an array of rows.
  func backward(
    _ rows: inout [Lanes], at first: Int, after dt: Lanes, _ dropout: Dropout?, _ weights: Prepared,
    _ gradients: inout [Lanes]
  ) {
    var span = rows.mutableSpan
    var row = span._mutatingExtracting(first..<first + rowWidth)
    var gradientSpan = gradients.mutableSpan
    backward(&row, after: dt, dropout, weights, &gradientSpan)
  }
}

extension [Lanes] {
  /// Makes room for as many entries.
  mutating func reserve(_ count: Int) {
    if count > self.count { self += [Lanes](repeating: .zero, count: count - self.count) }
  }

  /// Adds the product of a matrix with some entries of another array to some of this one.
  mutating func add(_ matrix: [Float], times vectors: [Lanes], _ from: Range<Int>, at: Range<Int>) {
    var span = mutableSpan
    var results = span._mutatingExtracting(at)
    multiplyAdd(matrix.span, vectors.span.extracting(from), into: &results)
  }

  /// Writes values into one lane of rows: `count` rows, each with `width` values from its beginning.
  mutating func setLane(
    _ lane: Int, to values: [Float], from first: Int, width: Int, count: Int, stride: Int
  ) {
    var span = mutableSpan
    var bytes = span.mutableBytes
    let values = values.span
    for row in 0..<count {
      for place in 0..<width {
        bytes.storeBytes(
          of: values[first + row * width + place],
          toByteOffset: ((row * stride + place) * 16 + lane) * 4, as: Float.self)
      }
    }
  }
}
