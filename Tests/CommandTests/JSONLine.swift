import Configuration

/// One line that the program wrote.
struct JSONLine {
  var json: JSON

  /// The lines of an output.
  static func all(in text: String) throws -> [JSONLine] {
    try text.split(separator: "\n").map { line in
      JSONLine(json: try JSON.parse(SourceText(path: "line", String(line))))
    }
  }

  var type: String { text("type") ?? "" }

  func text(_ key: String) -> String? {
    if case .string(let text) = json[key]?.value { text } else { nil }
  }

  func number(_ key: String) -> Double? {
    if case .number(let number) = json[key]?.value { number } else { nil }
  }
}
