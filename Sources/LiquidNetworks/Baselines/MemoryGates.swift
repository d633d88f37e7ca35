internal import Kernels

/// The four gates of a long short-term memory, over inputs and the old output side by side.
///
/// S. Hochreiter and J. Schmidhuber, 1997, doi:10.1162/neco.1997.9.8.1735, with the forget gate of
/// F. A. Gers et al., 2000, doi:10.1162/089976600300015015: `c' = f c + i g`, `h = o tanh(c')`.
struct MemoryGates: Sendable {
  /// Which of the four blocks of rows is which gate.
  struct Order: Sendable {
    let input: Int
    let forget: Int
    let candidate: Int
    let output: Int
    /// As PyTorch has them.
    static let torch = Order(input: 0, forget: 1, candidate: 2, output: 3)
    /// As ncps has them.
    static let ncps = Order(input: 1, forget: 2, candidate: 0, output: 3)
  }

  let units: Int
  let order: Order
  /// Four rows for each unit, block after block, over what the gates read, and their biases.
  let affine: Affine

  /// Gates over the columns of two matrices side by side.
  init(
    units: Int, _ order: Order, input: Span<Float>, recurrent: Span<Float>, bias: [Float]
  ) {
    self.units = units
    self.order = order
    let rows = 4 * units
    let inputs = input.count / rows
    var weight: [Float] = []
    weight.reserveCapacity(input.count + recurrent.count)
    for row in 0..<rows {
      for column in 0..<inputs { weight.append(input[row * inputs + column]) }
      for unit in 0..<units { weight.append(recurrent[row * units + unit]) }
    }
    affine = Affine(rows: rows, columns: inputs + units, weight: weight, bias: bias)
  }

  /// What a unit's gates make of its memory.
  struct Bent {
    let input: Lanes
    let forget: Lanes
    let candidate: Lanes
    let output: Lanes
    let memory: Lanes
    /// The hyperbolic tangent of the new memory.
    let shown: Lanes
    var value: Lanes { output * shown }

    @inline(__always)
    init(input: Lanes, forget: Lanes, candidate: Lanes, output: Lanes, old: Lanes) {
      self.input = Elementary.sigmoid(input)
      self.forget = Elementary.sigmoid(forget)
      self.candidate = Elementary.tanh(candidate)
      self.output = Elementary.sigmoid(output)
      let kept: Lanes = self.forget * old
      memory = kept + self.input * self.candidate
      shown = Elementary.tanh(memory)
    }
  }
}
