import Glibc
import Testing

/// The sections of the matrix and of its document.
private let sections = [
  ("Structure", structuralCases), ("Values", valueCases), ("Times", timeCases),
  ("Meaning", meaningCases), ("Text", textCases), ("Configuration", configurationCases),
]

private let all = sections.flatMap { $0.1 }

private let document = root + "/docs/reference/bad-input.md"

private let head = """
  # Bad input

  Made by `RECORD=1 swift test --filter BadInputTests`; do not edit.

  What the program says of inputs that are wrong, or only odd, each made by a test: nothing of them traps it, and
  nothing that comes of a damaged input is called complete. What cannot be used ends in one line that says the file,
  the place in it, what is wrong and what helps, and in a status other than 0: 2 where the program could not begin
  (a pipeline, a plan, an option, a file that is known to be of another kind), 3 where a recording could not be read.
  What is normal in recordings is read, and `vigil info --json` says of it what stands here of the first channel; a
  name after `/` is one of the whole recording.


  """

private func isRecording() -> Bool { getenv("RECORD") != nil }

@Suite struct BadInputTests {
  @Test(arguments: all) func isAnsweredAsTheTableSays(_ entry: MatrixCase) throws {
    let answer = try entry.answer()
    let written = isRecording() ? "" : try contents(of: document)
    func check() {
      #expect(answer.status == entry.status)
      if entry.words.contains("--json"), entry.status == 0 {
        #expect(answer.shown == entry.says)
        #expect(answer.errors == [])
      } else {
        #expect(answer.errors.count == (entry.says.isEmpty ? 0 : 1))
        for text in entry.says {
          #expect(answer.errors.contains { $0.contains(text) }, "\(answer.errors)")
        }
      }
    }
    if let shortcoming = entry.shortcoming {
      withKnownIssue(Comment(rawValue: shortcoming), check)
    } else {
      check()
    }
    // Whatever is said, nothing traps.
    #expect(answer.status < 128)
    if !isRecording() {
      #expect(
        written.contains(entry.row(answer) + "\n"),
        "'RECORD=1 swift test --filter BadInputTests' writes it anew")
    }
  }

  @Test func theDocumentHasTheCasesOfTheTableAndNoOthers() throws {
    #expect(Set(all.map(\.name)).count == all.count)
    var text = head
    for (title, cases) in sections {
      text += "## \(title)\n\n| input | what is wrong | verb | status | what is said |\n"
      text += "|---|---|---|---|---|\n"
      for entry in cases {
        text += isRecording() ? entry.row(try entry.answer()) : "| \(entry.name) |"
        text += "\n"
      }
      text += "\n"
    }
    text.removeLast()
    if isRecording() { return try write(text, to: document) }
    let written = try contents(of: document).split(separator: "\n")
    let expected = text.split(separator: "\n")
    #expect(written.count == expected.count)
    #expect(zip(written, expected).allSatisfy { $0.hasPrefix($1) })
  }
}
