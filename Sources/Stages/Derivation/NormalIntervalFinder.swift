import Configuration
import Pipelines
import Signals

/// The rule by which an interval between two beats is an NN interval, as pipelines state it.
struct NormalIntervalRule: Sendable {
  /// Over how many intervals the median is taken that a normal one is near.
  static let neighbours = 9

  let labels: [String]
  let shortest: Time
  let longest: Time
  let change: Double?
  let quality: String?
  let channel: String?

  init(_ settings: inout Settings) {
    labels = settings.strings(
      "normal", default: ["N", "beat"], "The labels of normal beats.")
    shortest = Time(
      seconds: settings.number(
        "shortest", in: 0.1...1, default: 0.3, unit: "s",
        "The shortest interval that is not taken for a beat too many."))
    longest = Time(
      seconds: settings.number(
        "longest", in: 0.5...10, default: 2, unit: "s",
        "The longest interval that is not taken for a beat missed."))
    change = settings.optionalNumber(
      "change", in: 0.05...1,
      "The share by which a normal interval differs at most from the median of the latest"
        + " \(Self.neighbours), itself included; without it the labels alone tell ectopic beats.")
    quality = settings.optionalString(
      "quality", "A layer of stretches of bad signal: intervals that touch one do not count.")
    channel = settings.optionalString(
      "qualityOf", "The channel whose stretches count; without it those of all channels do.")
    if shortest >= longest { settings.refuse("longest", "must be above 'shortest'") }
    if channel != nil, quality == nil { settings.refuse("qualityOf", "needs 'quality'") }
  }

  func isNormal(_ label: String) -> Bool { labels.contains(label) }
}

/// Tells the NN intervals among beats as they come.
struct NormalIntervalFinder: Sendable {
  private let rule: NormalIntervalRule
  private var latest: RunningMedian
  private var last: (time: Time, isNormal: Bool)?
  /// How many stretches of bad signal are open, and when the latest that was closed ended.
  private var open = 0
  private var recovered = Time.distantPast

  init(_ rule: NormalIntervalRule) {
    self.rule = rule
    latest = RunningMedian(of: NormalIntervalRule.neighbours)
  }

  /// Takes a beginning or an end of a stretch of bad signal.
  mutating func take(quality annotation: Annotation) {
    if let channel = rule.channel, annotation.channel != channel { return }
    switch annotation.phase {
    case .begin: open += 1
    case .end:
      open = max(0, open - 1)
      recovered = annotation.time
    case .point: recovered = annotation.time
    }
  }

  /// Takes a beat: when the NN interval began that ends with it, if one does.
  mutating func take(beat annotation: Annotation) -> Time? {
    let isNormal = rule.isNormal(annotation.label)
    defer { last = (annotation.time, isNormal) }
    guard let last else { return nil }
    let length = annotation.time - last.time
    guard length >= rule.shortest, length <= rule.longest else { return nil }
    var isNear = true
    if let change = rule.change {
      latest.append(Float(length.seconds))
      isNear = abs(length.seconds / Double(latest.median) - 1) <= change
    }
    guard isNormal, last.isNormal, isNear, open == 0, recovered < last.time else { return nil }
    return last.time
  }

  /// When the latest beat was.
  var lastBeat: Time? { last?.time }
}
