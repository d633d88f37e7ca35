import Configuration
import Formats
import Foundation
import Testing

@Suite struct DocumentTests {
  @Test func `the mapping in the document of the format is one`() throws {
    let document = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "docs/format.md")
    let text = try String(contentsOf: document, encoding: .utf8)
    let start = try #require(text.range(of: "```json\n"))
    let end = try #require(text.range(of: "\n```", range: start.upperBound..<text.endIndex))
    let mapping = try Mapping(
      SourceText(path: "docs/format.md", String(text[start.upperBound..<end.lowerBound])))
    #expect(mapping.name == "my monitor")
  }

  @Test(arguments: ["mapping-labels"])
  func `every example in the documents of mappings is one`(name: String) throws {
    let path = "docs/reference/\(name).md"
    let document = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: path)
    var text = try String(contentsOf: document, encoding: .utf8)[...]
    var names: [String] = []
    while let start = text.firstRange(of: "```json\n") {
      text = text[start.upperBound...]
      let end = try #require(text.firstRange(of: "\n```"))
      names.append(try Mapping(SourceText(path: path, String(text[..<end.lowerBound]))).name)
      text = text[end.upperBound...]
    }
    #expect(names.count > 5)
    #expect(Set(names).count == names.count)
  }

  @Test func `the presets are mappings that are told apart by their names`() {
    let names = Mapping.presets.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.contains("UVA PreVent"))
  }
}
