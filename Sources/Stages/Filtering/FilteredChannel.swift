import SignalProcessing
import Signals

/// One run of a filter over one channel.
struct FilteredChannel: Sendable {
  /// A filter and where it stands; none while it is at work.
  enum Memory: Sendable {
    case none
    case recursive(RecursiveFilter, RecursiveFilter.State)
    case linearPhase(LinearPhaseFilter, LinearPhaseFilter.State)
    case resampler(RationalResampler, RationalResampler.State)
  }

  let slot: Int
  /// What the channel is behind the filter.
  let description: ChannelDescription
  /// The longest that the filter keeps a sample.
  let delay: Time
  private var memory: Memory
  /// The position of the next sample to come out.
  private var position: Int?
  /// Through when the input is complete.
  private var through = Time.distantPast
  private var output: [Float] = []

  init(slot: Int, description: ChannelDescription, delay: Time, memory: Memory) {
    self.slot = slot
    self.description = description
    self.delay = delay
    self.memory = memory
  }

  /// Puts what comes out of the filter in the place of what goes in.
  mutating func process(_ channel: inout Channel) {
    through = channel.through
    output.removeAll(keepingCapacity: true)
    if position == nil, channel.count > 0 { begin(at: channel.first) }
    // A memory is taken out while it is worked on: a second reference would make it be copied.
    switch memory {
    case .recursive(let filter, var state):
      memory = .none
      var samples = channel.samples.mutableSpan
      filter.process(&samples, &state)
      memory = .recursive(filter, state)
      return
    case .linearPhase(let filter, var state):
      memory = .none
      filter.process(channel.samples.span, &state, into: &output)
      memory = .linearPhase(filter, state)
    case .resampler(let resampler, var state):
      memory = .none
      resampler.process(channel.samples.span, &state, into: &output)
      memory = .resampler(resampler, state)
    case .none: preconditionFailure("a memory is put back")
    }
    swap(&channel.samples, &output)
    place(&channel)
  }

  /// Adds what the filter still holds back to the channel's last part.
  mutating func finish(_ channel: inout Channel) {
    switch memory {
    case .recursive, .none: return
    case .linearPhase(let filter, var state): filter.finish(&state, into: &channel.samples)
    case .resampler(let resampler, var state): resampler.finish(&state, into: &channel.samples)
    }
    channel.through = through
  }

  private mutating func begin(at first: Int) {
    position = first
    guard case .resampler(let resampler, var state) = memory else { return }
    resampler.restart(&state, at: first)
    memory = .resampler(resampler, state)
    position = resampler.outputPosition(notBefore: first)
  }

  /// Says of the samples that have come out which they are, and how far they reach.
  private mutating func place(_ channel: inout Channel) {
    channel.description = description
    channel.through = through - delay
    guard let first = position, let rate = description.rate else { return }
    channel.first = first
    position = first + channel.count
    channel.through = rate.time(of: first + channel.count)
  }
}
