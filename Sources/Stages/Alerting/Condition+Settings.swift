import Configuration
import Signals

extension Condition {
  /// The keys that name a condition, with the keys that may stand beside each.
  private static let companions: [(key: String, others: [String])] = [
    ("channel", ["value", "above", "atLeast", "below", "unit", "hold"]),
    ("since", ["label", "atLeast", "unit"]),
    ("count", ["label", "in", "atLeast"]),
    ("during", ["layer", "channel"]),
    ("all", []), ("any", []), ("not", []),
  ]

  /// Reads an object that holds one condition.
  init(_ settings: inout Settings) {
    let channel = settings.optionalString(
      "channel", "The channel whose latest value is compared, or that a stretch is about.")
    let value = settings.optionalString(
      "value", "Which value of a channel that has several, by its name.")
    let range = -1e9...1e9
    let above = settings.optionalNumber("above", in: range, "The value must be more than this.")
    let atLeast = settings.optionalNumber(
      "atLeast", in: range,
      "The value, the seconds since or the count must be this or more.")
    let below = settings.optionalNumber("below", in: range, "The value must be less than this.")
    let unit = settings.optionalString(
      "unit", "The unit of the limit, which must be that of the channel; 's' beside 'since'.")
    let hold = settings.optionalNumber(
      "hold", in: 0.001...86_400, unit: "s",
      "How long a value counts when none follows; without it, until the next.")
    let since = settings.optionalString(
      "since", "The layer or channel that has had nothing for 'atLeast' seconds.")
    let count = settings.optionalString(
      "count", "The layer that has had 'atLeast' annotations 'in' so many seconds.")
    let span = settings.optionalNumber(
      "in", in: 0.001...86_400, unit: "s", "The time over which annotations are counted.")
    let labels = settings.strings(
      "label", default: [], "The labels that count, of 'since' and 'count'; without any, all.")
    let during = settings.strings(
      "during", default: [], "The labels of the stretches of 'layer' that must be open.")
    let layer = settings.optionalString("layer", "The layer that holds the stretches of 'during'.")
    let all = settings.list("all", reference: "condition", "Conditions that must all hold.") {
      Condition(&$0)
    }
    let any = settings.list("any", reference: "condition", "Conditions of which one must hold.") {
      Condition(&$0)
    }
    let not = settings.object("not", reference: "condition", "The condition that must not hold.") {
      Condition(&$0)
    }
    let persistence = settings.number(
      "for", in: 0...86_400, default: 0, unit: "s",
      "How long the condition must have held without a break.")

    self.persistence = Time(seconds: persistence)
    test = .junction(.any, [])
    switch Self.kind(&settings) {
    case "channel":
      guard let channel else { return }
      let limits = [
        above.map { (Relation.above, $0) }, atLeast.map { (.atLeast, $0) },
        below.map { (.below, $0) },
      ].compactMap(\.self)
      guard limits.count == 1 else {
        settings.refuse("channel", "needs one limit beside it: 'above', 'atLeast' or 'below'")
        return
      }
      test = .compare(
        channel: channel, value: value, limits[0].0, Float(limits[0].1), unit: unit,
        hold: hold.map { Time(seconds: $0) } ?? .distantFuture)
    case "since":
      guard let since else { return }
      if let unit, unit != "s" { settings.refuse("unit", "must be 's' beside 'since'") }
      guard let atLeast, (0.001...86_400).contains(atLeast) else {
        settings.refuse("atLeast", "must be between 0.001 and 86400 s beside 'since'")
        return
      }
      test = .since(name: since, labels: labels, Time(seconds: atLeast))
    case "count":
      guard let count else { return }
      guard let number = atLeast.flatMap({ Int(exactly: $0) }), (1...1000).contains(number) else {
        settings.refuse("atLeast", "must be a whole number between 1 and 1000 beside 'count'")
        return
      }
      guard let span else {
        settings.refuse("in", "must be given beside 'count'")
        return
      }
      test = .count(layer: count, labels: labels, within: Time(seconds: span), number)
    case "during":
      guard let layer else {
        settings.refuse("layer", "must be given beside 'during'")
        return
      }
      test = .during(labels: during, layer: layer, channel: channel)
    case "all": test = Self.junction(.all, all, "all", &settings)
    case "any": test = Self.junction(.any, any, "any", &settings)
    case "not": test = .junction(.not, not.map { [$0] } ?? [])
    default: return
    }
  }

  /// The key that says what the condition is; refuses whatever does not go with it.
  private static func kind(_ settings: inout Settings) -> String? {
    let heads = companions.dropFirst().filter { settings.has($0.key) }
    guard let chosen = heads.first ?? (settings.has("channel") ? companions[0] : nil) else {
      let others = companions.dropFirst().map { "'\($0.key)'" }.joined(separator: ", ")
      settings.refuse("channel", "or another condition must be given: \(others)")
      return nil
    }
    for other in heads.dropFirst() {
      settings.refuse(
        other.key, "cannot stand beside '\(chosen.key)'; 'all' and 'any' join conditions")
    }
    for key in ["channel", "layer"] + companions[0].others + ["label", "in"]
    where key != chosen.key && !chosen.others.contains(key) && settings.has(key) {
      settings.refuse(key, "does not go with '\(chosen.key)'")
    }
    return chosen.key
  }

  private static func junction(
    _ junction: Junction, _ parts: [Condition], _ key: String, _ settings: inout Settings
  ) -> Test {
    if parts.isEmpty { settings.refuse(key, "must hold at least one condition") }
    return .junction(junction, parts)
  }
}
