import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Measures how good channels are, by indices over windows.
///
/// A vector has the time of the last sample of its window. Windows and the time between vectors are
/// whole numbers of half segments, each rounded to whole samples. Beats that precede the channel's
/// first sample do not count. Scores, none of them calibrated: see ``QualityIndices``.
struct QualityVectors: Stage {
  static let name = "quality-indices"
  static let summary =
    "Measures how good channels are over a sliding window, by indices such as kSQI, pSQI and bSQI."

  static let example = StageExample(
    #"""
    { "stage": "quality-indices", "indices": ["kSQI", "pSQI", "basSQI", "powerline", "flat", "missing"] }
    """#,
    scene: #"""
      "events": [
        { "event": "noise", "channel": "II", "from": 15, "for": 12, "spectrum": "muscle", "snr": -3 },
        { "event": "noise", "channel": "II", "from": 35, "for": 10, "spectrum": "mains" },
        { "event": "gap", "channel": "II", "from": 52, "for": 5 } ]
      """#, seconds: 0...65)

  private let channels: ChannelSelection
  private let indices: [QualityIndices.Index]
  private let window: Double
  private let segment: Double
  private let every: Double
  private let mains: Double
  private let flatRange: Double
  private let flatFor: Double
  private let rails: RailSettings
  private let beats: [String]
  private let output: String

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .ecg), "The channels to measure, each by itself.")
    let names = settings.strings(
      "indices", default: ["kSQI", "pSQI", "basSQI", "powerline", "flat", "missing"],
      "What a vector holds, of 'kSQI' (kurtosis), 'sSQI' (skewness), 'pSQI' (power at 5–15 Hz of that"
        + " at 5–40 Hz), 'basSQI' (power above 1 Hz of that up to 40 Hz), 'powerline' (power within"
        + " 1 Hz of the mains of that at 5–100 Hz), the shares of samples that are 'flat', 'saturated'"
        + " and 'missing', 'template' (mean correlation of beats to their mean) and 'bSQI' (share of"
        + " beats that two detectors agree on).")
    window = settings.number(
      "window", in: 1...600, default: 10, unit: "s", "The time that a vector is of.")
    segment = settings.number(
      "segment", in: 0.5...60, default: 4, unit: "s",
      "The time of one transform: windows are covered by segments that overlap by half, and are"
        + " rounded to whole halves of them, at least two.")
    every = settings.number(
      "every", in: 0.25...600, default: 2, unit: "s",
      "The time from one vector to the next, rounded to a multiple of half a segment.")
    mains = settings.number(
      "mains", in: 45...65, default: 50, unit: "Hz", "The frequency of the mains.")
    flatRange = settings.number(
      "flatRange", in: 1e-6...1e6, default: 0.02,
      "The range, in the channel's unit, within which a signal counts as flat.")
    flatFor = settings.number(
      "flatFor", in: 0.02...60, default: 0.5, unit: "s", "How long a flat stretch stays within it.")
    rails = RailSettings(&settings)
    beats = settings.strings(
      "beats", default: [],
      "The layers of beats: 'template' is of those of the first, 'bSQI' of the first and the second."
    )
    output = settings.string(
      "output", default: "quality indices",
      "What follows the name of a channel in that of the channel of its vectors.")
    indices = names.compactMap { QualityIndices.Index(rawValue: $0) }
    if settings.isDescribing { return }
    let known = QualityIndices.Index.allCases.map(\.rawValue)
    for name in names where !known.contains(name) {
      settings.refuse("indices", "has no '\(name)'" + suggestion(for: name, among: known))
    }
    if Set(names).count < names.count { settings.refuse("indices", "must differ") }
    if Set(beats).count < beats.count { settings.refuse("beats", "must differ") }
    if segment > window { settings.refuse("segment", "must not be longer than 'window'") }
    if flatFor > window { settings.refuse("flatFor", "must not be longer than 'window'") }
    if indices.contains(.saturated), rails.isEmpty {
      settings.refuse("indices", "has 'saturated' only beside rails: 'low', 'high' or 'railHold'")
    }
    if indices.contains(.template), beats.isEmpty {
      settings.refuse("indices", "has 'template' only beside a layer in 'beats'")
    }
    if indices.contains(.agreement), beats.count < 2 {
      settings.refuse("indices", "has 'bSQI' only beside two layers in 'beats'")
    }
    if beats.count > 2 { settings.refuse("beats", "must be two layers at most") }
  }

  func joins(in layout: Layout) -> Inputs {
    guard !beats.isEmpty, let slots = try? channels.all(in: layout) else { return Inputs() }
    var inputs = Inputs(channels: slots)
    for name in beats {
      if let slot = layout.layers.firstIndex(where: { $0.name == name }) {
        inputs.insert(layer: slot)
      }
    }
    return inputs
  }

  private func measures(of channel: ChannelDescription) throws(Mismatch) -> QualityIndices {
    let rate = try channel.wave(key: "channels").hertz
    guard window * rate < 1e6 else {
      throw Mismatch("window", "holds too many samples of '\(channel.name)'")
    }
    let least = indices.map { $0.leastRate(mains: mains) }.max() ?? 0
    guard rate >= least else {
      throw Mismatch(
        "indices",
        "'\(channel.name)' must have at least \(least) samples per second for these, not \(rate)")
    }
    func samples(_ seconds: Double) -> Int { max(1, Int((seconds * rate).rounded())) }
    return QualityIndices(
      indices, rate: rate, half: samples(segment / 2),
      halves: max(2, Int((2 * window / segment).rounded())),
      stride: max(1, Int((2 * every / segment).rounded())),
      limits: QualityIndices.Limits(
        mains: mains, flatRange: Float(flatRange), flatCount: samples(flatFor),
        rails: rails.rails(at: rate)))
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    let slots = try channels.all(in: layout)
    for name in beats {
      try layout.layers[try layout.layer(name, key: "beats")].checkBeats(key: "beats")
    }
    let joined = joins(in: layout)
    var layout = layout
    for slot in slots {
      let channel = layout.channels[slot]
      _ = try measures(of: channel)
      try layout.add(
        ChannelDescription(
          name: "\(channel.name) \(output)", kind: .other, unit: .one,
          axis: indices.map(\.rawValue),
          delay: beats.isEmpty ? channel.delay : joined.delay(in: layout)), key: "output")
    }
    return layout
  }

  struct State: Sendable {
    var channels: [MeasuredChannel]
    var layers: [Int]
  }

  func start(on layout: Layout) -> State {
    do {
      var state = State(channels: [], layers: [])
      for slot in try channels.all(in: layout) {
        let output = layout.channels.count + state.channels.count
        let measures = try measures(of: layout.channels[slot])
        state.channels.append(MeasuredChannel(slot: slot, output: output, measures: measures))
      }
      for name in beats { state.layers.append(try layout.layer(name, key: "beats")) }
      return state
    } catch {
      preconditionFailure("a layout is checked before it is run: \(error.message)")
    }
  }

  func process(_ part: inout Recording, _ state: inout State) {
    for index in state.channels.indices {
      state.channels[index].process(&part, beats: state.layers)
    }
  }
}

extension QualityIndices.Index {
  /// The least samples per second with which the index says something.
  fileprivate func leastRate(mains: Double) -> Double {
    switch self {
    case .complexes: 50
    case .baseline: 10
    case .powerline: 2 * (mains + 1)
    default: 0
    }
  }
}
