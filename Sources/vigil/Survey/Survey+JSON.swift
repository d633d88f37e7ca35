import Configuration
import Formats
import Signals
import Surveys

extension Survey {
  /// The survey for programs; `docs/reference/info.md` says what each member is.
  func json(_ name: String) -> JSON.Value {
    .members([
      ("recording", .string(name)), ("layout", .string(layout)),
      ("duration", .time(header.duration)), ("simulated", .bool(header.isSimulated)),
      ("clock", header.clock.map { Survey.json($0) } ?? .null),
      (
        "channels",
        .values(
          channels.indices.map { channels[$0].json(times: times[$0], origins: origins[$0]) })
      ),
      ("layers", .values(layers.map(\.json))), ("references", .values(references.map(\.json))),
      ("isolation", isolation.json),
    ])
  }

  /// The clock without the date, by which a patient could be known.
  private static func json(_ clock: WallClock) -> JSON.Value {
    .members([
      ("offset", .number(Double(clock.offset))),
      (
        "jumps",
        .values(clock.jumps.map { .members([("at", .time($0.position)), ("by", .time($0.by))]) })
      ),
    ])
  }
}

extension LayerTally {
  fileprivate var json: JSON.Value {
    .members([
      ("name", .string(name)), ("annotations", .count(count)),
      (
        "labels",
        .values(
          ranked.map { .members([("label", .string($0.label)), ("count", .count($0.count))]) })
      ),
      ("otherLabels", .count(others)),
    ])
  }
}

extension ChannelSurvey {
  fileprivate func json(times: TimeFindings, origins: [Origin]) -> JSON.Value {
    .members([
      ("name", .string(description.name)), ("kind", .string(description.kind.rawValue)),
      ("lead", description.lead.map { .string($0) } ?? .null),
      ("unit", .string(description.unit.rawValue)),
      ("rate", description.rate.map { .number($0.hertz) } ?? .null),
      ("interval", description.rate == nil ? intervals.json : .null),
      ("width", .count(description.width)), ("samples", .count(count)),
      ("missing", .count(missing)), ("missingShare", .finite(missingShare)),
      ("infinite", .count(infinite)), ("first", .optional(first.map { .time($0) })),
      ("last", .optional(last.map { .time($0) })), ("gaps", gaps.json),
      ("lowest", .value(range?.low)), ("highest", .value(range?.high)),
      ("percentiles", percentiles),
      ("constant", .bool(extremes.isConstant)),
      ("clippedShare", .finite(clippedShare)),
      ("amplitude", .optional(Amplitude(self)?.json)),
      ("times", times.json), ("origins", .values(origins.map(\.json))),
    ])
  }

  private var percentiles: JSON.Value {
    .members(
      [("1", 0.01), ("50", 0.5), ("99", 0.99)].map { ($0, .value(values.quantile($1))) })
  }
}

extension Intervals {
  fileprivate var json: JSON.Value {
    .members([
      ("median", .optional(median.map { .finite($0) })),
      ("longest", .optional(longest.map { .time($0.length) })),
      ("longestAt", .optional(longest.map { .time($0.start) })),
    ])
  }
}

extension Gaps {
  fileprivate var json: JSON.Value {
    .members([
      ("count", .count(count)), ("total", .time(total)),
      ("longest", .optional(longest.map { .time($0.length) })),
      ("longestAt", .optional(longest.map { .time($0.start) })),
      (
        "first",
        .values(first.map { .members([("at", .time($0.start)), ("length", .time($0.length))]) })
      ),
    ])
  }
}

extension Amplitude {
  fileprivate var json: JSON.Value {
    .members([
      ("plausible", .bool(isPlausible)), ("quantity", .string(range.quantity)),
      ("measure", .string(range.measure.rawValue)), ("value", .finite(value)),
      (
        "usual",
        .members([
          ("low", .number(range.range.lowerBound)), ("high", .number(range.range.upperBound)),
          ("unit", .string(range.unit.rawValue)),
        ])
      ),
      ("likelyUnit", .optional(likelyUnit.map { .string($0.rawValue) })),
      ("factor", .optional(factor.map { .finite($0) })),
      ("source", .string(range.source)),
    ])
  }
}

extension JSON.Value {
  fileprivate static func time(_ time: Time) -> JSON.Value { .number(time.seconds) }
  fileprivate static func count(_ count: Int) -> JSON.Value { .number(Double(count)) }
  fileprivate static func optional(_ value: JSON.Value?) -> JSON.Value { value ?? .null }
  fileprivate static func value(_ value: Float?) -> JSON.Value {
    value.map { .finite($0.decimal) } ?? .null
  }
}

extension Origin {
  /// What is known, where it stands, and how it is spelled there.
  fileprivate var json: JSON.Value {
    .members([("what", .string(what)), ("place", .string(place)), ("text", .string(spelling))])
  }

  /// How it is spelled, but for moments, by which a patient could be known.
  var spelling: String { isMoment ? "" : text.printable }

  private var isMoment: Bool { what.hasPrefix("origin of times") || what.hasPrefix("start") }
}
