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

  /// Adds what begins and ends in a part to `held`.
  mutating func process(_ part: Channel, into held: inout HeldAnnotations) {
    if origin == nil, part.count > 0 { origin = part.first }
    transitions.removeAll(keepingCapacity: true)
    flat.process(part.samples.span, &flatState, into: &transitions)
    annotate(Self.flatLine, &held)
    for index in shares.indices {
      transitions.removeAll(keepingCapacity: true)
      shares[index].share.process(
        part.samples.span, &shares[index].state, into: &transitions)
      annotate(shares[index].label, &held)
    }
  }

  private func annotate(_ label: String, _ held: inout HeldAnnotations) {
    for transition in transitions {
      held.insert(
        Annotation(
          .quality, transition.begins ? .begin : .end,
          at: rate.time(of: (origin ?? 0) + transition.position), label: label, channel: channel))
    }
  }
}
