internal import Kernels

/// A layer `weight · x + bias`.
public struct Affine: Sendable, Equatable {
  /// The number of results.
  public let rows: Int
  /// The number of inputs.
  public let columns: Int
  /// The matrix, its rows one after another.
  public var weight: [Float]
  /// One value added to each result.
  public var bias: [Float]

  /// A layer with given weights.
  public init(rows: Int, columns: Int, weight: [Float], bias: [Float]) {
    precondition(weight.count == rows * columns && bias.count == rows)
    self.rows = rows
    self.columns = columns
    self.weight = weight
    self.bias = bias
  }

  /// Layers of as many rows each that this one is made of, from above.
  func parts(_ count: Int) -> [Affine] {
    let height = rows / count
    return (0..<count).map { part in
      let first = part * height
      return Affine(
        rows: height, columns: columns,
        weight: Array(weight[first * columns..<(first + height) * columns]),
        bias: Array(bias[first..<first + height]))
    }
  }

  /// Reads `<name>.weight` and `<name>.bias`.
  init(_ name: String, rows: Int, columns: Int, from parameters: Parameters) throws(ParameterError)
  {
    self.rows = rows
    self.columns = columns
    weight = try parameters.values(of: "\(name).weight", shape: [rows, columns])
    bias = try parameters.values(of: "\(name).bias", shape: [rows])
  }

  /// The layer as `<name>.weight` and `<name>.bias`.
  func parameters(_ name: String) -> [Parameter] {
    [
      Parameter("\(name).weight", shape: [rows, columns], values: weight),
      Parameter("\(name).bias", shape: [rows], values: bias),
    ]
  }

  /// The matrix turned over, which carries gradients back.
  var turned: [Float] {
    var turned = [Float](repeating: 0, count: weight.count)
    for row in 0..<rows {
      for column in 0..<columns { turned[column * rows + row] = weight[row * columns + column] }
    }
    return turned
  }

  /// The results for sixteen inputs at once.
  func apply(to inputs: [Lanes], into results: inout [Lanes]) {
    for row in 0..<rows { results[row] = Lanes(repeating: bias[row]) }
    var span = results.mutableSpan
    multiplyAdd(weight.span, inputs.span.extracting(first: columns), into: &span)
  }
}

/// An affine layer laid out for one input at a time.
struct PackedAffine: Sendable {
  let matrix: PackedMatrix
  let bias: [Lanes]

  /// Packs layers of equal width below one another, each padded to whole blocks.
  init(stacking layers: [Affine]) {
    let blocks = Lanes.blocks(for: layers[0].rows)
    matrix = PackedMatrix(rows: layers.count * blocks * 16, columns: layers[0].columns) {
      let layer = layers[$0 / (blocks * 16)]
      let row = $0 % (blocks * 16)
      return row < layer.rows ? layer.weight[row * layer.columns + $1] : 0
    }
    var bias = [Lanes](repeating: .zero, count: layers.count * blocks)
    for (index, layer) in layers.enumerated() {
      for row in 0..<layer.rows { bias[index * blocks + row / 16][row % 16] = layer.bias[row] }
    }
    self.bias = bias
  }

  /// The results for one input that begins somewhere in an array, lanes over the rows.
  func apply(to input: [Float], from first: Int, into results: inout [Lanes]) {
    for block in bias.indices { results[block] = bias[block] }
    var span = results.mutableSpan
    matrix.multiplyAdd(input.span.extracting(first..<first + matrix.columns), into: &span)
  }
}
