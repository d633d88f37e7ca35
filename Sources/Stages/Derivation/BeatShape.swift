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
        delay: joins(in: layout).delay(in: layout) + lookahead(at: rate)), key: "output")
    return layout
  }

  /// How far from its beat a value lies, in seconds.
  private func offset(of point: Int) -> Double {
    (before + after) * Double(point) / Double(points - 1) - before
  }

  /// How long after a beat its shape is complete: a sample after the window, and what rounding to
  /// nanoseconds may take.
  private func lookahead(at rate: Rate) -> Time {
    Time(seconds: after) + rate.period + Time(nanoseconds: 2)
  }

  struct State: Sendable {
    var slot: Int
    var layer: Int
    var output: Int
    var rate: Rate
    /// The samples that windows may still need, from `first` on.
    var held: [Float] = []
    var first = 0
    /// The beats whose windows have not ended.
    var pending: [Time] = []
    var last: Time?
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
      slot: slot, layer: layer, output: layout.channels.count, rate: rate,
      shape: Array(repeating: .nan, count: points), sorted: Array(repeating: .nan, count: points),
      amplitudes: RunningMedian(of: max(1, scale)))
  }

  func process(_ part: inout Recording, _ state: inout State) {
    if state.held.isEmpty { state.first = part.channels[state.slot].first }
    state.held.append(contentsOf: part.channels[state.slot].samples)
    for index in part.layers[state.layer].annotations.indices {
      let annotation = part.layers[state.layer].annotations[index]
      guard annotation.kind == .beat, annotation.phase == .point else { continue }
      if let last = state.last, annotation.time <= last { continue }
      state.pending.append(annotation.time)
      state.last = annotation.time
    }
    let through = part.channels[state.slot].through - lookahead(at: state.rate)
    give(before: through, &part, &state)
    forget(before: through, &state)
  }

  func finish(_ part: inout Recording, _ state: inout State) {
    give(before: .distantFuture, &part, &state)
    part.channels[state.output].through = part.channels[state.slot].through
  }

  /// Gives out the shapes of the beats before a time.
  private func give(before through: Time, _ part: inout Recording, _ state: inout State) {
    var ready = 0
    while ready < state.pending.count, state.pending[ready] < through {
      cut(around: state.pending[ready], &state)
      part.channels[state.output].times.append(state.pending[ready])
      part.channels[state.output].samples.append(contentsOf: state.shape)
      ready += 1
    }
    state.pending.removeFirst(ready)
    part.channels[state.output].through = through
  }

  /// Forgets the samples that no window of a beat from `time` on needs.
  private func forget(before time: Time, _ state: inout State) {
    let oldest = (time - Time(seconds: before) - state.rate.period).seconds * state.rate.hertz
    guard oldest > Double(state.first) else { return }
    let spare = min(Int(oldest) - state.first, state.held.count)
    state.held.removeFirst(spare)
    state.first += spare
  }

  private func cut(around beat: Time, _ state: inout State) {
    for point in 0..<points {
      let position = (beat.seconds + offset(of: point)) * state.rate.hertz - Double(state.first)
      let index = Int(position.rounded(.down))
      let share = Float(position - Double(index))
      state.shape[point] = .nan
      guard state.held.indices.contains(index) else { continue }
      let value = state.held[index]
      state.shape[point] = value
      if share > 0 {
        let next = index + 1 < state.held.count ? state.held[index + 1] : .nan
        state.shape[point] = value + (next - value) * share
      }
    }
    if isLevelled { level(&state) }
    if scale > 0 { normalise(&state) }
  }

  /// Takes the median of the values off them.
  private func level(_ state: inout State) {
    var count = 0
    for value in state.shape where !value.isNaN {
      var place = count
      while place > 0, state.sorted[place - 1] > value {
        state.sorted[place] = state.sorted[place - 1]
        place -= 1
      }
      state.sorted[place] = value
      count += 1
    }
    if count == 0 { return }
    let median = (state.sorted[(count - 1) / 2] + state.sorted[count / 2]) / 2
    for point in 0..<points { state.shape[point] -= median }
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
