import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Says which beats several layers see together.
///
/// The first layer is the one whose times the beats have: that of the ECG; the others come later by
/// delays that are learnt. A layer is not asked while a layer of quality says of its channel that it
/// is off, flat, saturated or absent. The beats that enough of the others see become a layer, their
/// score the share that does; of all, believed or not, the share and who sees them are channels.
struct BeatConsensusStage: Stage {
  static let name = "beat-consensus"
  static let summary = "Joins beats of several layers into those that enough of them see."

  static let example = StageExample(
    #"{ "stage": "beat-consensus" }"#,
    after: [#"{ "stage": "qrs" }"#, #"{ "stage": "pulse" }"#],
    scene: #""events": [ { "event": "lead-off", "channel": "II", "from": 14, "for": 5 } ]"#,
    seconds: 10...22, shows: ["II", "ABP", "QRS", "pulse"])

  private static let label = "beat"

  private let beats: [String]
  private let channels: [String]
  private let quality: String?
  private let labels: [String]
  private let tolerance: Time
  private let share: Double
  private let longest: Time
  private let output: String

  init(_ settings: inout Settings) {
    beats = settings.strings(
      "beats", default: ["QRS", "pulse"], "The layers of beats, that of the ECG first.")
    quality = settings.optionalString(
      "quality", "The layer with the stretches of bad signal; without it all layers are asked.")
    channels = settings.strings(
      "channels", default: [],
      "With 'quality', the channels that the layers come from, in their order.")
    labels = settings.strings(
      "labels", default: Inhibition.grounds,
      "The labels of stretches in which a layer is not asked.")
    tolerance = Time(
      seconds: settings.number(
        "tolerance", in: 0.01...0.5, default: 0.15, unit: "s",
        "How far apart beats are one, less their delays."))
    share = settings.number(
      "share", in: 0.01...1, default: 0.5,
      "The share of the layers asked that makes a beat; with 0.5 one of two does, or two of three.")
    longest = Time(
      seconds: settings.number(
        "longestDelay", in: 0...2, default: 0.8, unit: "s",
        "The longest time from a heartbeat to a pulse."))
    output = settings.string(
      "output", default: "consensus",
      "The name of the layer of beats, and the beginning of those of the channels: 'consensus"
        + " agreement' and, with a value a layer, 'consensus sources': 1 where it sees the beat, 0"
        + " where it does not, not a number where it is not asked.")
    if settings.isDescribing { return }
    if !(2...16).contains(beats.count) { settings.refuse("beats", "must name 2 to 16 layers") }
    if Set(beats).count < beats.count { settings.refuse("beats", "must differ") }
    if quality != nil, channels.count != beats.count {
      settings.refuse("channels", "must name as many channels as 'beats' names layers")
    }
    if quality == nil, !channels.isEmpty {
      settings.refuse("channels", "means something beside 'quality' only")
    }
  }

  private func inputs(in layout: Layout) throws(Mismatch) -> Inputs {
    var inputs = Inputs()
    if let quality {
      let slot = try layout.layer(quality, key: "quality")
      try layout.layers[slot].checkAny(of: labels, key: "labels")
      inputs.layers.append(slot)
      for name in channels { _ = try layout.channel(name, key: "channels") }
    }
    for name in beats {
      let slot = try layout.layer(name, key: "beats")
      try layout.layers[slot].checkBeats(key: "beats")
      inputs.layers.append(slot)
    }
    return inputs
  }

  func joins(in layout: Layout) -> Inputs { (try? inputs(in: layout)) ?? Inputs() }

  private var consensus: BeatConsensus {
    BeatConsensus(
      sources: beats.count, tolerance: tolerance.nanoseconds, share: share,
      longestDelay: longest.nanoseconds)
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    let inputs = try inputs(in: layout)
    let delay = inputs.delay(in: layout) + Time(nanoseconds: consensus.delay)
    var layout = layout
    try layout.add(
      LayerDescription(name: output, delay: delay, kind: .beat, labels: [Self.label]),
      key: "output")
    try layout.add(
      ChannelDescription(name: "\(output) agreement", kind: .numeric, unit: .one, delay: delay),
      key: "output")
    try layout.add(
      ChannelDescription(
        name: "\(output) sources", kind: .numeric, unit: .one, axis: beats, delay: delay),
      key: "output")
    return layout
  }

  struct State: Sendable {
    var consensus: BeatConsensus
    var memory: BeatConsensus.State
    var inputs: Inputs
    var moments: Moments
    /// The stretches of bad signal that are open, of each source.
    var open: [Int]
    var layer: Int
    /// The slot of the first of the two channels.
    var output: Int
    var last = Time(nanoseconds: -1)
    var beats: [BeatConsensus.Beat] = []
  }

  func start(on layout: Layout) -> State {
    let inputs = joins(in: layout)
    let consensus = consensus
    return State(
      consensus: consensus, memory: consensus.start(), inputs: inputs,
      moments: Moments(of: inputs), open: Array(repeating: 0, count: beats.count),
      layer: layout.layers.count, output: layout.channels.count)
  }

  func process(_ part: inout Recording, _ state: inout State) {
    state.moments.rewind()
    state.beats.removeAll(keepingCapacity: true)
    while true {
      let time = state.moments.next(in: part)
      guard time < .distantFuture else { break }
      decide(before: time, &state)
      while let (slot, index) = state.moments.takeAnnotation(through: time, of: part) {
        take(part.layers[slot].annotations[index], from: slot, &state)
      }
    }
    let through = state.moments.through(part)
    decide(before: through, &state)
    give(&part, &state)
    complete(&part, state, through: through - Time(nanoseconds: state.consensus.delay))
  }

  func finish(_ part: inout Recording, _ state: inout State) {
    state.beats.removeAll(keepingCapacity: true)
    decide(before: .distantFuture, &state)
    give(&part, &state)
    complete(&part, state, through: state.moments.through(part))
  }

  private func decide(before time: Time, _ state: inout State) {
    guard time >= .zero else { return }
    state.consensus.decide(before: time.nanoseconds, &state.memory, into: &state.beats)
  }

  private func take(_ annotation: Annotation, from slot: Int, _ state: inout State) {
    guard let place = state.inputs.layers.firstIndex(of: slot) else { return }
    let source = quality == nil ? place : place - 1
    guard source >= 0 else {
      watch(annotation, &state)
      return
    }
    guard annotation.kind == .beat, annotation.phase == .point, annotation.time >= .zero
    else { return }
    state.consensus.append(annotation.time.nanoseconds, from: source, &state.memory)
  }

  /// Takes notice of the beginning or the end of a stretch of bad signal.
  private func watch(_ annotation: Annotation, _ state: inout State) {
    guard annotation.phase != .point, labels.contains(annotation.label) else { return }
    for source in channels.indices where channels[source] == annotation.channel {
      state.open[source] = max(0, state.open[source] + (annotation.phase == .begin ? 1 : -1))
      state.consensus.set(source, isGood: state.open[source] == 0, &state.memory)
    }
  }

  private func give(_ part: inout Recording, _ state: inout State) {
    for index in state.beats.indices {
      let beat = state.beats[index]
      let time = max(Time(nanoseconds: beat.time), state.last + Time(nanoseconds: 1))
      state.last = time
      part.channels[state.output].append(beat.agreement, at: time)
      part.channels[state.output + 1].times.append(time)
      for source in beats.indices {
        let bit = UInt16(1) << source
        let sees: Float = beat.seen & bit != 0 ? 1 : 0
        part.channels[state.output + 1].samples.append(beat.asked & bit != 0 ? sees : .nan)
      }
      if beat.isReal {
        part.layers[state.layer].annotations.append(
          Annotation(.beat, at: time, label: Self.label, score: beat.agreement))
      }
    }
  }

  private func complete(_ part: inout Recording, _ state: State, through: Time) {
    part.layers[state.layer].through = through
    part.channels[state.output].through = through
    part.channels[state.output + 1].through = through
  }
}
