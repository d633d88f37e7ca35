public import Configuration
public import Signals

/// The lines of JSON that a watched recording gives: `stream` first, `alert`…, `end` last.
///
/// They hold event time only, so the same recording gives the same bytes however it is cut and
/// however fast it is replayed. The schema is `docs/schema/alerts.schema.json`.
public struct AlertLines: Sendable {
  /// Where the samples come from.
  public enum Mode: String, Sendable { case replay, live, simulated }

  private let bed: String
  private let pipeline: String
  private var tally = AlertTally()

  /// Lines for one bed, watched by the pipeline with this digest.
  public init(bed: String, pipeline: String) {
    self.bed = bed
    self.pipeline = pipeline
  }

  /// The first line: what is watched, by what, and how late each alert can be.
  public func stream(
    _ header: Header, mode: Mode, program: String, notice: String, alerts: [AlertDescription]
  ) -> JSON.Value {
    .members([
      ("v", .number(1)), ("type", .string("stream")), ("bed", .string(bed)),
      ("notice", .string(notice)), ("mode", .string(mode.rawValue)),
      ("program", .string(program)), ("pipeline", .string(pipeline)),
      (
        "channels",
        .values(
          header.layout.channels.map { channel in
            .members([
              ("name", .string(channel.name)), ("kind", .string(channel.kind.rawValue)),
              ("unit", .string(channel.unit.rawValue)),
              ("rate", channel.rate.map { .number($0.hertz) } ?? .null),
            ])
          })
      ),
      (
        "alerts",
        .values(
          alerts.map {
            .members([
              ("name", .string($0.name)), ("priority", .string($0.priority.rawValue)),
              ("latency", .number($0.latency.seconds)),
            ])
          })
      ),
    ])
  }

  /// The line of one alert; times are seconds from the start of the recording.
  public mutating func alert(_ alert: Alert) -> JSON.Value {
    tally.take(alert)
    let code = EventCode(named: alert.name)
    return .members([
      ("v", .number(1)), ("type", .string("alert")), ("bed", .string(bed)),
      ("id", .string(identifier(of: alert))), ("name", .string(alert.name)),
      ("code", code.map { .number(Double($0.code)) } ?? .null),
      ("phase", .string(alert.phase.rawValue)), ("priority", .string(alert.priority.rawValue)),
      ("category", .string(alert.category.rawValue)), ("onset", .number(alert.onset.seconds)),
      ("time", .number(alert.time.seconds)), ("detected", .number(alert.detected.seconds)),
      ("source", .string(alert.source)), ("value", .finite(alert.value)),
      ("unit", .string(alert.unit.rawValue)), ("limit", .finite(alert.limit)),
    ])
  }

  /// The last line: why it ends, how far it came, what was raised, and what is still open.
  public func end(reason: String, through: Time) -> JSON.Value {
    .members([
      ("v", .number(1)), ("type", .string("end")), ("bed", .string(bed)),
      ("reason", .string(reason)), ("through", .number(through.seconds)),
      ("alerts", .members(tally.counts.map { ($0.name, .number(Double($0.started))) })),
      (
        "inhibited",
        .members(
          tally.counts.filter { $0.inhibited > 0 }
            .map { ($0.name, .number(Double($0.inhibited))) })
      ),
      ("open", .values(tally.open.map { .string(identifier(of: $0)) })),
    ])
  }

  /// A line that says the program is alive: the only one that depends on the wall clock.
  public func heartbeat(through: Time, elapsed: Double) -> JSON.Value {
    .members([
      ("v", .number(1)), ("type", .string("heartbeat")), ("bed", .string(bed)),
      ("through", .number(through.seconds)), ("elapsed", .finite(elapsed)),
      ("open", .values(tally.open.map { .string(identifier(of: $0)) })),
    ])
  }

  /// One identifier for all that is said of one alarm, the same in every run.
  private func identifier(of alert: Alert) -> String {
    let digest = Digest.sha256("\(bed)\n\(pipeline)\n\(alert.name)\n\(alert.onset.nanoseconds)")
    return String(digest.dropFirst("sha256:".count).prefix(16))
  }

  /// How many alerts have been raised, by name, in the order of their first.
  public var raised: [(name: String, count: Int)] { tally.counts.map { ($0.name, $0.started) } }
}

extension JSON.Value {
  /// A number of single precision in the digits that tell it from its neighbours, or null.
  fileprivate static func finite(_ number: Float) -> JSON.Value {
    .finite(Double("\(number)") ?? .nan)
  }
}
