/// A cascade of second-order sections run over a stream, in transposed direct form II.
///
/// Arithmetic is `Double`, samples are `Float`. The filter starts in the steady state of its first
/// sample, so a constant offset gives no transient (`scipy.signal.sosfilt_zi`). What is not finite
/// never enters the filter, which gives each sample at once and so cannot look ahead: for up to `bridge`
/// samples the last value is held in its place; after more the filter starts anew at the next valid
/// sample. The edge behind a start is as long as the sections take to settle to a hundredth.
public struct RecursiveFilter: SignalFilter {
  /// Where one run of the filter stands.
  public struct State: Sendable, Equatable {
    fileprivate var memory: [Double]
    fileprivate var held: Double = 0
    fileprivate var missing = 0
    fileprivate var running = false
    /// Samples since the filter started.
    fileprivate var age = 0
  }

  /// The sections, in the order in which they are applied.
  public let sections: SecondOrderSections
  /// The longest run of missing samples that does not restart the filter.
  public let bridge: Int
  /// Each sample comes at once.
  public var latency: Int { 0 }
  /// The samples that the start of the filter shows in.
  public let edges: (leading: Int, trailing: Int)
  private let steady: [Double]

  /// A filter of `sections` that bridges runs of up to `bridge` missing samples.
  public init(_ sections: SecondOrderSections, bridge: Int) {
    precondition(bridge >= 0, "a run has no negative length")
    self.sections = sections
    self.bridge = bridge
    var steady: [Double] = []
    var level = 1.0
    for section in sections.sections {
      let gain = section.constantGain
      let second = section.b2 - section.a2 * gain
      steady += [level * (section.b1 - section.a1 * gain + second), level * second]
      level *= gain
    }
    self.steady = steady
    edges = (sections.settling(to: 0.01), 0)
  }

  /// A filter of `sections` that bridges missing samples for `seconds`.
  public init(_ sections: SecondOrderSections, rate: Double, bridging seconds: Double = 0.1) {
    self.init(sections, bridge: Int((seconds * rate).rounded(.down)))
  }

  /// The state before the first sample.
  public func start() -> State {
    State(memory: Array(repeating: 0, count: steady.count))
  }

  /// Appends to `output` a sample for each of `samples`.
  public func process(
    _ samples: Span<Float>, _ state: inout State, into output: inout FilteredSamples
  ) {
    for index in samples.indices {
      let value = Double(samples[index])
      if value.isFinite {
        let filtered = Float(next(value, &state))
        output.append(filtered, state.age < edges.leading ? .edge : .sound)
        state.age += 1
      } else if let held = passOver(&state) {
        output.append(Float(held), .bridged)
      } else {
        output.appendMissing()
      }
    }
  }

  /// Holds nothing back.
  public func finish(_ state: inout State, into output: inout FilteredSamples) {}

  /// Filters one value; a value that is not finite gives NaN.
  func next(_ value: Double, _ state: inout State) -> Double {
    guard value.isFinite else {
      _ = passOver(&state)
      return .nan
    }
    if !state.running {
      for index in steady.indices { state.memory[index] = steady[index] * value }
      state.running = true
      state.age = 0
    }
    state.missing = 0
    state.held = value
    return advance(value, &state.memory)
  }

  /// What the filter gives where a value is missing; nil, and the filter stops, where too many are.
  private func passOver(_ state: inout State) -> Double? {
    state.missing += 1
    if state.missing > bridge { state.running = false }
    guard state.running else { return nil }
    state.age += 1
    return hold(&state)
  }

  /// Goes on as if the last value had come again.
  func hold(_ state: inout State) -> Double { advance(state.held, &state.memory) }

  private func advance(_ value: Double, _ memory: inout [Double]) -> Double {
    var signal = value
    for (index, section) in sections.sections.enumerated() {
      let output = section.b0 * signal + memory[2 * index]
      let first = section.b1 * signal - section.a1 * output + memory[2 * index + 1]
      let second = section.b2 * signal - section.a2 * output
      memory[2 * index] = settled(first)
      memory[2 * index + 1] = settled(second)
      signal = output
    }
    return signal
  }

  /// Zero where a decaying memory would become subnormal, which is slow and means nothing.
  private func settled(_ value: Double) -> Double { value.magnitude < 1e-290 ? 0 : value }
}
