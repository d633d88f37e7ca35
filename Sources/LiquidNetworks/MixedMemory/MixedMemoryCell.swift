public import Kernels

/// A cell with a long short-term memory before it, whose output takes the place of the cell's state.
///
/// After M. Lechner and R. Hasani, Learning long-term dependencies in irregularly-sampled time
/// series, 2020 (arXiv:2006.04418), in the form that ncps has in PyTorch: the memory, blind to the
/// elapsed time, steps first from the input and the cell's last state; what it gives is the state from
/// which the cell then steps over the elapsed time, with the same input. (In ncps for Keras the memory
/// replaces the cell's *input*; the two are different networks.)
///
/// The state is that of the inner cell and then the memory. A forget gate begins one more open than
/// its bias says.
public struct MixedMemoryCell<Inner: Cell>: Cell {
  /// The cell that steps over time.
  public let inner: Inner
  /// The named tensors of the weights: the inner cell's, then the memory's.
  public let layout: ParameterLayout
  let tensors: Tensors

  /// A memory before this cell.
  public init(_ inner: Inner) {
    self.inner = inner
    let rows = 4 * inner.units
    var layout = inner.layout
    let own = 0..<layout.count
    tensors = Tensors(
      inner: own,
      input: layout.append("lstm.input_map.weight", [rows, inner.inputs]),
      bias: layout.append("lstm.input_map.bias", [rows], .vector),
      recurrent: layout.append("lstm.recurrent_map.weight", [rows, inner.units]))
    self.layout = layout
  }

  /// Where the tensors stand.
  struct Tensors: Sendable {
    let inner: Range<Int>
    let input: Range<Int>
    let bias: Range<Int>
    let recurrent: Range<Int>
  }

  /// The number of inputs.
  public var inputs: Int { inner.inputs }
  /// The number of the inner cell's values and as many memories.
  public var units: Int { 2 * inner.units }
  /// The number of outputs.
  public var outputs: Int { inner.outputs }
  /// The number of lanes entries of a step: the memory's, then the inner cell's row.
  public var rowWidth: Int { innerRow.upperBound }

  /// Whether the inner cell has a way back.
  public var canGoBack: Bool { inner.canGoBack }

  /// Returns the weights with which ncps begins.
  ///
  /// Those of the inner cell; uniform after Glorot and Bengio from the input, within ±0.1 the
  /// biases, and orthogonal among the memories.
  public func initial(_ random: inout Xoshiro) -> [Float] {
    let rows = 4 * inner.units
    var weights = inner.initial(&random)
    let bound = (6 / Float(rows + inputs)).squareRoot()
    weights += (0..<rows * inputs).map { _ in random.within(-bound, bound) }
    weights += (0..<rows).map { _ in random.within(-0.1, 0.1) }
    return weights + random.orthogonal(rows: rows, columns: inner.units)
  }

  private func gates(_ weights: Span<Float>) -> MemoryGates {
    let forget = MemoryGates.Order.ncps.forget
    return MemoryGates(
      units: inner.units, .ncps, input: weights.extracting(tensors.input),
      recurrent: weights.extracting(tensors.recurrent),
      bias: tensors.bias.enumerated().map { row, place in
        row / inner.units == forget ? weights[place] + 1 : weights[place]
      })
  }

  /// The weights as the steps read them.
  public struct Prepared: Sendable {
    let gates: LaneGates
    let inner: Inner.Prepared
  }

  /// Returns the weights in the form that the steps read.
  public func prepare(_ weights: Span<Float>) -> Prepared {
    Prepared(
      gates: LaneGates(gates(weights)), inner: inner.prepare(weights.extracting(tensors.inner)))
  }

  /// Returns the network with these weights, ready to step one sequence.
  public func network(_ weights: [Float]) -> any RecurrentNetwork {
    MixedMemory(
      gates: PackedGates(gates(weights.span)),
      inner: inner.network(Array(weights[tensors.inner])))
  }
}
