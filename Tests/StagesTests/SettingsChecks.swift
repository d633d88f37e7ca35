import Configuration
import Pipelines
import Signals
import Stages
import Testing

/// What must hold of the settings of every stage in the catalogue.
@Suite struct SettingsChecks {
  static let names = catalogue.stages.map { $0.name }

  @Test(arguments: names) func everySettingIsExplained(name: String) throws {
    let stage = try #require(catalogue[name])
    #expect(stage.summary.hasSuffix("."))
    func check(_ parameters: [Parameter]) {
      for parameter in parameters {
        #expect(parameter.help.hasSuffix("."), "\(parameter.key)")
        if case .object(let inner, _) = parameter.kind { check(inner) }
        if case .list(let inner) = parameter.kind { check(inner) }
      }
    }
    check(catalogue.parameters(of: stage))
    for definition in catalogue.definitions { check(definition.parameters) }
  }

  /// Reads a stage's settings and gives what was reported.
  private func problems(_ name: String, _ members: [JSON.Member]) throws -> [String] {
    let stage = try #require(catalogue[name])
    let text = SourceText(path: "s.json", JSON.Value.object(members).line)
    var settings = Settings(try JSON.parse(text), in: text, path: "s")
    _ = stage.init(&settings)
    settings.finish()
    return settings.diagnostics.map(\.message)
  }

  @Test(arguments: names) func everyBoundIsEnforced(name: String) throws {
    let stage = try #require(catalogue[name])
    for parameter in catalogue.parameters(of: stage) {
      for value in parameter.refused {
        let messages = try problems(name, [JSON.Member(parameter.key, value)])
        #expect(
          messages.contains { $0.contains("'s.\(parameter.key)") },
          "\(parameter.key): \(value.line) was taken")
      }
      for value in parameter.accepted {
        let messages = try problems(name, [JSON.Member(parameter.key, value)])
        #expect(!messages.contains { $0.contains("must be between") && $0.contains(parameter.key) })
      }
    }
  }

  @Test(arguments: names) func shuffledSettingsNeverTrap(name: String) throws {
    let stage = try #require(catalogue[name])
    let parameters = catalogue.parameters(of: stage)
    var random = SplitMix(state: 7)
    var whole = SyntheticRecording.whole
    for slot in 0..<3 {
      whole.channels[slot].samples.removeLast(whole.channels[slot].count * 9 / 10)
    }
    for _ in 0..<300 {
      let members: [JSON.Member] = parameters.compactMap { parameter in
        if !parameter.isRequired, Bool.random(using: &random) { return nil }
        return JSON.Member(parameter.key, parameter.random(depth: 3, &random))
      }
      let all = JSON.Value.object([JSON.Member("stage", .string(name))] + members)
      let text = JSON.Value.members([("stages", .values([all]))]).line
      do {
        let pipeline = try Pipeline(SourceText(path: "s.json", text), catalogue: catalogue)
        _ = try Outcome(pipeline, over: whole, on: SyntheticRecording.layout)
      } catch let problems as Diagnostics {
        #expect(!problems.all.isEmpty)
      }
    }
  }
}

extension Parameter {
  /// Values that the setting must refuse.
  fileprivate var refused: [JSON.Value] {
    switch kind {
    case .number(let range):
      [
        .number(range.lowerBound - max(1, abs(range.lowerBound))),
        .number(range.upperBound + max(1, abs(range.upperBound))), .string("1"), .bool(true), .null,
        .values([]),
      ]
    case .integer(let range):
      [
        .number(Double(range.lowerBound) - 1), .number(Double(range.upperBound) + 1),
        .number(Double(range.lowerBound) + 0.5), .string("1"), .null,
      ]
    case .numbers(let range):
      [
        .number(range.lowerBound - 1), .values([.number(range.upperBound + 1)]), .values([]),
        .values([.string("1")]), .null,
      ]
    case .boolean: [.number(1), .string("true"), .null]
    case .string: [.number(1), .string(""), .null, .values([])]
    case .strings: [.number(1), .values([]), .values([.number(1)]), .null]
    case .choice: [.string("neither"), .number(1), .null]
    case .object(_, let shorthand): [.number(1), .null] + (shorthand == nil ? [.string("x")] : [])
    case .list: [.number(1), .members([]), .null]
    case .reference(let name): name.hasPrefix("list of ") ? [.members([])] : [.number(1), .null]
    case .argument: []
    }
  }

  /// The outermost values that the setting must accept.
  fileprivate var accepted: [JSON.Value] {
    switch kind {
    case .number(let range): [.number(range.lowerBound), .number(range.upperBound)]
    case .integer(let range):
      [.number(Double(range.lowerBound)), .number(Double(range.upperBound))]
    default: []
    }
  }

  /// A value that may or may not be allowed.
  fileprivate func random(depth: Int, _ random: inout SplitMix) -> JSON.Value {
    if Int.random(in: 0..<12, using: &random) == 0, let bad = refused.randomElement(using: &random)
    {
      return bad
    }
    let names = ["II", "V1", "ABP", "SpO2", "lactate", "QRS", "pulse", "quality", "N", "gap", "s"]
    let name = names.randomElement(using: &random) ?? "II"
    func object(_ parameters: [Parameter], _ random: inout SplitMix) -> JSON.Value {
      var members: [JSON.Member] = []
      for parameter in parameters
      where parameter.isRequired || Int.random(in: 0..<4, using: &random) == 0 {
        members.append(JSON.Member(parameter.key, parameter.random(depth: depth - 1, &random)))
      }
      return .object(members)
    }
    switch kind {
    case .number(let range):
      let choices = [
        range.lowerBound, range.upperBound, standard?.number ?? range.lowerBound,
        Double.random(in: range, using: &random), min(range.upperBound, max(range.lowerBound, 4)),
      ]
      return .number(choices.randomElement(using: &random) ?? 0)
    case .integer(let range):
      let choices = [
        range.lowerBound, range.upperBound, Int.random(in: range, using: &random),
        Int(standard?.number ?? Double(range.lowerBound)),
      ]
      return .number(Double(choices.randomElement(using: &random) ?? 0))
    case .numbers(let range):
      return .values([.number(Double.random(in: range, using: &random))])
    case .boolean: return .bool(Bool.random(using: &random))
    case .string, .argument: return .string(name)
    case .strings:
      return .values((names.shuffled(using: &random).prefix(2)).map { .string($0) })
    case .choice(let all): return .string(all.randomElement(using: &random) ?? "")
    case .object(let parameters, _): return object(parameters, &random)
    case .list(let parameters): return .values([object(parameters, &random)])
    case .reference(let reference):
      let isList = reference.hasPrefix("list of ")
      let wanted = isList ? String(reference.dropFirst(8)) : reference
      let definition = catalogue.definitions.first { $0.name == wanted }
      let one = depth > 0 ? object(definition?.parameters ?? [], &random) : .members([])
      return isList ? .values([one]) : one
    }
  }
}

extension JSON.Value {
  fileprivate var number: Double? { if case .number(let number) = self { number } else { nil } }
}
