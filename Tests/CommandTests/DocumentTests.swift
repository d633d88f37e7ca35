import Glibc
import Pipelines
import Stages
import Testing

/// A document that the program writes, and the words that make it.
private struct Document: CustomTestStringConvertible {
  var path: String
  var words: [String]
  var testDescription: String { path }
}

private let pages = catalogue.stages.map { stage in
  Document(
    path: "docs/reference/stages/\(stage.name).md", words: ["stages", stage.name, "--markdown"])
}

private let documents =
  [
    Document(path: "docs/reference/stages.md", words: ["stages", "--markdown"]),
    Document(path: "docs/schema/pipeline.schema.json", words: ["schema", "pipeline"]),
    Document(path: "docs/schema/cohort.schema.json", words: ["schema", "cohort"]),
    Document(path: "docs/schema/plan.schema.json", words: ["schema", "plan"]),
    Document(path: "docs/schema/mapping.schema.json", words: ["schema", "mapping"]),
    Document(path: "docs/schema/alerts.schema.json", words: ["schema", "alerts"]),
  ] + pages

@Suite struct DocumentTests {
  @Test(arguments: documents)
  fileprivate func isWhatTheProgramSays(_ document: Document) throws {
    let outcome = try vigil(arguments: document.words)
    #expect(outcome.status == 0 && outcome.errors == "")
    let file = root + "/" + document.path
    if getenv("RECORD") != nil { try write(outcome.output, to: file) }
    #expect(
      outcome.output == (try contents(of: file)),
      "'RECORD=1 swift test --filter DocumentTests' writes it anew")
  }

  @Test func thereIsNoPageOfAStageThatIsNoMore() {
    #expect(
      names(in: root + "/docs/reference/stages")
        == catalogue.stages.map { "\($0.name).md" }.sorted())
  }
}
