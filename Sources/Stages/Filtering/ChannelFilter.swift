import Pipelines
import SignalProcessing
import Signals

/// What a filtering stage does to one of its channels.
protocol ChannelFilter: Sendable {
  /// What the channel is behind the filter.
  func output(for channel: ChannelDescription) -> ChannelDescription

  /// One run of the filter, before the first sample.
  func start() -> any ChannelFilterRun

  /// How much of a segment at either end is not to be trusted, in words; nil where all of it is.
  func edgeWords(at rate: Rate) -> String?
}

/// One run of a filter over one channel.
protocol ChannelFilterRun: Sendable {
  /// Notes that the first sample of the input is at `position`, and gives that of the output.
  mutating func begin(at position: Int) -> Int

  /// Takes the positions of beats among the samples that come next; none before `through` comes later.
  mutating func take(_ beats: [Int], through: Int)

  /// Appends to `output` what `samples` decide.
  mutating func process(_ samples: Span<Float>, into output: inout FilteredSamples)

  /// Appends to `output` what is still held back.
  mutating func finish(into output: inout FilteredSamples)
}

extension ChannelFilterRun {
  /// Follows no beats.
  mutating func take(_ beats: [Int], through: Int) {}
}

/// A filter that gives a sample for each it takes.
struct SameRate<Filter: SignalFilter>: ChannelFilter {
  let filter: Filter

  init(_ filter: Filter) { self.filter = filter }

  func output(for channel: ChannelDescription) -> ChannelDescription {
    channel.delayed(by: filter.latency)
  }

  func start() -> any ChannelFilterRun { Run(filter: filter, state: filter.start()) }

  func edgeWords(at rate: Rate) -> String? { rate.edgeWords(filter.edges) }

  struct Run: ChannelFilterRun {
    let filter: Filter
    var state: Filter.State

    mutating func begin(at position: Int) -> Int { position }

    mutating func process(_ samples: Span<Float>, into output: inout FilteredSamples) {
      filter.process(samples, &state, into: &output)
    }

    mutating func finish(into output: inout FilteredSamples) {
      filter.finish(&state, into: &output)
    }
  }
}

/// Another rate: samples at other times.
struct OtherRate: ChannelFilter {
  let resampler: RationalResampler
  let rate: Rate

  func output(for channel: ChannelDescription) -> ChannelDescription {
    var output = channel.delayed(by: resampler.latency)
    output.rate = rate
    return output
  }

  func start() -> any ChannelFilterRun { Run(resampler: resampler, state: resampler.start()) }

  func edgeWords(at rate: Rate) -> String? { rate.edgeWords(resampler.edges) }

  struct Run: ChannelFilterRun {
    let resampler: RationalResampler
    var state: RationalResampler.State

    mutating func begin(at position: Int) -> Int {
      resampler.restart(&state, at: position)
      return resampler.outputPosition(notBefore: position)
    }

    mutating func process(_ samples: Span<Float>, into output: inout FilteredSamples) {
      resampler.process(samples, &state, into: &output)
    }

    mutating func finish(into output: inout FilteredSamples) {
      resampler.finish(&state, into: &output)
    }
  }
}

extension ChannelDescription {
  /// The channel when it is given `count` samples later.
  func delayed(by count: Int) -> ChannelDescription {
    var later = self
    if count > 0, let rate { later.delay = delay + rate.span(of: count) }
    return later
  }
}

extension Rate {
  /// How long edges of so many samples are; nil where there are none.
  func edgeWords(_ edges: (leading: Int, trailing: Int)) -> String? {
    func words(_ count: Int, _ place: String) -> String? {
      guard count > 0 else { return nil }
      guard count < .max else { return "all samples \(place)" }
      let milliseconds = (Double(count) / hertz * 1000).rounded()
      return "\(count) samples (\(milliseconds / 1000) s) \(place)"
    }
    let parts = [words(edges.leading, "behind"), words(edges.trailing, "before")]
      .compactMap { $0 }
    guard !parts.isEmpty else { return nil }
    return parts.joined(separator: " and ") + " a gap or an end are not to be trusted"
  }
}
