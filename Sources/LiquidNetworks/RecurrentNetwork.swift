public import Kernels

/// A network that steps from one observation to the next over whatever time lies between.
///
/// A network is immutable and its state a separate value, so one network serves any number of
/// sequences. A step puts lanes over the units of one sequence and does not allocate; `LaneSteps`
/// puts lanes over sequences, adds in the same order and gives the same bits.
public protocol RecurrentNetwork: Sendable {
  /// The number of inputs.
  var inputs: Int { get }
  /// The number of values that are remembered.
  var units: Int { get }
  /// The number of outputs.
  var outputs: Int { get }

  /// The state before the first observation.
  func start() -> NetworkState

  /// Steps over the time since the last observation to the one that is there now.
  ///
  /// - Parameters:
  ///   - input: One finite value for each input.
  ///   - dt: The time since the last observation in units of network time, not negative.
  ///   - state: What is remembered.
  ///   - output: One value for each output.
  func step(
    _ input: Span<Float>, after dt: Float, _ state: inout NetworkState,
    into output: inout MutableSpan<Float>)
}

extension RecurrentNetwork {
  /// Returns the outputs that a step would give, without taking it.
  public func peek(_ input: Span<Float>, after dt: Float, _ state: NetworkState) -> [Float] {
    var state = state
    var output = [Float](repeating: 0, count: outputs)
    var span = output.mutableSpan
    step(input, after: dt, &state, into: &span)
    return output
  }
}

/// A network that also steps sixteen sequences at once, one in each lane.
public protocol LaneNetwork: RecurrentNetwork {
  /// What is remembered of sixteen sequences.
  associatedtype LaneState: Sendable

  /// The state of sixteen sequences before their first observations.
  func startLanes() -> LaneState

  /// Steps sixteen sequences, each over its own time; a sequence that is not active stays as it is.
  ///
  /// - Parameters:
  ///   - inputs: One entry for each input, its lanes the sequences.
  ///   - dt: The time since each sequence's last observation.
  ///   - active: Which sequences have an observation.
  ///   - state: What is remembered of each.
  ///   - outputs: One entry for each output; unchanged where a sequence is not active.
  func step(
    _ inputs: Span<Lanes>, after dt: Lanes, active: SIMDMask<SIMD16<Int32>>,
    _ state: inout LaneState, into outputs: inout MutableSpan<Lanes>)
}

extension LaneNetwork {
  /// Returns the outputs after each observation, sixteen sequences at a time.
  ///
  /// Each sequence has its own times and its own length, and what it gives does not depend on the
  /// others: it equals stepping it alone, bit for bit.
  public func outputs(for sequences: [TimedSequence]) -> [[Float]] {
    TimedSequence.outputs(for: sequences, inputs: inputs, outputs: outputs) {
      startLanes()
    } step: { x, dt, active, state, y in
      step(x, after: dt, active: active, &state, into: &y)
    }
  }
}
