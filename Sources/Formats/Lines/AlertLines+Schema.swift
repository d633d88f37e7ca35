public import Configuration
import Signals

extension AlertLines {
  /// The JSON Schema (draft 2020-12) of one line.
  public static var schema: JSON.Value {
    func const(_ value: JSON.Value) -> JSON.Value { .members([("const", value)]) }
    func line(_ type: String, _ members: [(String, JSON.Value)]) -> JSON.Value {
      let all = [("v", const(.number(1))), ("type", const(.string(type))), ("bed", text)] + members
      return .members([
        ("type", .string("object")), ("additionalProperties", .bool(false)),
        ("required", .values(all.map { .string($0.0) })), ("properties", .members(all)),
      ])
    }
    return .members([
      ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
      ("title", .string("Vigil alert line")),
      (
        "description",
        .string(
          "One JSON object a line: stream first, then alerts, end last. Times are seconds from the "
            + "start of the recording. Only heartbeat lines depend on the wall clock.")
      ),
      (
        "oneOf",
        .values([
          line("stream", streamMembers), line("alert", alertMembers),
          line("heartbeat", [("through", number), ("elapsed", nullable), ("open", texts)]),
          line("end", endMembers),
        ])
      ),
    ])
  }

  private static var text: JSON.Value { .members([("type", .string("string"))]) }
  private static var number: JSON.Value { .members([("type", .string("number"))]) }
  private static var nullable: JSON.Value {
    .members([("type", .values([.string("number"), .string("null")]))])
  }
  private static var texts: JSON.Value {
    .members([("type", .string("array")), ("items", text)])
  }
  private static var counts: JSON.Value {
    .members([("type", .string("object")), ("additionalProperties", number)])
  }

  private static func choice(_ values: [String]) -> JSON.Value {
    .members([("enum", .values(values.map { .string($0) }))])
  }

  private static func objects(_ members: [(String, JSON.Value)]) -> JSON.Value {
    let item = JSON.Value.members([
      ("type", .string("object")), ("additionalProperties", .bool(false)),
      ("required", .values(members.map { .string($0.0) })), ("properties", .members(members)),
    ])
    return .members([("type", .string("array")), ("items", item)])
  }

  private static var priority: JSON.Value { choice(Alert.Priority.allCases.map(\.rawValue)) }

  private static var streamMembers: [(String, JSON.Value)] {
    [
      ("notice", text), ("mode", choice(["replay", "live", "simulated"])), ("program", text),
      ("pipeline", text),
      (
        "channels", objects([("name", text), ("kind", text), ("unit", text), ("rate", nullable)])
      ),
      ("alerts", objects([("name", text), ("priority", priority), ("latency", number)])),
    ]
  }

  private static var alertMembers: [(String, JSON.Value)] {
    [
      ("id", text), ("name", text), ("code", nullable),
      ("phase", choice(Alert.Phase.allCases.map(\.rawValue))),
      ("priority", priority), ("category", choice(Alert.Category.allCases.map(\.rawValue))),
      ("onset", number), ("time", number), ("detected", number), ("source", text),
      ("value", nullable), ("unit", text), ("limit", nullable),
    ]
  }

  private static var endMembers: [(String, JSON.Value)] {
    [
      ("reason", text), ("through", number), ("alerts", counts), ("inhibited", counts),
      ("open", texts),
    ]
  }
}
