extension QualityIndices {
  /// Where one run stands.
  public struct State: Sendable {
    /// The samples seen, and the last of them, a ring.
    var count = 0
    var ring: [Float]
    /// The samples of a window in their order.
    var samples: [Float]
    var spectrum: [Float] = []
    var welch: SlidingWelch.State
    var rails: Rails.State
    var range: SlidingRange
    var template: TemplateCorrelation
    /// The beats that windows may still need, of the two detectors.
    var first: [Int] = []
    var second: [Int] = []

    /// Takes notice of a beat that the first or the second detector found.
    ///
    /// Positions count from the first sample and increase.
    public mutating func note(beatAt position: Int, isOfSecond: Bool = false) {
      if isOfSecond { second.append(position) } else { first.append(position) }
    }
  }

  /// The state before the first sample.
  public func start() -> State {
    var state = State(
      ring: Array(repeating: .nan, count: window), samples: Array(repeating: .nan, count: window),
      welch: welch.start(), rails: limits.rails.start(),
      range: SlidingRange(window: limits.flatCount),
      template: TemplateCorrelation(longest: max(2, Int((1.5 * rate).rounded()))))
    let room = 16 + Int(5 * Double(window) / rate)
    state.first.reserveCapacity(room)
    state.second.reserveCapacity(room)
    state.spectrum.reserveCapacity(welch.width)
    return state
  }
}
