import Configuration
import Pipelines
import Signals

/// Adds a channel that comes a set number of samples late.
struct Late: Stage {
  static let name = "late"
  static let summary = "Repeats a channel late."
  static let example = StageExample(#"{ "stage": "late" }"#)
  let samples: Int
  let output: String

  init(_ settings: inout Settings) {
    samples = settings.integer("samples", in: 0...100, default: 3, "How late.")
    output = settings.string("output", default: "late", "The name.")
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    var layout = layout
    guard var channel = layout.channels.first, let rate = channel.rate else {
      throw Mismatch("samples", "there is no regular channel")
    }
    channel.name = output
    channel.delay = channel.delay + rate.time(of: samples)
    try layout.add(channel, key: "output")
    return layout
  }

  struct State: Sendable {
    var slot: Int
    var held: [Float] = []
    var first = 0
  }

  func start(on layout: Layout) -> State { State(slot: layout.channels.count) }

  func process(_ part: inout Recording, _ state: inout State) {
    state.held += part.channels[0].samples
    give(max(0, state.held.count - samples), &part, &state)
    part.channels[state.slot].through =
      part.channels[0].through - (part.channels[0].description.rate?.time(of: samples) ?? .zero)
  }

  func finish(_ part: inout Recording, _ state: inout State) {
    give(state.held.count, &part, &state)
    part.channels[state.slot].through = part.channels[0].through
  }

  private func give(_ count: Int, _ part: inout Recording, _ state: inout State) {
    if part.channels[state.slot].samples.isEmpty { part.channels[state.slot].first = state.first }
    part.channels[state.slot].samples += state.held[..<count]
    state.held.removeFirst(count)
    state.first += count
  }
}

/// Adds the sum of two channels, which it must see together, and an alert for each sum above 3.
struct Sum: Stage {
  static let name = "sum"
  static let summary = "Adds two channels."
  static let example = StageExample(#"{ "stage": "sum" }"#)

  init(_ settings: inout Settings) {}

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    var layout = layout
    guard let late = layout.channels.last, layout.channels.count > 1 else {
      throw Mismatch(nil, "two channels are needed")
    }
    var sum = late
    sum.name = "sum"
    try layout.add(sum, key: "output")
    return layout
  }

  func joins(in layout: Layout) -> Inputs { Inputs(channels: [0, layout.channels.count - 1]) }

  struct State: Sendable {
    var other: Int
    var delay: Time
  }

  func start(on layout: Layout) -> State {
    State(other: layout.channels.count - 1, delay: joins(in: layout).delay(in: layout))
  }

  func process(_ part: inout Recording, _ state: inout State) {
    let one = part.channels[0]
    let other = part.channels[state.other]
    precondition(one.count == other.count && one.first == other.first)
    part.channels[state.other + 1].first = one.first
    part.channels[state.other + 1].through = one.through
    for index in one.samples.indices {
      let sum = one.samples[index] + other.samples[index]
      part.channels[state.other + 1].samples.append(sum)
      if sum > 3 {
        let time = one.time(of: index)
        part.alerts.append(
          Alert(
            name: "high", phase: .start, priority: .low, category: .physiological, onset: time,
            time: time, detected: time + state.delay, source: "sum", value: sum, unit: .one,
            limit: 3))
      }
    }
  }
}

let toys = Catalogue([Late.self, Sum.self])
