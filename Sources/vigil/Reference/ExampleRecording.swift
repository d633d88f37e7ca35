import Configuration
import Pipelines
import Signals
import Simulation

/// The recording on which a stage is shown: an adult at rest, but for what the example's scene says.
enum ExampleRecording {
  /// What the scene need not say, as the members of a scenario.
  private static let standard = [
    ("seed", "7"),
    (
      "channels",
      """
      [ { "kind": "ecg" }, { "kind": "ppg" }, { "kind": "abp" }, { "kind": "respiration" } ]
      """
    ),
    (
      "numerics",
      """
      [ { "quantity": "heart-rate", "every": 1 }, { "quantity": "saturation", "every": 1 },
        { "quantity": "laboratory", "name": "Potassium", "unit": "mmol/L", "value": 4.1,
          "deviation": 0.3, "every": 20, "unevenness": 0.8 } ]
      """
    ),
  ]

  /// Makes the recording of an example.
  static func made(for example: StageExample) throws(Diagnostics) -> SimulatedRecording {
    let scene = try JSON.parse(SourceText(path: "scene", "{ \(example.scene) }"))
    // A little more than is drawn, so that what is drawn is decided as in a longer one.
    var members = [("duration", "\(example.seconds.upperBound + 5)")] + standard
    members.removeAll { scene[$0.0] != nil }
    let text =
      members.map { "\"\($0)\": \($1)" }.joined(separator: ",\n")
      + (example.scene.isEmpty ? "" : ",\n" + example.scene)
    return try Scenario.read(SourceText(path: "scene", "{ \(text) }")).simulate()
  }
}
