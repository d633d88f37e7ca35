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
  private let cascade: SectionCascade
  /// The samples that go through the sections together.
  private static let block = 1024

  /// A filter of `sections` that bridges runs of up to `bridge` missing samples.
  public init(_ sections: SecondOrderSections, bridge: Int) {
    precondition(bridge >= 0, "a run has no negative length")
    self.sections = sections
    self.bridge = bridge
    cascade = SectionCascade(sections)
    edges = (sections.settling(to: 0.01), 0)
  }

  /// A filter of `sections` that bridges missing samples for `seconds`.
  public init(_ sections: SecondOrderSections, rate: Double, bridging seconds: Double = 0.1) {
    self.init(sections, bridge: Int((seconds * rate).rounded(.down)))
  }

  /// The state before the first sample.
  public func start() -> State {
    State(memory: Array(repeating: 0, count: cascade.memoryCount))
  }

  /// Appends to `output` a sample for each of `samples`.
  public func process(
    _ samples: Span<Float>, _ state: inout State, into output: inout FilteredSamples
  ) {
    var index = 0
    while index < samples.count {
      if samples[index].isFinite {
        let end = samples.endOfFinite(
          from: index + 1, to: min(samples.count, index + Self.block))
        run(samples.extracting(index..<end), &state, into: &output)
        index = end
      } else {
        if let held = passOver(&state) {
          output.append(Float(held), .bridged)
        } else {
          output.appendMissing()
        }
        index += 1
      }
    }
  }

  /// Filters some finite samples, a block at most.
  private func run(
    _ samples: Span<Float>, _ state: inout State, into output: inout FilteredSamples
  ) {
    resume(Double(samples[0]), &state)
    var values = InlineArray<1024, Double>(repeating: 0)
    var block = values.mutableSpan
    for index in samples.indices { block[index] = Double(samples[index]) }
    cascade.run(&block, first: samples.count, &state.memory)
    state.held = Double(samples[samples.count - 1])
    let edge = min(max(0, edges.leading - state.age), samples.count)
    output.append(rounding: block.span.extracting(first: edge), .edge)
    output.append(rounding: block.span.extracting(edge..<samples.count), .sound)
    state.age += samples.count
  }

  /// Holds nothing back.
  public func finish(_ state: inout State, into output: inout FilteredSamples) {}

  /// Filters one value; a value that is not finite gives NaN.
  func next(_ value: Double, _ state: inout State) -> Double {
    guard value.isFinite else {
      _ = passOver(&state)
      return .nan
    }
    resume(value, &state)
    state.held = value
    return cascade.next(value, &state.memory)
  }

  /// Starts the filter at `value` where it does not run.
  private func resume(_ value: Double, _ state: inout State) {
    if !state.running {
      cascade.settle(at: value, &state.memory)
      state.running = true
      state.age = 0
    }
    state.missing = 0
  }

  /// What the filter gives where a value is missing; nil, and the filter stops, where too many are.
  private func passOver(_ state: inout State) -> Double? {
    state.missing += 1
    if state.missing > bridge { state.running = false }
    guard state.running else { return nil }
    state.age += 1
    return cascade.next(state.held, &state.memory)
  }
}
