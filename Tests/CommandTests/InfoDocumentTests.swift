import Glibc
import Signals
import Surveys
import Testing

private let page = root + "/docs/reference/info.md"

/// The page with what the program says put in: what follows each command, and the usual ranges.
private func made(of text: String) throws -> String {
  var lines: [String] = []
  var isSkipped = false
  for line in text.split(separator: "\n", omittingEmptySubsequences: false).map({ String($0) }) {
    if isSkipped, line != "```", !line.isEmpty || lines.last?.hasPrefix("|") != true { continue }
    isSkipped = false
    lines.append(line)
    if line.hasPrefix("$ vigil ") {
      let outcome = try vigil(
        arguments: line.split(separator: " ").dropFirst(2).map { String($0) })
      guard outcome.status == 0 else { throw Failure(outcome.errors) }
      let output = outcome.output.split(separator: "\n").map { String($0) }
      // What the reading process can give up is the kernel's to say.
      let end = output.firstIndex { $0.hasPrefix("  \"isolation\"") } ?? output.count
      lines += output[..<end] + (end < output.count ? ["  \"isolation\": …", "}"] : [])
      isSkipped = true
    } else if line == "|---|---|---|---|---|" {
      lines += PlausibleRange.all.map(row)
      isSkipped = true
    }
  }
  return lines.joined(separator: "\n")
}

private func row(_ range: PlausibleRange) -> String {
  let kinds = range.kinds.map { "`\($0.rawValue)`" } + range.words.sorted()
  let usual = "\(range.range.lowerBound) to \(range.range.upperBound)"
  let units = range.alternatives.map { "`\($0.rawValue)`" }.joined(separator: ", ")
  return "| \(range.quantity): \(range.source) | \(kinds.joined(separator: ", ")) | "
    + "\(range.measure.rawValue) | \(usual) \(range.unit.rawValue) | \(units) |"
}

@Suite struct InfoDocumentTests {
  @Test func thePageShowsWhatTheProgramSays() throws {
    let text = try contents(of: page)
    let made = try made(of: text)
    if getenv("RECORD") != nil { try write(made, to: page) }
    #expect(
      made == (try contents(of: page)),
      "'RECORD=1 swift test --filter InfoDocumentTests' writes it anew")
    #expect(text.contains("$ vigil info --json"))
  }
}
