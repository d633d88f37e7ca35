import SignalProcessing
import Signals

/// One run of a filter over one channel, with what is done about samples it does not vouch for.
struct FilteredChannel: Sendable {
  /// What a layer of flags says: in the order of marks `edge` and `bridged`.
  static let labels = ["edge", "bridged"]

  let slot: Int
  /// The longest that the filter keeps a sample.
  let delay: Time
  /// What the channel is behind the filter.
  private let description: ChannelDescription
  private let edges: GapPolicy.Edges
  private var filter: any ChannelFilterRun
  /// The position of the next sample to come out.
  private var position: Int?
  /// Through when the input is complete.
  private var through = Time.distantPast
  private var output = FilteredSamples()
  /// The positions of a part's beats.
  private var beats: [Int] = []
  /// The label that the last sample was flagged with.
  private var flag: String?

  init(
    _ filter: any ChannelFilter, of channel: ChannelDescription, slot: Int, edges: GapPolicy.Edges
  ) {
    self.filter = filter.start()
    self.slot = slot
    self.edges = edges
    description = filter.output(for: channel)
    delay = description.delay - channel.delay
  }

  /// Tells the filter of the beats among the samples that come next.
  mutating func follow(_ layer: Layer) {
    guard let rate = description.rate, layer.through > .distantPast else { return }
    beats.removeAll(keepingCapacity: true)
    for index in layer.annotations.indices where layer.annotations[index].isBeat {
      beats.append(rate.position(nearest: layer.annotations[index].time).position)
    }
    // A beat is at most half a sample from its position.
    filter.take(beats, through: rate.position(notBefore: layer.through) - 1)
  }

  /// Puts what comes out of the filter in the place of what goes in, and flags it in `held`.
  mutating func process(_ channel: inout Channel, flagging held: inout HeldAnnotations) {
    through = channel.through
    output.removeAll()
    if position == nil, channel.count > 0 { position = filter.begin(at: channel.first) }
    filter.process(channel.samples.span, into: &output)
    channel.samples.removeAll(keepingCapacity: true)
    channel.description = description
    channel.through = through - delay
    guard let first = position, let rate = description.rate else { return }
    channel.first = first
    deliver(&channel, rate, &held)
    channel.through = rate.time(of: first + channel.count)
  }

  /// Adds what the filter still holds back to the channel's last part.
  mutating func finish(_ channel: inout Channel, flagging held: inout HeldAnnotations) {
    output.removeAll()
    filter.finish(into: &output)
    if let rate = description.rate { deliver(&channel, rate, &held) }
    if let flag { annotate(.end, flag, at: through, &held) }
    channel.through = through
  }

  /// Appends the filter's output, each sample as its mark and the policy have it.
  private mutating func deliver(
    _ channel: inout Channel, _ rate: Rate, _ held: inout HeldAnnotations
  ) {
    guard let first = position else { return }
    for index in 0..<output.count {
      channel.samples.append(kept(output.values[index], output.marks[index]))
      if edges == .flag { note(output.marks[index], at: rate, first + index, &held) }
    }
    position = first + output.count
  }

  private func kept(_ value: Float, _ mark: FilteredSamples.Mark) -> Float {
    switch mark {
    case .sound, .missing: value
    case .bridged: edges == .flag ? value : .nan
    case .edge: edges == .missing ? .nan : value
    }
  }

  /// Says where a run of samples with one mark begins and ends.
  private mutating func note(
    _ mark: FilteredSamples.Mark, at rate: Rate, _ position: Int, _ held: inout HeldAnnotations
  ) {
    let label: String? =
      switch mark {
      case .edge: Self.labels[0]
      case .bridged: Self.labels[1]
      case .sound, .missing: nil
      }
    guard label != flag else { return }
    let time = rate.time(of: position)
    if let flag { annotate(.end, flag, at: time, &held) }
    if let label { annotate(.begin, label, at: time, &held) }
    flag = label
  }

  private func annotate(
    _ phase: Annotation.Phase, _ label: String, at time: Time, _ held: inout HeldAnnotations
  ) {
    held.insert(
      Annotation(.quality, phase, at: time, label: label, channel: description.name))
  }
}

extension Annotation {
  /// Whether it marks the moment of a beat.
  fileprivate var isBeat: Bool { kind == .beat && phase == .point }
}
