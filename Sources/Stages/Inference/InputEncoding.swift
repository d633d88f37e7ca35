public import Signals

/// How what was observed becomes what a network takes in.
///
/// Of each input the network sees the value, normalised, and where it is missing the value seen
/// last; of each channel whether it is there now, and how long ago it was seen. The same code
/// encodes for training and for inference.
public struct InputEncoding: Hashable, Sendable {
  /// The names of the inputs, `channel` or `channel/axis`.
  public var names: [String]
  /// For each input, which of the channels it belongs to.
  public var channelOfInput: [Int]
  /// What is taken from each input.
  public var means: [Float]
  /// What the difference is then divided by.
  public var deviations: [Float]
  /// How the time between steps is taken.
  public var clock: StepClock

  /// An encoding of these inputs.
  public init(
    names: [String], channelOfInput: [Int], means: [Float], deviations: [Float], clock: StepClock
  ) {
    precondition(
      names.count == channelOfInput.count && names.count == means.count
        && names.count == deviations.count)
    self.names = names
    self.channelOfInput = channelOfInput
    self.means = means
    self.deviations = deviations
    self.clock = clock
  }

  /// The number of channels that inputs belong to.
  public var channels: Int { (channelOfInput.max() ?? -1) + 1 }

  /// The number of values that enter the network: the inputs, and two of each channel.
  public var width: Int { names.count + 2 * channels }

  /// What the encoding of one sequence remembers.
  public struct State: Hashable, Sendable {
    /// What enters the network at the step that was encoded last.
    public internal(set) var encoded: [Float]
    /// The time of that step, if there was any since the start or a reset.
    var previous: Time?
    var lastSeen: [Time]
  }

  /// The state before the first step.
  public func start() -> State {
    var state = State(
      encoded: [Float](repeating: 0, count: width), previous: nil,
      lastSeen: [Time](repeating: .distantPast, count: channels))
    reset(&state)
    return state
  }

  /// Forgets what was seen.
  public func reset(_ state: inout State) {
    state.previous = nil
    for index in state.encoded.indices { state.encoded[index] = 0 }
    for channel in state.lastSeen.indices { state.lastSeen[channel] = .distantPast }
  }

  /// Encodes the values at a step, missing ones not-a-number, and says how long the step is.
  ///
  /// After a gap the state is reset first. Infinite values count as missing.
  public func encode(_ values: [Float], at time: Time, _ state: inout State) -> StepClock.Step {
    let step = clock.step(from: state.previous, to: time)
    if step.policy == .reset { reset(&state) }
    let masks = names.count
    let ages = masks + channels
    for channel in 0..<channels { state.encoded[masks + channel] = 1 }
    for index in names.indices {
      guard values[index].isFinite else {
        state.encoded[masks + channelOfInput[index]] = 0
        continue
      }
      state.encoded[index] = (values[index] - means[index]) / deviations[index]
    }
    for channel in 0..<channels {
      if state.encoded[masks + channel] == 1 { state.lastSeen[channel] = time }
      state.encoded[ages + channel] = clock.staleness(since: state.lastSeen[channel], at: time)
    }
    state.previous = time
    return step
  }
}

/// How a network takes the time between two steps.
public struct StepClock: Hashable, Sendable {
  /// Seconds of one unit of network time.
  public var unit: Double
  /// The shortest and the longest time between steps that the network was trained on, in seconds.
  public var range: ClosedRange<Double>
  /// The time without a step after which the network begins anew, in seconds.
  public var gap: Double

  /// A clock of this unit, trained range and gap, all in seconds.
  public init(unit: Double, range: ClosedRange<Double>, gap: Double) {
    self.unit = unit
    self.range = range
    self.gap = gap
  }

  /// What was done with the time of a step.
  public enum Policy: Hashable, Sendable {
    /// It is taken as it is.
    case taken
    /// It lies outside the trained range, whose nearest end is taken.
    case clamped
    /// The step is the first, or follows a gap: no time is taken.
    case reset
  }

  /// The time that a step takes.
  public struct Step: Hashable, Sendable {
    /// In units of network time.
    public var elapsed: Float
    /// What was done with it.
    public var policy: Policy

    /// A step of this time, with what was done with it.
    public init(elapsed: Float, policy: Policy) {
      self.elapsed = elapsed
      self.policy = policy
    }
  }

  /// The step from one time to another.
  public func step(from previous: Time?, to time: Time) -> Step {
    guard let previous else { return Step(elapsed: 0, policy: .reset) }
    let seconds = (time - previous).seconds
    if seconds > gap { return Step(elapsed: 0, policy: .reset) }
    if seconds < range.lowerBound {
      return Step(elapsed: Float(range.lowerBound / unit), policy: .clamped)
    }
    if seconds > range.upperBound {
      return Step(elapsed: Float(range.upperBound / unit), policy: .clamped)
    }
    return Step(elapsed: Float(seconds / unit), policy: .taken)
  }

  /// How stale what was seen at a time is: 0 just then, towards 1 the longer ago, 1 if never.
  func staleness(since seen: Time, at time: Time) -> Float {
    if seen == time { return 0 }
    if seen == .distantPast { return 1 }
    let age = (time - seen).seconds / unit
    return Float(age / (1 + age))
  }
}
