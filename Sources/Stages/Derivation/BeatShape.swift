import Configuration
import Pipelines
import Signals

/// Cuts the wave around each beat out of a channel, as one sample of many values.
///
/// The values lie evenly over the window, between samples by linear interpolation; a value is not a
/// number where a sample it would come from was not measured or lies outside the recording. They
/// are relative to the median of the window, which of an electrocardiogram is close to the
/// isoelectric line. A beat's shape comes as late as its window ends.
struct BeatShape: Stage {
  static let name = "beat-shape"
  static let summary = "Cuts out the wave around each beat, as a channel of many values a sample."

  static let example = StageExample(
    #"{ "stage": "beat-shape", "points": 71 }"#,
    after: [
      #"{ "stage": "bandpass", "low": 0.5, "high": 40 }"#, #"{ "stage": "qrs" }"#,
      #"{ "stage": "heart-rate" }"#,
    ],
    seconds: 10...20, shows: ["II", "QRS"])

  private let channels: ChannelSelection
  private let beats: String
  private let before: Double
  private let after: Double
  private let points: Int
  private let isLevelled: Bool
  private let scale: Int
  private let output: String

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .ecg),
      "The channel to cut from: of several that fit, the one named first, else the first.")
    beats = settings.string("beats", default: "QRS", "The layer of beats.")
    before = settings.number(
      "before", in: 0...2, default: 0.25, unit: "s", "How long before the beat the window begins.")
    after = settings.number(
      "after", in: 0.02...2, default: 0.45, unit: "s", "How long after the beat the window ends.")
    points = settings.integer("points", in: 2...256, default: 32, "How many values a shape has.")
    isLevelled = settings.flag(
      "level", default: true, "Whether the median of the window is taken off its values.")
    scale = settings.integer(
      "scale", in: 0...255, default: 0,
      "Over how many beats, this one included, the median amplitude is taken that values are"
        + " divided by; with 0 they keep their unit.")
    output = settings.string("output", default: "beat shape", "The name of the channel of shapes.")
  }

  func joins(in layout: Layout) -> Inputs {
    guard let slot = try? channels.first(in: layout),
      let layer = layout.layers.firstIndex(where: { $0.name == beats })
    else { return Inputs() }
    return Inputs(channels: [slot], layers: [layer])
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    let slot = try channels.first(in: layout)
    let channel = layout.channels[slot]
    let rate = try channel.wave(key: "channels")
    _ = try layout.layer(beats, key: "beats")
    let axis = (0..<points).map { "\(Time(seconds: offset(of: $0)).seconds) s" }
    for index in axis.indices.dropFirst() where axis[index] == axis[index - 1] {
      throw Mismatch("points", "the values of a shape must lie at least a nanosecond apart")
    }
    var layout = layout
    try layout.add(
      ChannelDescription(
        name: output, kind: .other, unit: scale > 0 ? .one : channel.unit, axis: axis,
        delay: joins(in: layout).delay(in: layout)
          + BeatWindows.lookahead(after: after, at: rate)), key: "output")
    return layout
  }

  /// How far from its beat a value lies, in seconds.
  private func offset(of point: Int) -> Double {
    (before + after) * Double(point) / Double(points - 1) - before
  }

  struct State: Sendable {
    var windows: BeatWindows
    var output: Int
    var shape: [Float]
    var sorted: [Float]
    var amplitudes: RunningMedian
  }

  func start(on layout: Layout) -> State {
    let inputs = joins(in: layout)
    guard let slot = inputs.channels.first, let layer = inputs.layers.first,
      let rate = layout.channels[slot].rate
    else { preconditionFailure("a layout is checked before it is run: there are no beats") }
    return State(
      windows: BeatWindows(slot: slot, layer: layer, rate: rate, before: before, after: after),
      output: layout.channels.count, shape: Array(repeating: .nan, count: points),
      sorted: Array(repeating: .nan, count: points), amplitudes: RunningMedian(of: max(1, scale)))
  }

  func process(_ part: inout Recording, _ state: inout State) {
    let through = state.windows.take(part)
    give(before: through, &part, &state)
    state.windows.forget(before: through)
  }

  func finish(_ part: inout Recording, _ state: inout State) {
    give(before: .distantFuture, &part, &state)
    part.channels[state.output].through = part.channels[state.windows.slot].through
  }

  /// Gives out the shapes of the beats before a time.
  private func give(before through: Time, _ part: inout Recording, _ state: inout State) {
    while let beat = state.windows.next(before: through) {
      for point in 0..<points {
        state.shape[point] = state.windows.value(offset(of: point), from: beat)
      }
      if isLevelled { state.shape.level(in: &state.sorted) }
      if scale > 0 { normalise(&state) }
      part.channels[state.output].times.append(beat)
      part.channels[state.output].samples.append(contentsOf: state.shape)
    }
    part.channels[state.output].through = through
  }

  /// Divides the values by the median of the latest beats' greatest magnitudes.
  private func normalise(_ state: inout State) {
    var amplitude: Float = 0
    for value in state.shape where abs(value) > amplitude { amplitude = abs(value) }
    if amplitude > 0 { state.amplitudes.append(amplitude) }
    let median = state.amplitudes.median
    for point in 0..<points { state.shape[point] /= median }
  }
}
