public import Signals

/// One run of a pipeline over one recording.
///
/// The source fills ``recording`` with a part, ``process()`` takes it through the stages, and
/// whoever wants the result reads it there before the next part. Not safe to share between threads.
public final class PipelineRun {
  /// The part that is being worked on; its room is used again for each.
  public var recording: Recording
  /// The layout after the last stage.
  public let layout: Layout

  private let input: Layout
  private let stages: [StageRun]
  private var order = AlertOrder()
  private var sourceThrough = Time.distantPast

  init(_ stages: [any Stage], layouts: [Layout]) {
    input = layouts[0]
    layout = layouts[layouts.count - 1]
    recording = Recording(layout)
    self.stages = zip(stages, layouts).map { StageRun($0, on: $1) }
  }

  /// Empties the part so that the source can fill in the next.
  public func clear() {
    recording.clear()
    for slot in input.channels.indices {
      recording.channels[slot].description = input.channels[slot]
    }
  }

  /// Takes the part through the stages; the alerts that nothing earlier can precede are then in
  /// the part, in the order of the times at which they were detected.
  public func process() {
    noteSource()
    for (place, stage) in stages.enumerated() {
      stage.process(&recording)
      order.take(&recording.alerts, from: place)
    }
    order.release(before: sourceThrough, into: &recording.alerts)
  }

  /// Takes what the stages held back through the rest of them, at the end of the recording.
  ///
  /// The part then holds it, and all the alerts that are left.
  public func finish() {
    let end = sourceThrough == .distantPast ? .zero : sourceThrough
    clear()
    for (place, stage) in stages.enumerated() {
      complete(through: end)
      stage.finish(&recording)
      order.take(&recording.alerts, from: place)
    }
    complete(through: end)
    order.release(before: .distantFuture, into: &recording.alerts)
  }

  private func complete(through end: Time) {
    for slot in recording.channels.indices { recording.channels[slot].through = end }
    for slot in recording.layers.indices { recording.layers[slot].through = end }
  }

  private func noteSource() {
    var through = Time.distantFuture
    for slot in input.channels.indices { through = min(through, recording.channels[slot].through) }
    for slot in input.layers.indices { through = min(through, recording.layers[slot].through) }
    if through != .distantFuture { sourceThrough = max(sourceThrough, through) }
  }
}
