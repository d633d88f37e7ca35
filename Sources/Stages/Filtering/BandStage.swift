import Pipelines
import SignalProcessing
import Signals

/// A filtering stage that lets a band of frequencies through, by one of several kinds of filter.
protocol BandStage: FilteringStage {
  /// What is let through.
  var band: FilterBand { get }
  /// The kind of filter.
  var choice: FilterChoice { get }
}

extension BandStage {
  var needsWhole: Bool { choice.needsWhole }

  func filter(for channel: ChannelDescription) throws(Mismatch) -> any ChannelFilter {
    switch band {
    case .lowPass(let frequency), .highPass(let frequency):
      _ = try channel.rate(above: frequency, key: "frequency")
    case .bandPass(_, let high), .bandStop(_, let high):
      _ = try channel.rate(above: high, key: "high")
    }
    return try choice.filter(band, of: channel, gaps)
  }
}
