public import Kernels

/// A cell with given weights that steps sixteen sequences at once, one in each lane: many beds, or
/// a batch that is only scored.
///
/// It is the cell's `forward` on a tape of one row, so it gives the bits of training and those of
/// `network`, which steps one sequence. A step does not allocate.
public struct LaneSteps<C: Cell>: Sendable {
  /// What is computed.
  public let cell: C
  private let weights: C.Prepared

  /// Prepares weights, one for each value of the cell's layout.
  public init(_ cell: C, _ weights: [Float]) {
    self.cell = cell
    self.weights = cell.prepare(weights.span)
  }

  /// Returns the state of sixteen sequences before their first observations: zero.
  public func start() -> LaneState {
    LaneState(row: [Lanes](repeating: .zero, count: cell.rowWidth), places: cell.oldState)
  }

  /// Steps sixteen sequences, each over its own time; a sequence that is not active stays as it is.
  ///
  /// - Parameters:
  ///   - inputs: One entry for each input, its lanes the sequences.
  ///   - dt: The time since each sequence's last observation.
  ///   - active: Which sequences have an observation.
  ///   - state: What is remembered of each.
  ///   - outputs: One entry for each output; unchanged where a sequence is not active.
  public func step(
    _ inputs: Span<Lanes>, after dt: Lanes, active: SIMDMask<SIMD16<Int32>>,
    _ state: inout LaneState, into outputs: inout MutableSpan<Lanes>
  ) {
    precondition(inputs.count == cell.inputs && outputs.count == cell.outputs)
    var row = state.row.mutableSpan
    for index in inputs.indices { row[index] = inputs[index] }
    cell.forward(&row, after: dt, nil, weights)
    let (old, new, output) = (cell.oldState, cell.newState, cell.output)
    for unit in 0..<old.count {
      row[old.lowerBound + unit].replace(with: row[new.lowerBound + unit], where: active)
    }
    for index in 0..<output.count {
      outputs[index].replace(with: row[output.lowerBound + index], where: active)
    }
  }

  /// Returns the outputs after each observation, sixteen sequences at a time.
  ///
  /// Each sequence has its own times and its own length, and what it gives does not depend on the
  /// others: it equals stepping it alone, bit for bit.
  public func outputs(for sequences: [TimedSequence]) -> [[Float]] {
    TimedSequence.outputs(for: sequences, inputs: cell.inputs, outputs: cell.outputs) {
      start()
    } step: { x, dt, active, state, y in
      step(x, after: dt, active: active, &state, into: &y)
    }
  }
}

/// What is remembered of sixteen sequences.
public struct LaneState: Sendable {
  var row: [Lanes]
  let places: Range<Int>

  /// Everything that is remembered: one entry for each unit, its lanes the sequences.
  public var values: [Lanes] {
    get { Array(row[places]) }
    set {
      precondition(newValue.count == places.count)
      row.replaceSubrange(places, with: newValue)
    }
  }
}

extension Cell {
  /// Returns the outputs after each observation, with weights given for the cell's layout.
  public func outputs(_ weights: [Float], for sequences: [TimedSequence]) -> [[Float]] {
    LaneSteps(self, weights).outputs(for: sequences)
  }
}
