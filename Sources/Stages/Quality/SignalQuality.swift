import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Says where channels are flat, saturated or missing, and where a lead is off.
///
/// That a lead is off is seen as nearly all of `leadOffFor` at a rail, stated or learned: electrodes
/// that come off leave many amplifiers there. Others show a flat line instead, and a lead that picks up
/// mains or movement beside its rails is not seen to be off. A flat line is said of every channel for
/// itself: whether it is the electrode or the heart, the other channels tell, and the alarm that asks
/// them (``Inhibition``).
struct SignalQuality: Stage {
  static let name = "quality"
  static let summary =
    "Says where channels are flat, saturated, off or missing, as a layer of annotations."

  static let example = StageExample(
    #"{ "stage": "quality", "low": -4.9, "high": 4.9 }"#,
    scene: #"""
      "events": [
        { "event": "lead-off", "channel": "II", "from": 4, "for": 2.5 },
        { "event": "gap", "channel": "II", "from": 9, "for": 2 },
        { "event": "lead-off", "channel": "II", "from": 14, "for": 3, "shows": "flat" } ]
      """#, seconds: 1...19)

  private let channels: ChannelSelection
  private let flatRange: Double
  private let flatFor: Double
  private let rails: RailSettings
  private let saturatedShare: Double
  private let saturatedIn: Double
  private let leadOffFor: Double?
  private let gapShare: Double
  private let gapIn: Double
  private let output: String

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .ecg), "The channels to look at.")
    flatRange = settings.number(
      "flatRange", in: 1e-6...1e6, default: 0.02,
      "The range, in the channel's unit, within which a signal counts as flat.")
    flatFor = settings.number(
      "flatFor", in: 0.2...60, default: 2, unit: "s", "How long a flat line stays within it.")
    rails = RailSettings(&settings)
    saturatedShare = settings.number(
      "saturatedShare", in: 0.01...1, default: 0.3,
      "The share of samples at a rail that counts as saturation.")
    saturatedIn = settings.number(
      "saturatedIn", in: 0.02...60, default: 0.5, unit: "s", "The time that share is of.")
    leadOffFor = settings.optionalNumber(
      "leadOffFor", in: 0.1...60, unit: "s",
      "The time at a rail, but for a twentieth, after which a lead counts as off; without it that is"
        + " never said.")
    gapShare = settings.number(
      "gapShare", in: 0.01...1, default: 0.5, "The share of missing samples that counts as a gap.")
    gapIn = settings.number(
      "gapIn", in: 0.02...60, default: 0.5, unit: "s", "The time that share is of.")
    output = settings.string("output", default: "quality", "The name of the layer.")
    if leadOffFor != nil, rails.isEmpty {
      settings.refuse("leadOffFor", "needs rails: 'low', 'high' or 'railHold'")
    }
  }

  private func watches(on layout: Layout) throws(Mismatch) -> [QualityWatch] {
    var watches: [QualityWatch] = []
    for slot in try channels.all(in: layout) {
      let channel = layout.channels[slot]
      let rate = try channel.wave(key: "channels")
      func samples(_ seconds: Double) -> Int { max(1, Int((seconds * rate.hertz).rounded())) }
      let window = samples(flatFor)
      var shares: [(String, SampleShare)] = []
      if !rails.isEmpty {
        let kind = SampleShare.Kind.saturated(rails.rails(at: rate.hertz))
        shares.append(
          ("saturation", SampleShare(of: kind, share: saturatedShare, window: samples(saturatedIn)))
        )
        if let leadOffFor {
          shares.append(
            ("lead off", SampleShare(of: kind, share: 0.95, window: samples(leadOffFor))))
        }
      }
      shares.append(("gap", SampleShare(of: .missing, share: gapShare, window: samples(gapIn))))
      watches.append(
        QualityWatch(
          slot: slot, channel: channel.name, rate: rate,
          flat: FlatLine(
            window: window, tolerance: Float(flatRange), bridge: min(window - 1, samples(0.1))),
          shares: shares))
    }
    return watches
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    var delay = Time.zero
    let watches = try watches(on: layout)
    for watch in watches {
      delay = max(delay, layout.channels[watch.slot].delay + watch.delay)
    }
    var layout = layout
    try layout.add(
      LayerDescription(
        name: output, delay: delay, kind: .quality, labels: watches.first?.labels ?? []),
      key: "output")
    return layout
  }

  struct State: Sendable {
    var watches: [QualityWatch]
    var layer: Int
    var held = HeldAnnotations()
  }

  func start(on layout: Layout) -> State {
    do {
      return State(watches: try watches(on: layout), layer: layout.layers.count)
    } catch {
      preconditionFailure("a layout is checked before it is run: \(error.message)")
    }
  }

  /// So many annotations of a channel may come at once before more room is made.
  private static let room = 16

  func process(_ part: inout Recording, _ state: inout State) {
    part.layers[state.layer].annotations.reserveCapacity(Self.room * state.watches.count)
    var through = Time.distantFuture
    for index in state.watches.indices {
      let slot = state.watches[index].slot
      state.watches[index].process(part.channels[slot], into: &state.held)
      through = min(through, part.channels[slot].through - state.watches[index].delay)
    }
    state.held.release(before: through, into: &part.layers[state.layer])
  }

  func finish(_ part: inout Recording, _ state: inout State) {
    var through = Time.distantPast
    for watch in state.watches { through = max(through, part.channels[watch.slot].through) }
    state.held.release(before: through, into: &part.layers[state.layer])
  }
}
