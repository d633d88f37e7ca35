import Configuration
import Pipelines
import Signals
import Simulation
import Stages

/// A stage's example taken through its pipeline: what the stage finds, and what it gives out.
struct ExampleRun {
  let example: StageExample
  /// The stage itself.
  let stage: any Stage
  /// The layouts before and behind the stage.
  let layouts: (before: Layout, behind: Layout)
  /// The alerts that the stage can raise.
  let alerts: [AlertDescription]
  /// What should be known of it.
  let notes: [String]
  /// What was there before it and what came out, over the stretch that is drawn.
  let drawn: (before: Stretch, behind: Stretch)

  /// Runs the example of a stage.
  init(_ example: StageExample, of type: any Stage.Type) throws {
    self.example = example
    let pipeline = try Self.pipeline(of: example, through: type)
    let place = pipeline.stages.count - 1
    stage = pipeline.stages[place]
    let made = try ExampleRecording.made(for: example)
    let all = try pipeline.layouts(from: made.header.layout)
    layouts = (all[place], all[place + 1])
    alerts = stage.alerts(on: layouts.before)
    do throws(Mismatch) { notes = try stage.notes(on: layouts.before) } catch {
      throw Diagnostics(error: error.message)
    }
    drawn = (
      try Stretch(of: example.seconds, pipeline.prefix(place), over: made.recording),
      try Stretch(of: example.seconds, pipeline, over: made.recording)
    )
  }

  private static func pipeline(
    of example: StageExample, through type: any Stage.Type
  ) throws -> Pipeline {
    switch example.source {
    case .stages(let stages):
      let list = stages.joined(separator: ",\n")
      return try Pipeline(
        SourceText(path: "example", "{ \"stages\": [ \(list) ] }"), catalogue: catalogue)
    case .file(let path):
      let pipeline = try Pipeline(SourceText(reading: path), catalogue: catalogue)
      let place = pipeline.stages.firstIndex { Swift.type(of: $0).name == type.name }
      return pipeline.prefix((place ?? 0) + 1)
    }
  }

  /// The channels that the stage changes in place: by what they are, or by what they hold.
  var changed: [Int] {
    layouts.before.channels.indices.filter { slot in
      var description = layouts.behind.channels[slot]
      description.delay = layouts.before.channels[slot].delay
      return description != layouts.before.channels[slot]
        || drawn.before.channels[slot].samples.map(\.bitPattern)
          != drawn.behind.channels[slot].samples.map(\.bitPattern)
    }
  }

  /// The channels that the stage adds.
  var addedChannels: Range<Int> {
    layouts.before.channels.count..<layouts.behind.channels.count
  }

  /// The layers that the stage adds.
  var addedLayers: Range<Int> { layouts.before.layers.count..<layouts.behind.layers.count }

  /// The channels and layers that are shown as the stage finds them.
  var shown: (channels: [Int], layers: [Int]) {
    (
      example.shows.compactMap { name in
        layouts.before.channels.firstIndex { $0.name == name }
      },
      example.shows.compactMap { name in layouts.before.layers.firstIndex { $0.name == name } }
    )
  }
}

/// All that a pipeline gives out of a stretch of a recording, as one part.
struct Stretch {
  /// The channels, each regular one from the first sample of the stretch.
  private(set) var channels: [Channel]
  private(set) var layers: [Layer]
  private(set) var alerts: [Alert] = []

  /// Takes a recording through a pipeline, and keeps what lies between two seconds.
  init(of seconds: ClosedRange<Double>, _ pipeline: Pipeline, over whole: Recording) throws {
    let run = try pipeline.run(on: Layout(channels: whole.channels.map(\.description)))
    channels = run.layout.channels.map { Channel($0) }
    layers = run.layout.layers.map { Layer($0) }
    run.clear()
    for slot in whole.channels.indices { run.recording.channels[slot] = whole.channels[slot] }
    run.process()
    keep(run.recording, seconds)
    run.finish()
    keep(run.recording, seconds)
  }

  private mutating func keep(_ part: Recording, _ seconds: ClosedRange<Double>) {
    for (slot, channel) in part.channels.enumerated() {
      let width = channel.description.width
      for index in 0..<channel.count {
        let time = channel.time(of: index)
        guard seconds.contains(time.seconds) else { continue }
        if channels[slot].count == 0 { channels[slot].first = channel.first + index }
        if channel.description.rate == nil { channels[slot].times.append(time) }
        channels[slot].samples += channel.samples[(index * width)..<((index + 1) * width)]
      }
    }
    for (slot, layer) in part.layers.enumerated() {
      // A stretch may begin before what is drawn.
      layers[slot].annotations += layer.annotations.filter { $0.time.seconds <= seconds.upperBound }
    }
    alerts += part.alerts.filter { seconds.contains($0.detected.seconds) }
  }
}
