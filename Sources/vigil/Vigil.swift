import Configuration
import Formats
import Glibc

/// The program: finds the verb, runs it, and turns what it throws into words and a status.
@main
struct Vigil {
  static let version = "0.1.0"

  /// What an output is not, wherever one is shown.
  static let notice =
    "Research software. Not a medical device. Not for diagnosis, treatment, or as an alarm a patient depends on."

  /// The verbs, in the order in which the help lists them.
  static let commands: [any Command.Type] = [
    Run.self, Monitor.self, Validate.self, Compare.self, Train.self, Check.self, Info.self,
    Convert.self, Simulate.self, DescribeStages.self, Schema.self,
  ]

  static func main() {
    // Files are read by this program run again, in a process that limits itself.
    if CommandLine.arguments.dropFirst().first == ReaderChild.verb { exit(ReaderChild.serve()) }
    signal(SIGPIPE, SIG_IGN)
    UnfinishedFile.removeOnSignals()
    exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
  }

  private static func run(_ words: [String]) -> ExitStatus {
    guard let verb = words.first else {
      Message.say(overview)
      return .couldNot
    }
    switch verb {
    case "--version":
      return printed("vigil \(version)\n\(notice)\n")
    case "help", "--help", "-h":
      return help(words.dropFirst().first)
    default: break
    }
    guard let command = commands.first(where: { $0.name == verb }) else {
      Message.error(
        "unknown verb '\(verb)'" + suggestion(for: verb, among: commands.map { $0.name }))
      return .couldNot
    }
    if words.dropFirst().contains("--help") { return printed(command.help) }
    return command.execute(words.dropFirst())
  }

  private static func help(_ verb: String?) -> ExitStatus {
    guard let verb else { return printed(overview) }
    guard let command = commands.first(where: { $0.name == verb }) else {
      Message.error(
        "unknown verb '\(verb)'" + suggestion(for: verb, among: commands.map { $0.name }))
      return .couldNot
    }
    return printed(command.help)
  }

  private static func printed(_ text: String) -> ExitStatus {
    do {
      try Output.write(text)
      return .done
    } catch {
      return .couldNot
    }
  }

  private static var overview: String {
    let width = commands.map { $0.name.count }.max() ?? 0
    let verbs = commands.map { command in
      "  " + command.name.padded(to: width) + "  " + command.summary
    }
    return """
      vigil \(version): monitors physiological signals by declarative pipelines.
      \(notice)

      usage: vigil <verb> …

      \(verbs.joined(separator: "\n"))

      'vigil help <verb>' says more of each; 'vigil --version' the version.

      exit status: 0 done; 1 done, and the answer is no (limits not met, an alarm that --fail-on
      names, training that diverged); 2 could not (usage, configuration, output); 3 incomplete (a
      recording that could not be read); 75 stopped cleanly, run again with --resume.

      """
  }
}
