import Pipelines
import Signals

/// All that a run gave out, and where it broke the contract of a stage.
struct Outcome {
  struct ChannelOutcome: Equatable {
    var name: String
    var first: Int?
    var times: [Time] = []
    var samples: [UInt32] = []

    var values: [Float] { samples.map { Float(bitPattern: $0) } }
  }
  var channels: [ChannelOutcome] = []
  var layers: [String: [Annotation]] = [:]
  var alerts: [Alert] = []
  var breaches: [String] = []

  private var throughs: [Time] = []
  private var layerThroughs: [Time] = []

  /// Runs a pipeline over a recording that is cut at these times; uncut, if there are none.
  init(_ pipeline: Pipeline, over whole: Recording, on layout: Layout, cuts: [[Time]] = []) throws {
    let run = try pipeline.run(on: layout)
    channels = run.layout.channels.map { ChannelOutcome(name: $0.name) }
    throughs = run.layout.channels.map { _ in .distantPast }
    layerThroughs = run.layout.layers.map { _ in .distantPast }
    var delivery = Delivery(whole)
    let uncut = [whole.channels.map(\.through) + whole.layers.map(\.through)]
    for cut in cuts.isEmpty ? uncut : cuts {
      run.clear()
      delivery.fill(&run.recording, through: cut)
      run.process()
      take(run, source: cut.min() ?? .zero)
    }
    run.finish()
    take(run, source: nil)
  }

  /// The channel of this name.
  subscript(name: String) -> ChannelOutcome? { channels.first { $0.name == name } }

  /// All that must not depend on the cuts, but for the channels; not-a-number is equal to itself.
  var words: [String] {
    layers.sorted { $0.key < $1.key }.map { "\($0)" } + alerts.map { "\($0)" }
  }

  private mutating func take(_ run: PipelineRun, source: Time?) {
    for (slot, channel) in run.recording.channels.enumerated() {
      check(channel, slot, delay: run.layout.channels[slot].delay, source: source)
      throughs[slot] = channel.through
      if channel.count > 0, channels[slot].first == nil { channels[slot].first = channel.first }
      channels[slot].samples += channel.samples.map(\.bitPattern)
      channels[slot].times += channel.times
    }
    for (slot, layer) in run.recording.layers.enumerated() {
      for annotation in layer.annotations where annotation.time < layerThroughs[slot] {
        breaches.append("layer '\(layer.description.name)': \(annotation.time) comes late")
      }
      let delay = run.layout.layers[slot].delay
      if let source, layer.through < source - delay {
        breaches.append("layer '\(layer.description.name)' keeps more than its delay")
      }
      layerThroughs[slot] = layer.through
      layers[layer.description.name, default: []] += layer.annotations
    }
    alerts += run.recording.alerts
  }

  private mutating func check(_ channel: Channel, _ slot: Int, delay: Time, source: Time?) {
    func report(_ problem: String) {
      breaches.append("channel '\(channel.description.name)' \(problem)")
    }
    if let source, channel.through < source - delay { report("keeps more than its delay") }
    if channel.through < throughs[slot], source != nil { report("goes back") }
    if channel.samples.count != channel.count * channel.description.width {
      report("has half a sample")
    }
    if channel.description.rate == nil {
      if channel.times.count != channel.count { report("has times without samples") }
      let known = channels[slot].times.last.map { [$0] } ?? []
      for (before, after) in zip(known + channel.times, (known + channel.times).dropFirst())
      where after <= before { report("has times that do not increase") }
    } else if let first = channels[slot].first, channel.count > 0 {
      let expected = first + channels[slot].samples.count / channel.description.width
      if channel.first != expected { report("leaves out or repeats positions") }
    }
    if channel.count > 0 {
      if channel.time(of: 0) < throughs[slot] { report("comes late") }
    }
  }
}
