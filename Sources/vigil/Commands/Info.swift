import Configuration
import Formats
import Signals
import Surveys

/// `vigil info`: says what a recording or a file of weights holds.
struct Info: Command {
  static let name = "info"
  static let summary =
    "Says what is in a recording (channels, units, rates, spans, gaps), or in a file of weights."

  private let recording: String
  private let opening: Opening
  private let json: Bool
  private let thumbnails: Thumbnails
  private let saysOrigins: Bool

  /// When channels are drawn.
  enum Thumbnails: String, CaseIterable, Sendable { case auto, always, never }

  init(_ settings: inout Settings) {
    recording = settings.argument("recording", "The recording, FILE or FILE#ID, or weights.")
    opening = Opening(&settings)
    json = settings.flag("json", "Writes one object of JSON.")
    saysOrigins = settings.flag(
      "origins", "Says which rule read what, and where in the file it stands.")
    thumbnails = settings.choice(
      "thumbnails", default: .auto,
      "Draws each channel over the whole recording; 'auto' on a terminal only.")
  }

  func run() throws -> ExitStatus {
    try refuseForeign()
    if try weights() { return .done }
    if !recording.contains("#"), let status = try list() { return status }
    let reader = try opening.reader(of: recording)
    let columns = isDrawn ? max(20, Terminal.columns(1) - Survey.margin - 1) : 0
    let survey = try Survey(reader, columns: 2 * columns)
    if json {
      try Output.write(survey.json(recording).text + "\n")
    } else {
      try Output.write(survey.text(recording, withOrigins: saysOrigins) + survey.thumbnails)
    }
    return .done
  }

  private var isDrawn: Bool {
    guard !json else { return false }
    return thumbnails == .always || thumbnails == .auto && Terminal.isTerminal(1)
  }

  /// Says what is in a file of weights, if it is one.
  private func weights() throws -> Bool {
    guard let kind = try? IsolatedReader.kind(of: recording) else { return false }
    switch kind {
    case .recordings: return false
    case .model:
      let survey = try ModelSurvey(try IsolatedReader.model(in: recording), from: recording)
      try Output.write(json ? survey.json.text + "\n" : survey.text(recording))
    case .checkpoint:
      try tell("a checkpoint of a training", try IsolatedReader.group(in: recording).allTensors)
    case .safetensors:
      try tell("safetensors", try IsolatedReader.safetensors(in: recording).tensors)
    case .stateDictionaries(let places):
      try tell("state dictionaries of ncps", places)
    }
    return true
  }

  private func tell(_ what: String, _ tensors: [StoredGroup.Tensor]) throws {
    let count = tensors.reduce(0) { $0 + $1.values.count }
    if json {
      let list = tensors.map { tensor in
        JSON.Value.members([
          ("name", .string(tensor.name)),
          ("shape", .values(tensor.shape.map { .number(Double($0)) })),
        ])
      }
      try Output.write(
        JSON.Value.members([("kind", .string(what)), ("tensors", .values(list))]).text + "\n")
    } else {
      try Output.write(
        "\(recording): \(what), \(tensors.count.of("tensor")) of \(count.of("number"))\n"
          + tensors.map { "  \($0.name) \($0.shape)\n" }.joined())
    }
  }

  private func tell(_ what: String, _ places: [String]) throws {
    if json {
      let list = JSON.Value.values(places.map { .string($0) })
      try Output.write(
        JSON.Value.members([("kind", .string(what)), ("places", list)]).text + "\n")
    } else {
      try Output.write(
        "\(recording): \(what); 'vigil convert \(recording)#GROUP OUT' takes one of\n"
          + places.map { "  \($0.dropFirst())\n" }.joined())
    }
  }

  /// Throws where there is no file, or one that another verb reads.
  private func refuseForeign() throws {
    try Opening.checkIsThere(recording)
    let path = RecordingAddress(recording).file
    if let folder = Folder(path) {
      throw Refusal(
        "\(path): is a folder of \(folder.names.count.of("file")); name one of them, or see "
          + "'vigil help convert' for folders of records and tables")
    }
    if let foreign = ForeignFile(of: path) {
      throw Refusal("\(path): this is \(foreign.kind); \(foreign.remedy)")
    }
  }

  /// Lists the recordings of a file that holds several, if it does.
  private func list() throws -> ExitStatus? {
    let addresses = try opening.addresses(in: recording).filter { $0.id != nil }
    if addresses.isEmpty { return nil }
    let survey = RecordingList(addresses)
    try Output.write(json ? survey.json.text + "\n" : survey.text(recording))
    for error in survey.errors { Message.error("\(error)") }
    return survey.errors.isEmpty ? .done : .incomplete
  }
}

/// Why a file is not looked into, in one line.
private struct Refusal: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

extension StoredGroup {
  /// The arrays of the group and of all within it.
  fileprivate var allTensors: [Tensor] { tensors + groups.flatMap(\.group.allTensors) }
}
