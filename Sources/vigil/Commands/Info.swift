import Configuration
import Formats
import Signals

/// `vigil info`: says what a recording holds.
struct Info: Command {
  static let name = "info"
  static let summary = "Says what is in a recording: channels, units, rates, spans and gaps."

  private let recording: String
  private let opening: Opening
  private let json: Bool

  init(_ settings: inout Settings) {
    recording = settings.argument("recording", "The recording, FILE or FILE#ID.")
    opening = Opening(&settings)
    json = settings.flag("json", "Writes one object of JSON.")
  }

  func run() throws -> ExitStatus {
    if !recording.contains("#"), try list() { return .done }
    let reader = try opening.reader(of: recording)
    let survey = try Survey(reader)
    if json {
      try Output.write(survey.json(recording).text + "\n")
    } else {
      try Output.write(survey.text(recording))
    }
    return .done
  }

  /// Lists the recordings of a file that holds several, if it does.
  private func list() throws -> Bool {
    let recordings = try IsolatedReader.recordings(in: recording).filter { $0.id != nil }
    if recordings.isEmpty { return false }
    let names = recordings.map(\.description)
    if json {
      let list = JSON.Value.members([("recordings", .values(names.map { .string($0) }))])
      try Output.write(list.text + "\n")
    } else {
      try Output.write("\(recording): \(names.count) recordings\n")
      try Output.write(names.map { "  \($0)\n" }.joined())
    }
    return true
  }
}
