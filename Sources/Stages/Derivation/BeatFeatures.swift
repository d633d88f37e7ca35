import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Describes the wave of each beat of an electrocardiogram by a few numbers.
///
/// - The QRS width, from onset to offset by slope thresholds, and the amplitude from the least to the
///   greatest sample between them; not a number where samples are missing or no ends are seen.
/// - The correlation of the wave from `before` to `after` the beat, less its median, with the mean of
///   the latest beats that were alike. After 10 beats in succession that were not, the last of them is
///   what others are compared with.
/// - The coefficients of the principal components of such waves. The components are learnt from the
///   first `learn` beats of the recording that are measured throughout, and then stay, so that
///   coefficients of one recording may be compared; until then they are not numbers. What the
///   components look like differs from one recording to another.
struct BeatFeatures: Stage {
  static let name = "beat-features"
  static let summary =
    "Describes each beat's wave: QRS width, amplitude, likeness to the latest, principal components."

  static let example = StageExample(
    #"{ "stage": "beat-features", "learn": 10, "components": 2 }"#,
    after: [#"{ "stage": "bandpass", "low": 0.5, "high": 40 }"#, #"{ "stage": "qrs" }"#],
    scene: #""ectopics": [ { "at": 20 }, { "at": 25 } ]"#,
    seconds: 16...30, shows: ["II", "QRS"])

  private let channels: ChannelSelection
  private let beats: String
  private let before: Double
  private let after: Double
  private let points: Int
  private let memory: Int
  private let alike: Double
  private let components: Int
  private let learn: Int
  private let names: [String]

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .ecg),
      "The channel to measure: of several that fit, the one named first, else the first.")
    beats = settings.string("beats", default: "QRS", "The layer of beats.")
    before = settings.number(
      "before", in: 0...2, default: 0.25, unit: "s", "How long before the beat its wave begins.")
    after = settings.number(
      "after", in: 0.02...2, default: 0.45, unit: "s", "How long after the beat its wave ends.")
    points = settings.integer("points", in: 8...128, default: 32, "How many values a wave has.")
    memory = settings.integer(
      "memory", in: 1...1000, default: 30, "Of how many beats alike the mean is compared with.")
    alike = settings.number(
      "alike", in: 0...1, default: 0.8, "The least correlation of beats that are alike.")
    components = settings.integer(
      "components", in: 1...16, default: 3, "How many principal components there are.")
    learn = settings.integer(
      "learn", in: 2...10_000, default: 100, "From how many beats the components are learnt.")
    names = [
      settings.string("width", default: "QRS width", "The name of the channel of widths."),
      settings.string(
        "amplitude", default: "QRS amplitude", "The name of the channel of amplitudes."),
      settings.string(
        "correlation", default: "beat correlation", "The name of the channel of correlations."),
      settings.string(
        "output", default: "beat components", "The name of the channel of coefficients."),
    ]
    if components > points { settings.refuse("components", "must not be more than 'points'") }
    if components >= learn { settings.refuse("learn", "must be above 'components'") }
  }

  func joins(in layout: Layout) -> Inputs {
    guard let slot = try? channels.first(in: layout),
      let layer = layout.layers.firstIndex(where: { $0.name == beats })
    else { return Inputs() }
    return Inputs(channels: [slot], layers: [layer])
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    let channel = layout.channels[try channels.first(in: layout)]
    let rate = try channel.wave(key: "channels")
    guard rate.hertz >= 100 else {
      throw Mismatch(
        "channels", "'\(channel.name)' must have at least 100 samples per second, not \(rate.hertz)"
      )
    }
    try layout.layers[try layout.layer(beats, key: "beats")].checkBeats(key: "beats")
    let delay =
      joins(in: layout).delay(in: layout)
      + BeatWindows.lookahead(after: span(at: rate).after, at: rate)
    var layout = layout
    let units: [Unit] = [.second, channel.unit, .one, channel.unit]
    for (place, key) in ["width", "amplitude", "correlation", "output"].enumerated() {
      let axis = place == 3 ? (1...components).map { "component \($0)" } : []
      try layout.add(
        ChannelDescription(
          name: names[place], kind: place == 3 ? .other : .numeric, unit: units[place], axis: axis,
          delay: delay), key: key)
    }
    return layout
  }

  /// How far before and after a beat samples are needed, in s.
  private func span(at rate: Rate) -> (before: Double, after: Double) {
    let reach = QRSBoundaries(rate: rate.hertz).reach
    // The sample nearest to a beat is up to half a sample away.
    return (
      max(before, Double(reach.before + 1) / rate.hertz),
      max(after, Double(reach.after + 1) / rate.hertz)
    )
  }

  struct State: Sendable {
    var windows: BeatWindows
    /// The slot of the first of the four channels.
    var slot: Int
    let boundaries: QRSBoundaries
    var samples: [Float]
    var wave: [Float]
    var sorted: [Float]
    var template: RunningTemplate
    var components: PrincipalComponents
  }

  func start(on layout: Layout) -> State {
    let inputs = joins(in: layout)
    guard let slot = inputs.channels.first, let layer = inputs.layers.first,
      let rate = layout.channels[slot].rate
    else { preconditionFailure("a layout is checked before it is run: there are no beats") }
    let boundaries = QRSBoundaries(rate: rate.hertz)
    let (before, after) = span(at: rate)
    let none = [Float](repeating: .nan, count: points)
    return State(
      windows: BeatWindows(slot: slot, layer: layer, rate: rate, before: before, after: after),
      slot: layout.channels.count, boundaries: boundaries,
      samples: Array(repeating: .nan, count: boundaries.reach.before + boundaries.reach.after + 1),
      wave: none, sorted: none,
      template: RunningTemplate(length: points, memory: memory, alike: alike),
      components: PrincipalComponents(length: points))
  }

  func process(_ part: inout Recording, _ state: inout State) {
    let through = state.windows.take(part)
    give(before: through, &part, &state)
    state.windows.forget(before: through)
    for slot in state.slot..<state.slot + names.count { part.channels[slot].through = through }
  }

  func finish(_ part: inout Recording, _ state: inout State) {
    give(before: .distantFuture, &part, &state)
    let through = part.channels[state.windows.slot].through
    for slot in state.slot..<state.slot + names.count { part.channels[slot].through = through }
  }

  private func give(before through: Time, _ part: inout Recording, _ state: inout State) {
    var wave: [Float] = []
    swap(&wave, &state.wave)
    defer { swap(&wave, &state.wave) }
    while let beat = state.windows.next(before: through) {
      measure(beat, &part, &state)
      for point in 0..<points {
        let offset = (before + after) * Double(point) / Double(points - 1) - before
        wave[point] = state.windows.value(offset, from: beat)
      }
      wave.level(in: &state.sorted)
      part.channels[state.slot + 2].append(Float(state.template.compare(wave.span)), at: beat)
      describe(wave.span, beat, &part, &state)
    }
  }

  /// Gives the width and the amplitude of the QRS complex.
  private func measure(_ beat: Time, _ part: inout Recording, _ state: inout State) {
    let middle = state.boundaries.reach.before
    state.windows.copy(around: beat, before: middle, into: &state.samples)
    var (width, amplitude) = (Float.nan, Float.nan)
    if let complex = state.boundaries.find(in: state.samples.span, around: middle) {
      width = Float(Double(complex.upperBound - complex.lowerBound) / state.windows.rate.hertz)
      var (least, greatest) = (Float.infinity, -Float.infinity)
      for index in complex {
        least = min(least, state.samples[index])
        greatest = max(greatest, state.samples[index])
      }
      amplitude = greatest - least
    }
    part.channels[state.slot].append(width, at: beat)
    part.channels[state.slot + 1].append(amplitude, at: beat)
  }

  /// Gives the coefficients, or learns from the wave while there are no components.
  private func describe(
    _ wave: Span<Float>, _ beat: Time, _ part: inout Recording, _ state: inout State
  ) {
    var isWhole = true
    for index in wave.indices where !wave[index].isFinite { isWhole = false }
    let isLearnt = state.components.count == learn
    part.channels[state.slot + 3].times.append(beat)
    for index in 0..<components {
      let value = isWhole && isLearnt ? state.components.coefficient(index, of: wave) : .nan
      part.channels[state.slot + 3].samples.append(Float(value))
    }
    guard isWhole, !isLearnt else { return }
    state.components.add(wave)
    if state.components.count == learn { state.components.fit() }
  }
}
