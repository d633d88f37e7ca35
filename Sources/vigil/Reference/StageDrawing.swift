import Configuration
import Pipelines
import Signals
import Stages

/// What `vigil stages NAME --plot` shows: the response of a filter, or another stage's example.
struct StageDrawing {
  let text: String

  /// Draws a stage under its example's settings or those that are given.
  init(of type: any Stage.Type, under given: String?, hertz: Double?) throws {
    let columns = max(50, Terminal.columns(1))
    var lines: [String]
    if case .file(let path) = type.example.source {
      guard given == nil else {
        throw Diagnostics(
          error: "'\(type.name)' is drawn as in \(path); --with has no meaning for it")
      }
      lines = ["behind the stages before it in \(path)", ""]
      lines += try Self.example(of: type, hertz: hertz, columns: columns)
    } else {
      let settings = try StageSettings(of: type, given: given)
      lines = [settings.text, ""]
      if let response = try Self.response(of: settings.stage, hertz: hertz ?? 360) {
        lines[0] += " at \((hertz ?? 360).brief(in: hertz ?? 360)) Hz"
        lines += ResponsePicture(response, columns: columns).lines
      } else {
        lines += try Self.example(of: type, as: settings.text, hertz: hertz, columns: columns)
      }
    }
    text = lines.map { $0.trimmingEnd + "\n" }.joined()
  }

  private static func response(of stage: any Stage, hertz: Double) throws -> FilterResponse? {
    let channel = ChannelDescription(
      name: "II", kind: .ecg, lead: "II", unit: .millivolt, rate: Rate(hertz: hertz))
    do throws(Mismatch) {
      return try FilterResponse(of: stage, on: channel)
    } catch {
      throw Diagnostics(error: "\(type(of: stage).name): \(error.message)")
    }
  }

  private static func example(
    of type: any Stage.Type, as text: String? = nil, hertz: Double?, columns: Int
  ) throws -> [String] {
    if hertz != nil {
      throw Diagnostics(error: "'\(type.name)' is no filter; --rate has no meaning for it")
    }
    var example = type.example
    if let text, case .stages(let stages) = example.source {
      example.source = .stages(stages.dropLast() + [text])
    }
    return ExamplePicture(try ExampleRun(example, of: type), columns: columns).lines
  }
}
