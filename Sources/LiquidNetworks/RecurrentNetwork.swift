public import Kernels

/// What a network remembers between two observations of one sequence: a value that can be kept.
public protocol RecurrentState: Sendable, Equatable {
  /// Everything that is remembered; a state with the same values goes on with the same bits.
  var values: [Float] { get set }
}

extension RecurrentState {
  /// Returns whether two states go on alike.
  public static func == (a: Self, b: Self) -> Bool {
    a.values == b.values
  }
}

/// A network that steps from one observation to the next over whatever time lies between.
///
/// A network is immutable and its state a separate value, so one network serves any number of
/// sequences. Steps over one sequence put lanes over units, steps over sixteen put lanes over
/// sequences; both add in the same order and give the same bits. Neither allocates.
public protocol RecurrentNetwork: Sendable {
  /// What is remembered of one sequence.
  associatedtype State: RecurrentState
  /// What is remembered of sixteen sequences.
  associatedtype LaneState: Sendable

  /// The number of inputs.
  var inputs: Int { get }
  /// The number of values that are remembered.
  var units: Int { get }
  /// The number of outputs.
  var outputs: Int { get }

  /// The state before the first observation.
  func start() -> State

  /// Steps over the time since the last observation to the one that is there now.
  ///
  /// - Parameters:
  ///   - input: One finite value for each input.
  ///   - dt: The time since the last observation in units of network time, not negative.
  ///   - state: What is remembered.
  ///   - output: One value for each output.
  func step(
    _ input: Span<Float>, after dt: Float, _ state: inout State,
    into output: inout MutableSpan<Float>)

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

extension RecurrentNetwork {
  /// Returns the outputs that a step would give, without taking it.
  public func peek(_ input: Span<Float>, after dt: Float, _ state: State) -> [Float] {
    var state = state
    var output = [Float](repeating: 0, count: outputs)
    var span = output.mutableSpan
    step(input, after: dt, &state, into: &span)
    return output
  }
}
