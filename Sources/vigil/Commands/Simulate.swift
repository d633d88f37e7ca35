import Configuration
import Formats
import Signals
import Simulation

/// `vigil simulate`: makes a recording with known truth from a scenario.
struct Simulate: Command {
  static let name = "simulate"
  static let summary = "Makes a recording with known truth from a scenario."

  private let scenario: String
  private let output: String

  init(_ settings: inout Settings) {
    scenario = settings.argument("scenario", "The scenario, as a file of JSON.")
    output = settings.argument("output", "The recording to write, as HDF5.")
  }

  func run() throws -> ExitStatus {
    if ResultFolder.isSame(scenario, output) {
      throw Diagnostics(error: "the recording would replace the scenario '\(scenario)'")
    }
    let text = try SourceText(reading: scenario)
    let made = try Scenario.read(text).simulate()
    do {
      let writer = try RecordingWriter(
        creating: output,
        provenance: [
          ("program", "vigil \(Vigil.version)"), ("notice", Vigil.notice),
          ("scenario", Digest.sha256(text.bytes)),
        ])
      var header = made.header
      header.isSimulated = true
      try writer.begin(
        header,
        storage: made.storage.map { storage in
          storage.map { .int16(gain: $0.gain, baseline: $0.baseline) } ?? .float32
        })
      try writer.append(made.recording)
      for reference in made.references {
        try writer.add(ReferenceLayer(name: reference.name, intervals: reference.intervals))
      }
      try writer.finish()
    } catch {
      throw Diagnostics(error: "\(error)")
    }
    return .done
  }
}
