public import Kernels

/// A long short-term memory that sees the time since the last observation as one more input.
///
/// The baseline "RNN with Δt": the elapsed time in units of network time is joined to the inputs as
/// it is, as in Y. Rubanova et al., Latent ordinary differential equations for irregularly-sampled
/// time series, 2019 (arXiv:1907.03907), and M. Lechner and R. Hasani, 2020 (arXiv:2006.04418). No
/// other use is made of it: a long silence does not of itself make the memory fade.
///
/// The state is the output `h` and then the memory `c`. The tensors are those of
/// `torch.nn.LSTMCell(inputs + 1, units)`, the time its last input, gates in the order input, forget,
/// candidate, output.
public struct LSTMCell: Cell {
  /// How the cell is built.
  public struct Configuration: Sendable, Hashable {
    /// The number of inputs, the time not among them.
    public var inputs: Int
    /// The number of outputs, and of memories.
    public var units: Int

    /// A cell of this size.
    public init(inputs: Int, units: Int) {
      self.inputs = inputs
      self.units = units
    }
  }

  /// How the cell is built.
  public let configuration: Configuration
  /// The named tensors of the weights.
  public let layout: ParameterLayout
  private let tensors: Tensors

  /// A cell of this build.
  public init(_ configuration: Configuration) {
    self.configuration = configuration
    let rows = 4 * configuration.units
    var layout = ParameterLayout()
    tensors = Tensors(
      input: layout.append("weight_ih", [rows, configuration.inputs + 1]),
      recurrent: layout.append("weight_hh", [rows, configuration.units]),
      inputBias: layout.append("bias_ih", [rows], .vector),
      recurrentBias: layout.append("bias_hh", [rows], .vector))
    self.layout = layout
  }

  /// Where the tensors stand.
  private struct Tensors: Sendable {
    let input: Range<Int>
    let recurrent: Range<Int>
    let inputBias: Range<Int>
    let recurrentBias: Range<Int>
  }

  /// The number of inputs.
  public var inputs: Int { configuration.inputs }
  /// The number of outputs and memories together.
  public var units: Int { 2 * configuration.units }
  /// The number of outputs.
  public var outputs: Int { configuration.units }
  /// The number of lanes entries of a step.
  public var rowWidth: Int { places.shown + outputs }

  /// Returns weights uniform within 1/√units, as PyTorch begins.
  public func initial(_ random: inout Xoshiro) -> [Float] {
    let edge = 1 / Float(configuration.units).squareRoot()
    return (0..<layout.count).map { _ in random.within(-edge, edge) }
  }

  private func gates(_ weights: Span<Float>) -> MemoryGates {
    MemoryGates(
      units: outputs, .torch, input: weights.extracting(tensors.input),
      recurrent: weights.extracting(tensors.recurrent),
      bias: zip(tensors.inputBias, tensors.recurrentBias).map { weights[$0] + weights[$1] })
  }

  /// The weights as the steps read them.
  public struct Prepared: Sendable {
    let gates: LaneGates
  }

  /// Returns the weights in the form that the steps read.
  public func prepare(_ weights: Span<Float>) -> Prepared {
    Prepared(gates: LaneGates(gates(weights), leavingOut: inputs))
  }

  /// Returns the network with these weights, ready to step one sequence.
  public func network(_ weights: [Float]) -> any RecurrentNetwork {
    LSTM(gates: PackedGates(gates(weights.span)))
  }
}

extension LSTMCell {
  /// Where the inputs and the time, and behind them the old outputs, stand side by side.
  private var read: Range<Int> { gradientWidth..<gradientWidth + inputs + 1 + outputs }

  private var places: LaneGates.Places {
    let gates = read.upperBound..<read.upperBound + 4 * outputs
    return LaneGates.Places(
      read: read.lowerBound, old: oldState.lowerBound + outputs,
      memory: newState.lowerBound + outputs, value: newState.lowerBound, gates: gates,
      shown: gates.upperBound)
  }

  /// Steps sixteen sequences.
  public func forward(
    _ row: inout MutableSpan<Lanes>, after dt: Lanes, _ dropout: Dropout?, _ weights: Prepared
  ) {
    let first = read.lowerBound
    for index in 0..<inputs { row[first + index] = row[index] }
    row[first + inputs] = dt
    for unit in 0..<outputs { row[first + inputs + 1 + unit] = row[inputs + unit] }
    weights.gates.forward(&row, places)
    let (new, output) = (newState.lowerBound, output.lowerBound)
    for unit in 0..<outputs { row[output + unit] = row[new + unit] }
  }

  /// Goes back over a step; mirrors `forward`.
  public func backward(
    _ row: inout MutableSpan<Lanes>, after dt: Lanes, _ dropout: Dropout?, _ weights: Prepared,
    _ gradients: inout MutableSpan<Lanes>
  ) {
    let (old, new, output) = (oldState.lowerBound, newState.lowerBound, output.lowerBound)
    for unit in 0..<outputs {
      let value: Lanes = gradients[new + unit] + gradients[output + unit]
      gradients[old + outputs + unit] = weights.gates.unbend(
        unit, value: value, memory: gradients[new + outputs + unit], &row, places)
    }
    weights.gates.backward(row.span, places, into: &gradients)
  }

  /// Adds the gradients of all weights.
  public func accumulate(
    _ tape: Span<Lanes>, steps: Int, stride: Int, offset: Int, elapsed: Span<Lanes>,
    _ weights: Prepared, into gradients: inout MutableSpan<Float>
  ) {
    let rows = TapeRows(steps: steps, stride: stride, offset: offset)
    let split = read.lowerBound + inputs + 1
    func add(_ vectors: Range<Int>, _ matrix: Range<Int>, _ bias: Range<Int>) {
      let product = TapeProduct(
        results: places.gates, matrix: matrix.lowerBound, bias: bias.lowerBound)
      addProducts([product], vectors: vectors, tape, rows, into: &gradients)
    }
    add(read.lowerBound..<split, tensors.input, tensors.inputBias)
    add(split..<read.upperBound, tensors.recurrent, tensors.recurrentBias)
  }
}
