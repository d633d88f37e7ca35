import Configuration

/// Reads the stages of a pipeline, going on after each mistake.
struct PipelineReader {
  private let text: SourceText
  private let catalogue: Catalogue
  private var problems: [Diagnostic] = []
  private(set) var description = ""
  private(set) var layout: String?

  init(_ text: SourceText, _ catalogue: Catalogue) {
    self.text = text
    self.catalogue = catalogue
  }

  mutating func read() throws(Diagnostics) -> [Pipeline.Placed] {
    let json = try JSON.parse(text)
    guard case .object(let members) = json.value else {
      throw Diagnostics([
        Diagnostic(
          error: "a pipeline must be an object, not \(json.kind)",
          at: text.location(of: json.offset))
      ])
    }
    let known = ["$schema", "description", "layout", "stages"]
    for member in members where !known.contains(member.key) {
      report(
        "unknown key '\(member.key)'" + suggestion(for: member.key, among: known), member.keyOffset)
    }
    for key in known.dropLast() {
      guard let member = json[key] else { continue }
      guard case .string(let value) = member.value else {
        report("'\(key)' must be a text, not \(member.kind)", member.offset)
        continue
      }
      if key == "description" { description = value }
      // A name without a dot or a slash is that of a layout, and not of a file.
      if key == "layout" {
        layout = value.contains { $0 == "." || $0 == "/" } ? text.path(of: value) : value
      }
    }
    let stages = readStages(json)
    if !problems.isEmpty { throw Diagnostics(problems) }
    return stages
  }

  private mutating func report(_ message: String, _ offset: Int) {
    problems.append(Diagnostic(error: message, at: text.location(of: offset)))
  }

  private mutating func readStages(_ json: JSON) -> [Pipeline.Placed] {
    guard let list = json["stages"] else {
      report("a pipeline must have a list 'stages'", json.offset)
      return []
    }
    guard case .array(let items) = list.value else {
      report("'stages' must be a list, not \(list.kind)", list.offset)
      return []
    }
    if items.isEmpty { report("'stages' must hold at least one stage", list.offset) }
    return items.enumerated().compactMap { readStage($1, "stages[\($0)]") }
  }

  private mutating func readStage(_ item: JSON, _ path: String) -> Pipeline.Placed? {
    guard case .object = item.value else {
      report("'\(path)' must be an object, not \(item.kind)", item.offset)
      return nil
    }
    guard let field = item["stage"], case .string(let name) = field.value else {
      report("'\(path)' must have a text 'stage', the stage's name", item.offset)
      return nil
    }
    guard let type = catalogue[name] else {
      report(
        "unknown stage '\(name)'" + suggestion(for: name, among: catalogue.stages.map { $0.name }),
        field.offset)
      return nil
    }
    var settings = Settings(item, in: text, path: path)
    let stage = type.init(&settings)
    settings.finish(ignoring: ["stage"])
    problems += settings.diagnostics
    let canonical = [JSON.Member("stage", .string(name))] + settings.resolved
    return Pipeline.Placed(stage: stage, settings: .object(canonical), source: item)
  }
}
