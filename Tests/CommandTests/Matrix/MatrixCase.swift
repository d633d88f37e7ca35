import Configuration
import Testing

/// An input that is wrong, or only odd, and what the program answers.
struct MatrixCase: CustomTestStringConvertible, Sendable {
  /// Makes the input, in a folder of its own.
  typealias Maker = @Sendable (_ folder: String) throws -> Void

  let name: String
  /// What is wrong with it.
  let fault: String
  /// The words that the program is given.
  var words = ["info", "--json", "a.h5"]
  /// The status with which it ends.
  let status: Int32
  /// What it says: parts of its one line of error or warning, or what `info --json` says of the first
  /// channel, a member and its value each.
  let says: [String]
  /// Why the answer is not yet as it should be.
  var shortcoming: String?
  let make: Maker

  var testDescription: String { name }

  /// An input that the program refuses, or warns of.
  init(
    _ name: String, _ fault: String, status: Int32 = 3, _ says: String...,
    words: [String]? = nil, shortcoming: String? = nil, make: @escaping Maker
  ) {
    (self.name, self.fault, self.status, self.says) = (name, fault, status, says)
    (self.shortcoming, self.make) = (shortcoming, make)
    if let words { self.words = words }
  }

  /// An input that is normal life.
  init(
    _ name: String, _ fault: String, shows says: String..., words: [String]? = nil,
    shortcoming: String? = nil, make: @escaping Maker
  ) {
    (self.name, self.fault, status, self.says) = (name, fault, 0, says)
    (self.shortcoming, self.make) = (shortcoming, make)
    if let words { self.words = words }
  }

  /// What the program answered, as the document says it.
  struct Answer: Equatable {
    var status: Int32
    /// The lines of error, without what all of them begin with.
    var errors: [String]
    /// What is shown of the first channel.
    var shown: [String]
  }

  /// Makes the input and gives it to the program.
  func answer() throws -> Answer {
    try withScratch { folder in
      try make(folder)
      let outcome = try vigil(arguments: words, in: folder)
      return Answer(
        status: outcome.status,
        errors: outcome.errors.split(separator: "\n").map {
          String($0).replacing("vigil: ", with: "").replacing(folder + "/", with: "")
        }, shown: try shown(in: outcome))
    }
  }

  private func shown(in outcome: Outcome) throws -> [String] {
    guard outcome.status == 0, words.contains("--json") else { return [] }
    let whole = try JSON.parse(SourceText(path: "info", outcome.output))
    guard case .array(let channels)? = whole["channels"]?.value else { return [] }
    return says.map { text in
      let path = text.prefix { $0 != " " }
      var value = channels.first
      if path.hasPrefix("/") { value = whole }
      for key in path.split(whereSeparator: { $0 == "." || $0 == "/" }) {
        value = value?[String(key)]
      }
      return "\(path) \(value?.value.line ?? "is not there")"
    }
  }

  /// The row of the document.
  func row(_ answer: Answer) -> String {
    let said = answer.status == 0 && answer.errors.isEmpty ? answer.shown : answer.errors
    let text = said.map { "`\($0.replacing("`", with: "'"))`" }.joined(separator: "<br>")
    let note = shortcoming.map { " **Not yet as it should be:** \($0)." } ?? ""
    let cells = [name, fault, "`\(words[0])`", "\(answer.status)", text + note]
    return "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
  }
}
