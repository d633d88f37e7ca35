import Foundation
import Testing

/// The examples of the page on times are rules that can be read.
@Suite struct MappingTimesDocumentTests {
  @Test func `every example of the page on times is a rule`() throws {
    let document = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "docs/reference/mapping-times.md")
    let page = try String(contentsOf: document, encoding: .utf8)
    let examples = page.components(separatedBy: "```json\n").dropFirst()
    #expect(examples.count == 16)
    for example in examples {
      let end = try #require(example.range(of: "```"))
      let rule = String(example[..<end.lowerBound])
      #expect(throws: Never.self, "\(rule)") { try TimesFile.mapping(time: rule) }
    }
  }
}
