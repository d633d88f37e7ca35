import Configuration
import Testing

/// Checks that reading a text reports these messages, each at its mark `▲1`, `▲2`, … in the text.
func expect(
  _ marked: String, _ messages: [String],
  sourceLocation: Testing.SourceLocation = #_sourceLocation,
  _ read: (SourceText) throws -> Void
) {
  var bytes: [UInt8] = []
  var marks: [Int: Int] = [:]
  var rest = marked[...]
  while let character = rest.popFirst() {
    if character == "▲", let mark = rest.first?.wholeNumberValue {
      marks[mark] = bytes.count
      rest.removeFirst()
    } else {
      bytes += Array(String(character).utf8)
    }
  }
  let text = SourceText(path: "test.json", bytes: bytes)
  do {
    try read(text)
    #expect(messages.isEmpty, "nothing was reported", sourceLocation: sourceLocation)
  } catch let error as Diagnostics {
    #expect(error.all.map(\.message) == messages, sourceLocation: sourceLocation)
    for (index, problem) in error.all.enumerated() {
      #expect(
        problem.location == marks[index + 1].map { text.location(of: $0) },
        sourceLocation: sourceLocation)
    }
  } catch {
    Issue.record(error, sourceLocation: sourceLocation)
  }
}
