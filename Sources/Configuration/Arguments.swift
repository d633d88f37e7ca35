/// The words of a command line, sorted into options and the rest.
public struct Arguments: Sendable {
  /// What was given for each option.
  public private(set) var options: [String: String] = [:]
  /// The words that are no options, in their order.
  public private(set) var rest: [String] = []

  /// Sorts words by the parameters that a verb reads.
  ///
  /// `--key value`, `--key=value`, and `--key` alone for true; after `--` nothing is an option, and
  /// `-` is a word. Throws all the problems: unknown options with the nearest known one, options
  /// without a value, options given twice.
  public init(_ words: some Sequence<String>, for parameters: [Parameter]) throws(Diagnostics) {
    var problems: [Diagnostic] = []
    var words = Array(words)[...]
    let options = parameters.filter { if case .argument = $0.kind { false } else { true } }
    while let word = words.popFirst() {
      guard word.hasPrefix("-"), word != "-" else {
        rest.append(word)
        continue
      }
      if word == "--" {
        rest += words
        break
      }
      let parts = word.drop { $0 == "-" }
        .split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let key = parts.first ?? ""
      guard word.hasPrefix("--"), let option = options.first(where: { $0.key == key }) else {
        problems.append(
          Diagnostic(
            error: "unknown option '\(word)'"
              + suggestion(for: word, among: options.map { "--" + $0.key }), at: nil))
        continue
      }
      if self.options[key] != nil {
        problems.append(Diagnostic(error: "--\(key) is given twice", at: nil))
      }
      if parts.count > 1 {
        self.options[key] = parts[1]
      } else if case .boolean = option.kind {
        self.options[key] = "true"
      } else if let value = words.popFirst() {
        self.options[key] = value
      } else {
        problems.append(Diagnostic(error: "--\(key) needs a value", at: nil))
      }
    }
    if !problems.isEmpty { throw Diagnostics(problems) }
  }

  /// The words that none of the parameters takes.
  func unread(by parameters: [Parameter]) -> ArraySlice<String> {
    var taken = 0
    for parameter in parameters {
      guard case .argument(let many) = parameter.kind else { continue }
      taken = many ? rest.count : taken + 1
    }
    return rest.dropFirst(taken)
  }
}

extension Settings {
  /// Reads the next word of a command line that is no option.
  public mutating func argument(_ key: String, _ help: String) -> String {
    let index = parameters.count { if case .argument = $0.kind { true } else { false } }
    declare(key, .argument(many: false), "", nil, true, help)
    guard case .arguments(let arguments) = source else { return "" }
    guard index < arguments.rest.count else {
      report("<\(key)> is missing", at: nil)
      return ""
    }
    let word = arguments.rest[index]
    if word.isEmpty { report("<\(key)> must not be empty", at: nil) }
    return word
  }

  /// Reads all further words of a command line that are no options.
  public mutating func arguments(
    _ key: String, required: Bool = true, _ help: String
  ) -> [String] {
    let index = parameters.count { if case .argument = $0.kind { true } else { false } }
    declare(key, .argument(many: true), "", nil, required, help)
    guard case .arguments(let arguments) = source else { return [] }
    let rest = Array(arguments.rest.dropFirst(index))
    if rest.isEmpty, required { report("<\(key)> is missing", at: nil) }
    if rest.contains("") { report("<\(key)> must not be empty", at: nil) }
    return rest
  }
}
