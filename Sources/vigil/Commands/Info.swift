import Configuration
import Formats
import Signals

/// `vigil info`: says what a recording holds.
struct Info: Command {
  static let name = "info"
  static let summary = "Says what is in a recording: channels, units, rates, spans and gaps."

  private let recording: String
  private let json: Bool

  init(_ settings: inout Settings) {
    recording = settings.argument("recording", "The recording, FILE or FILE#ID.")
    json = settings.flag("json", "Writes one object of JSON.")
  }

  func run() throws -> ExitStatus {
    let reader = try IsolatedReader(recording)
    let survey = try Survey(reader)
    if json {
      try Output.write(survey.json(recording).text + "\n")
    } else {
      try Output.write(survey.text(recording))
    }
    return .done
  }
}
