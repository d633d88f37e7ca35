/// A cascade of second-order sections run over a stream, in transposed direct form II.
///
/// Arithmetic is `Double`, samples are `Float`. The filter starts in the steady state of its first
/// sample, so a constant offset gives no transient (`scipy.signal.sosfilt_zi`). What is not finite
/// comes out as NaN and never enters the filter: for up to `bridge` samples the last value is held
/// in its place, so that time goes on; after more the filter starts anew at the next valid sample.
public struct RecursiveFilter: Sendable {
  /// Where one run of the filter stands.
  public struct State: Sendable, Equatable {
    fileprivate var memory: [Double]
    fileprivate var held: Double = 0
    fileprivate var missing = 0
    fileprivate var running = false
  }

  /// The sections, in the order in which they are applied.
  public let sections: SecondOrderSections
  /// The longest run of missing samples that does not restart the filter.
  public let bridge: Int
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
  }

  /// A filter of `sections` that bridges missing samples for `seconds`.
  public init(_ sections: SecondOrderSections, rate: Double, bridging seconds: Double = 0.1) {
    self.init(sections, bridge: Int((seconds * rate).rounded(.down)))
  }

  /// The state before the first sample.
  public func start() -> State {
    State(memory: Array(repeating: 0, count: steady.count))
  }

  /// Filters `samples` in place.
  public func process(_ samples: inout MutableSpan<Float>, _ state: inout State) {
    for index in samples.indices {
      samples[index] = Float(next(Double(samples[index]), &state))
    }
  }

  /// Filters one value; a value that is not finite gives NaN.
  func next(_ value: Double, _ state: inout State) -> Double {
    guard value.isFinite else {
      state.missing += 1
      if state.missing > bridge {
        state.running = false
      } else if state.running {
        _ = hold(&state)
      }
      return .nan
    }
    if !state.running {
      for index in steady.indices { state.memory[index] = steady[index] * value }
      state.running = true
    }
    state.missing = 0
    state.held = value
    return advance(value, &state.memory)
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
