import Pipelines
import SignalProcessing
import Signals

/// A filter that takes the baseline out by the points before beats.
struct BeatwiseFilter: ChannelFilter {
  let filter: SplineBaseline

  /// A beat's position is known to a sample.
  func output(for channel: ChannelDescription) -> ChannelDescription {
    channel.delayed(by: filter.latency + 1)
  }

  func start() -> any ChannelFilterRun { Run(filter: filter, state: filter.start()) }

  func edgeWords(at rate: Rate) -> String? {
    "samples without two beats before and two behind them, none "
      + "\(Double(filter.longest) / rate.hertz) s from the next, are not to be trusted"
  }

  struct Run: ChannelFilterRun {
    let filter: SplineBaseline
    var state: SplineBaseline.State
    private var through = Int.min / 2

    init(filter: SplineBaseline, state: SplineBaseline.State) {
      self.filter = filter
      self.state = state
    }

    mutating func begin(at position: Int) -> Int {
      filter.begin(&state, at: position)
      return position
    }

    mutating func take(_ beats: [Int], through: Int) {
      filter.take(beats.span, &state)
      self.through = through
    }

    mutating func process(_ samples: Span<Float>, into output: inout FilteredSamples) {
      filter.process(samples, beatsThrough: through, &state, into: &output)
    }

    mutating func finish(into output: inout FilteredSamples) {
      filter.finish(&state, into: &output)
    }
  }
}
