import SignalProcessing
import Signals

/// A filter that goes over a channel forth and back, and gives nothing before its end.
struct WholeChannel: ChannelFilter {
  let filter: ZeroPhaseFilter

  /// Behind the filter the channel is complete when the recording is.
  func output(for channel: ChannelDescription) -> ChannelDescription {
    var output = channel
    output.delay = .distantFuture
    return output
  }

  func start() -> any ChannelFilterRun { Run(filter: filter) }

  func edgeWords(at rate: Rate) -> String? { rate.edgeWords((filter.edge, filter.edge)) }

  /// About the bytes that a sample takes: as it came, twice in double precision, and as it goes.
  static let bytesPerSample = 40

  struct Run: ChannelFilterRun {
    let filter: ZeroPhaseFilter
    private var samples: [Float] = []

    init(filter: ZeroPhaseFilter) { self.filter = filter }

    mutating func begin(at position: Int) -> Int { position }

    mutating func process(_ part: Span<Float>, into output: inout FilteredSamples) {
      for index in part.indices { samples.append(part[index]) }
    }

    mutating func finish(into output: inout FilteredSamples) {
      output = filter.filtered(samples.span)
      samples = []
    }
  }
}
