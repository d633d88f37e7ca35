import Pipelines
import SignalProcessing
import Signals

/// What a filtering stage does to each of the channels it has chosen, in place.
enum ChannelFilter: Sendable {
  /// Second-order sections: the samples keep their times, and no delay is added.
  case recursive(RecursiveFilter)
  /// Linear phase: each sample comes later, and keeps its time.
  case linearPhase(LinearPhaseFilter)
  /// Another rate: samples at other times, each of them later.
  case resampler(RationalResampler, to: Rate)

  /// By how many samples of the input the output is behind at most.
  private var latency: Int {
    switch self {
    case .recursive: 0
    case .linearPhase(let filter): filter.latency
    case .resampler(let resampler, _): resampler.latency
    }
  }

  /// What the channel is behind the filter.
  func output(for channel: ChannelDescription) -> ChannelDescription {
    var output = channel
    if latency > 0, let rate = channel.rate {
      output.delay = channel.delay + rate.span(of: latency)
    }
    if case .resampler(_, let rate) = self { output.rate = rate }
    return output
  }

  func start(on channel: ChannelDescription, slot: Int) -> FilteredChannel {
    let memory: FilteredChannel.Memory =
      switch self {
      case .recursive(let filter): .recursive(filter, filter.start())
      case .linearPhase(let filter): .linearPhase(filter, filter.start())
      case .resampler(let resampler, _): .resampler(resampler, resampler.start())
      }
    let output = output(for: channel)
    return FilteredChannel(
      slot: slot, description: output, delay: output.delay - channel.delay, memory: memory)
  }
}
