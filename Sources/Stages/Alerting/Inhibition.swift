import Configuration
import Pipelines
import Signals

/// What keeps an alarm from being announced: that its channel cannot show the patient, while
/// another channel shows a pulse.
///
/// Only a lead that is off, its flat line, saturation and absent samples count, never low quality,
/// and without a pulse nothing does: when all channels are silent the patient is the likelier cause.
/// When the channel shows the patient again, it has as long to show a beat as the condition waits.
struct Inhibition: Sendable {
  /// The labels of the stretches of quality that may inhibit.
  static let grounds = ["lead off", "flat line", "saturation", "gap"]

  let quality: String
  let labels: [String]
  let channel: ChannelSelection
  let pulse: [String]
  let validity: Time

  /// Reads the object.
  init(_ settings: inout Settings) {
    quality = settings.string("quality", "The layer with the stretches of bad signal.")
    labels = settings.strings(
      "labels", default: Self.grounds,
      "The labels that inhibit: 'lead off', 'flat line', 'saturation' and 'gap', or some of them.")
    channel =
      settings.object(
        "channel", required: true, shorthand: "name",
        "The channel whose bad signal inhibits the alarm: of several that fit, the one named first."
      ) { ChannelSelection(&$0) } ?? ChannelSelection()
    pulse = settings.strings(
      "pulse", "The layers of beats that come from other cardiac channels.")
    let seconds = settings.number(
      "pulseWithin", in: 0.5...5, default: 2.5, unit: "s", "How long a beat counts as a pulse.")
    validity = Time(seconds: seconds)
    for label in labels where !Self.grounds.contains(label) {
      settings.refuse(
        "labels",
        "may hold 'lead off', 'flat line', 'saturation' and 'gap' only, not '\(label)'")
    }
  }

  /// Adds what is watched; throws what the layout lacks.
  func collect(_ inputs: inout Inputs, in layout: Layout, key: String) throws(Mismatch) {
    let slot = try layout.layer(quality, key: key)
    // Not every stage of quality tells all the grounds apart, and the default names them all.
    try layout.layers[slot].checkAny(of: labels, key: key)
    inputs.insert(layer: slot)
    _ = try channel.first(in: layout, key: key)
    for name in pulse {
      let slot = try layout.layer(name, key: key)
      try layout.layers[slot].checkBeats(key: key)
      inputs.insert(layer: slot)
    }
  }
}

/// An inhibition on the way through a recording.
struct WatchedInhibition: Sendable {
  private let inhibition: Inhibition
  private let channel: String?
  private let quality: Int?
  private let pulse: [Int]
  /// How long the inhibition outlasts the bad signal.
  private let recovery: Time
  private var open = 0
  private var recovered = Time.distantPast
  private var last = Time.distantPast

  /// The inhibition, before anything was seen, of an alarm whose condition waits `recovery`.
  init(_ inhibition: Inhibition, recovery: Time, on layout: Layout) {
    self.inhibition = inhibition
    self.recovery = recovery
    channel = (try? inhibition.channel.first(in: layout)).map { layout.channels[$0].name }
    quality = layout.layers.firstIndex { $0.name == inhibition.quality }
    pulse = layout.layers.indices.filter { inhibition.pulse.contains(layout.layers[$0].name) }
  }

  /// Takes notice of an annotation of the layer in `slot`.
  mutating func see(_ annotation: Annotation, from slot: Int) {
    if pulse.contains(slot), annotation.kind == .beat, annotation.phase == .point {
      last = annotation.time
    }
    guard slot == quality, annotation.channel == channel,
      inhibition.labels.contains(annotation.label)
    else { return }
    switch annotation.phase {
    case .begin: open += 1
    case .end:
      open = max(0, open - 1)
      if open == 0 { recovered = annotation.time + recovery }
    case .point: return
    }
  }

  /// Whether the alarm must not be announced at a moment.
  func holds(at time: Time) -> Bool { time < end }

  /// The next moment after `time` at which the inhibition can cease by itself.
  func next(after time: Time) -> Time { holds(at: time) ? end : .distantFuture }

  /// When the inhibition ceases unless something is seen before.
  private var end: Time {
    let pulse = last + inhibition.validity
    return open > 0 ? pulse : min(pulse, recovered)
  }
}
