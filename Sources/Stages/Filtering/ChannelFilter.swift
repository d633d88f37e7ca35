import Pipelines
import SignalProcessing
import Signals

/// What a filtering stage does to each of the channels it has chosen, in place.
enum ChannelFilter: Sendable {
  /// Second-order sections: the samples keep their times, and no delay is added.
  case recursive(RecursiveFilter)
  /// Linear phase: each sample comes later, and keeps its time.
  case linearPhase(LinearPhaseFilter)

  /// By how many samples the output is behind at most.
  var latency: Int {
    switch self {
    case .recursive: 0
    case .linearPhase(let filter): filter.latency
    }
  }

  func start(on channel: ChannelDescription, slot: Int) -> FilteredChannel {
    switch self {
    case .recursive(let filter): FilteredChannel(slot: slot, memory: .recursive(filter.start()))
    case .linearPhase(let filter):
      FilteredChannel(
        slot: slot, delay: channel.rate?.time(of: latency) ?? .zero,
        memory: .linearPhase(filter.start()))
    }
  }

  func process(_ channel: inout Channel, _ state: inout FilteredChannel) {
    switch (self, state.memory) {
    case (.recursive(let filter), .recursive(var memory)):
      state.memory = .none
      var samples = channel.samples.mutableSpan
      filter.process(&samples, &memory)
      state.memory = .recursive(memory)
    case (.linearPhase(let filter), .linearPhase(var memory)):
      state.memory = .none
      if state.position == nil, channel.count > 0 { state.position = channel.first }
      state.output.removeAll(keepingCapacity: true)
      filter.process(channel.samples.span, &memory, into: &state.output)
      state.memory = .linearPhase(memory)
      state.give(&channel, through: channel.through - state.delay)
    default: preconditionFailure("a filter's state is of its own kind")
    }
  }

  func finish(_ channel: inout Channel, _ state: inout FilteredChannel) {
    guard case .linearPhase(let filter) = self, case .linearPhase(var memory) = state.memory
    else { return }
    state.output.removeAll(keepingCapacity: true)
    state.output.append(contentsOf: channel.samples)
    let given = channel.count
    filter.finish(&memory, into: &state.output)
    state.memory = .linearPhase(memory)
    state.position = state.position.map { $0 - given }
    state.give(&channel, through: channel.through + state.delay)
  }
}

/// Where a filter stands on one channel.
struct FilteredChannel: Sendable {
  enum Memory: Sendable {
    case none
    case recursive(RecursiveFilter.State)
    case linearPhase(LinearPhaseFilter.State)
  }

  var slot: Int
  var delay = Time.zero
  var memory: Memory
  /// The position of the next sample to come out.
  var position: Int?
  var output: [Float] = []

  /// Puts what has come out in the place of what went in.
  fileprivate mutating func give(_ channel: inout Channel, through: Time) {
    swap(&channel.samples, &output)
    channel.first = position ?? channel.first
    position = position.map { $0 + channel.count }
    channel.through = through
  }
}
