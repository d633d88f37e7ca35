import SignalProcessing
import Signals

/// What is looked for in one channel, and how far the looking has come.
struct QualityWatch: Sendable {
  private static let flatLine = "flat line"

  let slot: Int
  /// The longest that an annotation's time lies behind the channel.
  let delay: Time
  private let channel: String
  private let rate: Rate
  private let flat: FlatLine
  private var flatState: FlatLine.State
  private var shares: [ShareWatch]
  /// The position of the first sample of the run.
  private var origin: Int?
  private var transitions: [Transition] = []

  private struct ShareWatch: Sendable {
    let label: String
    let share: SampleShare
    var state: SampleShare.State
  }

  init(
    slot: Int, channel: String, rate: Rate, flat: FlatLine, shares: [(String, SampleShare)]
  ) {
    self.slot = slot
    self.channel = channel
    self.rate = rate
    self.flat = flat
    flatState = flat.start()
    self.shares = shares.map { ShareWatch(label: $0.0, share: $0.1, state: $0.1.start()) }
    delay = rate.span(of: shares.reduce(flat.delay) { max($0, $1.1.delay) })
  }

  /// The labels of all that is looked for.
  var labels: [String] { [Self.flatLine] + shares.map(\.label) }

  /// Adds what begins and ends in a part to `annotations`, which stay in the order of their times.
  mutating func process(_ part: Channel, into annotations: inout [Annotation]) {
    if origin == nil, part.count > 0 { origin = part.first }
    transitions.removeAll(keepingCapacity: true)
    flat.process(part.samples.span, &flatState, into: &transitions)
    annotate(Self.flatLine, &annotations)
    for index in shares.indices {
      transitions.removeAll(keepingCapacity: true)
      shares[index].share.process(
        part.samples.span, &shares[index].state, into: &transitions)
      annotate(shares[index].label, &annotations)
    }
  }

  /// Puts each behind those of its time that are there: from the first channel and kind on.
  private func annotate(_ label: String, _ annotations: inout [Annotation]) {
    for transition in transitions {
      let annotation = Annotation(
        .quality, transition.begins ? .begin : .end,
        at: rate.time(of: (origin ?? 0) + transition.position), label: label, channel: channel)
      var place = annotations.count
      while place > 0, annotations[place - 1].follows(annotation) { place -= 1 }
      annotations.insert(annotation, at: place)
    }
  }
}

extension Annotation {
  /// Whether the annotation comes after another: by time, then channel and label, an end before a
  /// beginning.
  fileprivate func follows(_ other: Annotation) -> Bool {
    if time != other.time { return time > other.time }
    if channel != other.channel { return (channel ?? "") > (other.channel ?? "") }
    if label != other.label { return label > other.label }
    return phase.rawValue < other.phase.rawValue
  }
}
