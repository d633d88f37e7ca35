import Configuration
import Testing

extension JSON {
  /// What a value breaks of a schema, in the part of JSON Schema that the program writes.
  fileprivate func violations(of schema: JSON, at path: String = "") -> [String] {
    var found: [String] = []
    if let fixed = schema["const"], fixed.value.line != value.line {
      found.append("\(path) must be \(fixed.value.line)")
    }
    if let choices = schema["enum"]?.items,
      !choices.contains(where: { $0.value.line == value.line })
    {
      found.append("\(path) must be one of \(choices.map(\.value.line))")
    }
    if let type = schema["type"] {
      let types = (type.items ?? [type]).map(\.value.line)
      if !types.contains("\"\(schemaType)\"") { found.append("\(path) must be of type \(types)") }
    }
    if let branches = schema["oneOf"]?.items {
      let results = branches.map { violations(of: $0, at: path) }
      // Of several branches the one that is meant is the one that breaks least.
      if results.count(where: \.isEmpty) != 1 {
        found += results.min { $0.count < $1.count } ?? []
      }
    }
    for (index, item) in (items ?? []).enumerated() {
      if let rule = schema["items"] { found += item.violations(of: rule, at: "\(path)[\(index)]") }
    }
    guard case .object(let members) = value else { return found }
    for key in schema["required"]?.items ?? [] {
      if case .string(let key) = key.value, self[key] == nil {
        found.append("\(path).\(key) missing")
      }
    }
    for member in members {
      let place = "\(path).\(member.key)"
      if let rule = schema["properties"]?[member.key] {
        found += member.value.violations(of: rule, at: place)
      } else if let rule = schema["additionalProperties"] {
        if case .bool(let allowed) = rule.value {
          if !allowed { found.append("\(place) is unknown") }
        } else {
          found += member.value.violations(of: rule, at: place)
        }
      }
    }
    return found
  }

  private var items: [JSON]? { if case .array(let items) = value { items } else { nil } }

  private var schemaType: String {
    switch value {
    case .null: "null"
    case .bool: "boolean"
    case .number: "number"
    case .string: "string"
    case .array: "array"
    case .object: "object"
    }
  }
}

@Suite struct SchemaTests {
  private func violations(_ line: String) throws -> [String] {
    let schema = try JSON.parse(
      SourceText(path: "schema", try contents(of: root + "/docs/schema/alerts.schema.json")))
    return try JSON.parse(SourceText(path: "line", line)).violations(of: schema)
  }

  @Test(
    arguments: names(in: root + "/fixtures").filter { !$0.contains(".") && !$0.contains("arr") })
  func everyLineFitsTheSchema(name: String) throws {
    let lines = try contents(of: "\(root)/fixtures/\(name)/expected.jsonl").split(separator: "\n")
    #expect(lines.count >= 2)
    for line in lines { #expect(try violations(String(line)) == []) }
  }

  @Test func heartbeatsFitTheSchema() throws {
    let outcome = try vigil(
      "monitor", "fixtures/asystole/pipeline.json", "fixtures/asystole/recording.h5",
      "--heartbeat", "0.001")
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.contains { $0.contains(#""type":"heartbeat""#) })
    for line in lines { #expect(try violations(line) == []) }
  }

  @Test func aLineThatBreaksTheSchemaIsFound() throws {
    #expect(
      try violations(
        #"{"v":1,"type":"end","bed":"1","reason":7,"through":1,"alerts":{},"open":[],"x":1}"#)
        == [".inhibited missing", #".reason must be of type ["\"string\""]"#, ".x is unknown"])
  }
}
