import Configuration
import Pipelines
import Signals
import Stages
import Testing

/// Layers as a detector, a network and a stage of quality write them, and one from a file.
private let layout = Layout(
  channels: SyntheticRecording.layout.channels,
  layers: [
    LayerDescription(name: "QRS", kind: .beat, labels: ["beat"]),
    LayerDescription(name: "beat class", kind: .beat, labels: ["N", "S", "V"]),
    LayerDescription(name: "quality", kind: .quality, labels: ["flat line", "saturation", "gap"]),
    LayerDescription(name: "from a file"),
  ])

@Suite struct AlarmLabelTests {
  /// What is reported of an alarm with these settings, with its place.
  private func problems(_ settings: String) throws -> [String] {
    let example = Example(
      stage: "alarm", settings: #""name": "a", "priority": "low", \#(settings)"#)
    do {
      _ = try example.pipeline().layouts(from: layout)
      return []
    } catch let problems as Diagnostics {
      return problems.all.map { "\($0.location?.column ?? 0): \($0.message)" }
    }
  }

  @Test(arguments: [
    (
      #"{ "during": "flatline", "layer": "quality" }"#,
      "layer 'quality' never says 'flatline', only 'flat line', 'saturation', 'gap'; "
        + "did you mean 'flat line'?"
    ),
    (
      #"{ "during": ["gap", "lead off"], "layer": "quality" }"#,
      "layer 'quality' never says 'lead off', only 'flat line', 'saturation', 'gap'"
    ),
    (
      #"{ "during": "V", "layer": "beat class" }"#,
      "layer 'beat class' holds beats, which are moments; 'during' needs a layer of stretches"
    ),
    (
      #"{ "count": "QRS", "label": "PVC", "in": 3, "atLeast": 3 }"#,
      "layer 'QRS' never says 'PVC', only 'beat'"
    ),
    (
      #"{ "not": { "any": [ { "count": "beat class", "label": "PVC", "in": 3, "atLeast": 3 } ] } }"#,
      "layer 'beat class' never says 'PVC', only 'N', 'S', 'V'"
    ),
    (
      #"{ "since": "QRS", "label": "N", "atLeast": 4 }"#,
      "layer 'QRS' never says 'N', only 'beat'"
    ),
  ])
  func aConditionOnWhatALayerNeverSaysIsRefusedWhereItStands(
    condition: String, message: String
  ) throws {
    let start = #"{ "stages": [ { "stage": "alarm", "name": "a", "priority": "low", "when": "#
    #expect(
      try problems(#""when": \#(condition)"#) == ["\(start.count + 1): alarm: \(message)"])
    let reset = #""when": { "since": "QRS", "atLeast": 4 }, "reset": \#(condition)"#
    #expect(try problems(reset).first?.hasSuffix(message) == true)
  }

  @Test(arguments: [
    #"{ "during": ["flat line", "gap"], "layer": "quality" }"#,
    #"{ "during": "anything", "layer": "from a file" }"#,
    #"{ "count": "beat class", "label": "V", "in": 3, "atLeast": 3 }"#,
    #"{ "count": "quality", "label": "gap", "in": 3, "atLeast": 3 }"#,
    #"{ "since": "from a file", "label": "N", "atLeast": 3 }"#,
    #"{ "since": "QRS", "label": "beat", "atLeast": 3 }"#,
  ])
  func whatALayerCanSayOrMaySayIsTaken(condition: String) throws {
    #expect(try problems(#""when": \#(condition)"#) == [])
  }

  @Test(arguments: [
    (#""quality": "quality", "pulse": "QRS""#, nil),
    (
      #""quality": "quality", "pulse": "QRS", "labels": "lead off""#,
      "layer 'quality' never says 'lead off', only 'flat line', 'saturation', 'gap'"
    ),
    (
      #""quality": "beat class", "pulse": "QRS", "labels": ["gap", "lead off"]"#,
      "layer 'beat class' never says 'gap' or 'lead off', only 'N', 'S', 'V'"
    ),
    (
      #""quality": "quality", "pulse": "quality""#,
      "layer 'quality' holds annotations of kind 'quality'; a pulse needs beats"
    ),
  ])
  func anInhibitionThatCanNeverHoldIsRefused(inhibition: String, message: String?) throws {
    let found = try problems(
      #""when": { "channel": "SpO2", "below": 88 }, "inhibitedBy": { "channel": "II", \#(inhibition) }"#
    )
    #expect(found.count == (message == nil ? 0 : 1))
    if let message { #expect(found.first?.hasSuffix(": alarm: \(message)") == true, "\(found)") }
  }

  @Test func stagesSayWhatTheirLayersCanHold() throws {
    func layer(_ stage: String, _ settings: String = "") throws -> LayerDescription? {
      try Example(stage: stage, settings: settings).pipeline()
        .layouts(from: Layout(channels: layout.channels)).last?.layers.first
    }
    let beats = try layer("qrs")
    #expect(beats?.kind == .beat && beats?.labels == ["beat"])
    let quality = try layer("quality", #""low": -5, "high": 5"#)
    #expect(quality?.kind == .quality)
    #expect(quality?.labels == ["flat line", "saturation", "gap"])
    // Without a rail nothing saturates.
    #expect(try layer("quality")?.labels == ["flat line", "gap"])
  }
}
