import Configuration
import Formats

/// A verb of the program, whose initialiser declares its options as a stage's declares its settings.
protocol Command: SendableMetatype {
  static var name: String { get }
  static var summary: String { get }
  init(_ settings: inout Settings)
  func run() throws -> ExitStatus
}

extension Command {
  static var parameters: [Parameter] { Settings.describing { _ = Self(&$0) } }

  /// Reads the words after the verb and runs it; what it throws becomes words on standard error.
  static func execute(_ words: ArraySlice<String>) -> ExitStatus {
    do {
      var settings = Settings(try Arguments(words, for: parameters))
      let command = Self(&settings)
      settings.finish()
      if !settings.diagnostics.isEmpty { throw Diagnostics(settings.diagnostics) }
      return try command.run()
    } catch let problems as Diagnostics {
      for problem in problems.all { Message.diagnostic(problem) }
      if problems.all.allSatisfy({ $0.location == nil }) {
        Message.say("'vigil help \(name)' says what it takes.\n")
      }
      return .couldNot
    } catch let error as FormatError {
      Message.error("\(error)")
      return .incomplete
    } catch let closed as Output.Closed where closed.isQuiet {
      return .couldNot
    } catch {
      Message.error("\(error)")
      return .couldNot
    }
  }

  static var help: String {
    let parameters = parameters
    let arguments = parameters.compactMap { parameter -> String? in
      guard case .argument(let many) = parameter.kind else { return nil }
      let word = "<\(parameter.key)>" + (many ? "…" : "")
      return parameter.isRequired ? word : "[\(word)]"
    }
    let options = parameters.filter { if case .argument = $0.kind { false } else { true } }
    let usage = (["usage: vigil", name] + arguments + (options.isEmpty ? [] : ["[options]"]))
      .joined(separator: " ")
    let rows = parameters.map { parameter -> (String, String) in
      switch parameter.kind {
      case .argument: ("  <\(parameter.key)>", parameter.help)
      case .boolean: ("  --\(parameter.key)", parameter.help)
      default:
        (
          "  --\(parameter.key) \(parameter.valueName)", parameter.help + parameter.standardText
        )
      }
    }
    let width = rows.map { $0.0.count }.max() ?? 0
    let list = rows.map { $0.0.padded(to: width) + "  " + $0.1 + "\n" }.joined()
    return "\(summary)\n\n\(usage)\n\n\(list)"
  }
}

extension Parameter {
  fileprivate var valueName: String {
    switch kind {
    case .number: unit.isEmpty ? "NUMBER" : unit.uppercased()
    case .integer: "N"
    case .choice(let all): all.joined(separator: "|")
    default: "TEXT"
    }
  }
}
