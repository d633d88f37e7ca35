import Configuration
import Formats
import Glibc
import Signals
import Testing

private let goldens = root + "/Tests/FormatsTests/Goldens/"

/// What a small network of ncps was given, and what it gave.
private struct SmallNetwork {
  let x: [[Double]]
  let spans: [Double]
  let y: [[Double]]

  init() throws {
    let json = try JSON.parse(SourceText(reading: goldens + "ncps-small.json"))
    func numbers(_ json: JSON?) -> [Double] {
      guard case .array(let values)? = json?.value else { return [] }
      return values.compactMap { if case .number(let number) = $0.value { number } else { nil } }
    }
    func rows(_ json: JSON?) -> [[Double]] {
      guard case .array(let rows)? = json?.value else { return [] }
      return rows.map { numbers($0) }
    }
    x = rows(json["x"])
    spans = numbers(json["timespans"])
    y = rows(json["y"])
  }

  /// Writes a recording of what it was given, at the times between which the spans lie.
  func write(to path: String) throws {
    let layout = Layout(
      channels: ["a", "b", "c"].map { ChannelDescription(name: $0, kind: .numeric, unit: .one) })
    var part = Recording(layout)
    var time = Time.zero
    for (row, span) in zip(x, spans) {
      time = time + Time(seconds: span)
      for (channel, value) in row.enumerated() {
        part.channels[channel].times.append(time)
        part.channels[channel].samples.append(Float(value))
      }
    }
    let duration = time + Time(seconds: 1)
    for channel in part.channels.indices { part.channels[channel].through = duration }
    let writer = try RecordingWriter(creating: path)
    try writer.begin(Header(layout: layout, duration: duration))
    try writer.append(part)
    try writer.finish()
  }
}

@Suite struct NcpsTests {
  private static let options = ["--mode", "no_gate", "--activation", "silu"]

  private func convert(_ words: String...) throws -> Outcome {
    try vigil(arguments: ["convert"] + words)
  }

  @Test func importedWeightsRunInAPipelineAsNcpsRunsThem() throws {
    try withScratch { folder in
      let network = try SmallNetwork()
      try network.write(to: folder + "/r.h5")
      let converted = try vigil(
        arguments: [
          "convert", goldens + "ncps-small.safetensors", folder + "/m.h5", "--inputs", "a,b,c",
          "--classes", "calm,storm",
        ] + Self.options)
      #expect(
        converted
          == Outcome(status: 0, output: "", errors: "cfc: 3 inputs, 2 outputs, 218 numbers\n"))
      try write(
        #"""
        { "stages": [ { "stage": "liquid", "model": "m.h5", "output": "weather",
          "allowOtherPreprocessing": true } ] }
        """#, to: folder + "/p.json")
      let run = try vigil("run", folder + "/p.json", folder + "/r.h5", "--output", folder + "/out")
      #expect(run.status == 0)
      let reader = try IsolatedReader(folder + "/out/r.h5", program: program)
      var part = Recording(reader.header.layout)
      try reader.read(until: reader.header.duration, into: &part)
      let slot = try #require(
        reader.header.layout.channels.firstIndex { $0.name == "weather score" })
      let scores = part.channels[slot].samples
      #expect(scores.count == 24)
      for (step, y) in network.y.enumerated() {
        // Two scores that sum to 1.
        let expected = 1 / (1 + exp(y[1] - y[0]))
        #expect(abs(Double(scores[2 * step]) - expected) <= 2e-6)
      }
    }
  }

  @Test func importedWeightsThatSayNumbersAreReadAsTheyAre() throws {
    try withScratch { folder in
      let network = try SmallNetwork()
      try network.write(to: folder + "/r.h5")
      _ = try vigil(
        arguments: [
          "convert", goldens + "ncps-small.safetensors", folder + "/m.h5", "--inputs", "a,b,c",
          "--classes", "wind,rain", "--numbers", "--unit", "mm",
        ] + Self.options)
      try write(
        #"""
        { "stages": [ { "stage": "liquid", "model": "m.h5", "output": "weather",
          "allowOtherPreprocessing": true } ] }
        """#, to: folder + "/p.json")
      let run = try vigil("run", folder + "/p.json", folder + "/r.h5", "--output", folder + "/out")
      #expect(run.status == 0)
      let reader = try IsolatedReader(folder + "/out/r.h5", program: program)
      var part = Recording(reader.header.layout)
      try reader.read(until: reader.header.duration, into: &part)
      let said = try #require(part.channels.first { $0.description.name == "weather estimate" })
      #expect(said.description.unit == Unit(rawValue: "mm"))
      #expect(said.description.axis == ["wind", "rain"])
      for (value, expected) in zip(said.samples, network.y.joined()) {
        #expect(abs(Double(value) - expected) <= 2e-6)
      }
      #expect(said.samples.count == 24)
    }
  }

  @Test func weightsComeBackAsTheyWere() throws {
    try withScratch { folder in
      _ = try vigil(
        arguments: ["convert", goldens + "ncps-small.safetensors", folder + "/m.h5"] + Self.options)
      #expect(try convert(folder + "/m.h5", folder + "/s.safetensors").status == 0)
      #expect(try convert(folder + "/m.h5", folder + "/s.h5").status == 0)
      let first = try IsolatedReader.safetensors(
        in: goldens + "ncps-small.safetensors", program: program)
      for file in ["/s.safetensors", "/s.h5"] {
        let again = try #require(
          try IsolatedReader.stateDictionary(at: folder + file, program: program))
        #expect(again.tensors.count == first.tensors.count)
        for tensor in first.tensors { #expect(again.tensor(tensor.name) == tensor) }
        // What the tensors do not say is in the file now.
        #expect(try convert(folder + file, folder + "/again.h5", "--force").status == 0)
      }
    }
  }

  @Test func whatTheWeightsDoNotSayMustBeStated() throws {
    try withScratch { folder in
      let file = goldens + "ncps-small.safetensors"
      #expect(
        try convert(file, folder + "/m.h5")
          == Outcome(
            status: 2, output: "",
            errors: "vigil: error: \(file): the weights do not say whether the mode is default or "
              + "no_gate; state --mode, or --ncps-defaults\n"))
      #expect(try convert(file, folder + "/m.h5", "--ncps-defaults").status == 0)
      let wrong = try convert(
        file, folder + "/n.h5", "--ncps-defaults", "--inputs", "a,b")
      #expect(wrong.status == 2 && wrong.errors.contains("'inputs' must name the 3 inputs"))
      #expect(names(in: folder) == ["m.h5"])
    }
  }

  @Test func damagedSafetensorsAreLocatedErrors() throws {
    try withScratch { folder in
      let sound = try bytes(of: goldens + "ncps-small.safetensors")
      let path = folder + "/d.safetensors"
      for cut in [9, 100, sound.count - 1] {
        try write(Array(sound[..<cut]), to: path)
        let outcome = try convert(path, folder + "/m.h5", "--ncps-defaults")
        #expect(outcome.status != 0 && outcome.errors.hasPrefix("vigil: error: \(path)"))
      }
      #expect(names(in: folder) == ["d.safetensors"])
    }
  }

  @Test func infoSaysWhatWeightsAre() throws {
    let file = goldens + "ncps-small.safetensors"
    let outcome = try vigil("info", file)
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("\(file): safetensors, 12 tensors of 218 numbers\n"))
    let model = try vigil("info", "pipelines/models/arrhythmia-simulated.h5")
    #expect(model.status == 0)
    for words in ["a model of Vigil", "cfc", "units: 24", "RR interval", "Research software."] {
      #expect(model.output.contains(words))
    }
    let json = try vigil("info", "--json", "pipelines/models/arrhythmia-simulated.h5")
    let parsed = try JSON.parse(SourceText(path: "info", json.output))
    #expect(parsed["model"] != nil && parsed["card"] != nil && parsed["architecture"] != nil)
  }
}
