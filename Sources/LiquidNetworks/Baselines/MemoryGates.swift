internal import Kernels

/// The four gates of a long short-term memory, over the input and the old output side by side.
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

  let inputs: Int
  let units: Int
  let order: Order
  /// Four rows for each unit, block after block, over input and old output.
  let weight: [Float]
  /// What is added to each row, and what times the elapsed time.
  let bias: [Float]
  let time: [Float]

  /// Gates of these matrices, the input's with a last column for the time if it is `timed`.
  init(
    inputs: Int, units: Int, _ order: Order, isTimed: Bool, input: Span<Float>,
    recurrent: Span<Float>, bias: [Float]
  ) {
    self.inputs = inputs
    self.units = units
    self.order = order
    self.bias = bias
    let pitch = isTimed ? inputs + 1 : inputs
    var weight = [Float](repeating: 0, count: 4 * units * (inputs + units))
    var time = [Float](repeating: 0, count: 4 * units)
    for row in 0..<4 * units {
      let first = row * (inputs + units)
      for column in 0..<inputs { weight[first + column] = input[row * pitch + column] }
      for unit in 0..<units { weight[first + inputs + unit] = recurrent[row * units + unit] }
      if isTimed { time[row] = input[row * pitch + inputs] }
    }
    self.weight = weight
    self.time = time
  }

  /// The matrix turned over, for the way back.
  func turned() -> [Float] {
    let columns = inputs + units
    var turned = [Float](repeating: 0, count: weight.count)
    for row in 0..<4 * units {
      for column in 0..<columns {
        turned[column * 4 * units + row] = weight[row * columns + column]
      }
    }
    return turned
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
