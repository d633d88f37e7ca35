import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Gives channels another rate.
struct Resample: Stage {
  static let name = "resample"
  static let summary = "Gives channels another rate, by a ratio of whole numbers."

  private let channels: ChannelSelection
  private let rate: Double
  private let bridge: Double

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .ecg), "The channels to resample, in place.")
    rate = settings.number(
      "rate", in: 0.01...100_000, unit: "Hz", "The samples per second to come out.")
    bridge = settings.number(
      "bridge", in: 0...1, default: 0.1, unit: "s",
      "The longest run of missing samples that is bridged.")
  }

  private func filter(_ channel: ChannelDescription) throws(Mismatch) -> ChannelFilter {
    let hertz = try channel.wave(key: "channels").hertz
    guard let output = Rate(hertz: rate), let ratio = Self.ratio(of: rate, to: hertz) else {
      throw Mismatch(
        "rate",
        "'rate' must be to the rate of '\(channel.name)', \(hertz) Hz, as two whole numbers up to "
          + "\(Self.largest)")
    }
    let resampler = RationalResampler(
      up: ratio.up, down: ratio.down, bridge: Int((bridge * hertz).rounded(.down)))
    return .resampler(resampler, to: output)
  }

  /// The largest number in a ratio: filters are ten times as long to either side.
  private static let largest = 1000

  /// The smallest whole numbers in the ratio of two rates, to one part in a milliard.
  private static func ratio(of output: Double, to input: Double) -> (up: Int, down: Int)? {
    for down in 1...largest {
      let up = (output * Double(down) / input).rounded()
      guard up >= 1, up <= Double(largest) else { continue }
      let difference = (up * input - output * Double(down)).magnitude
      if difference <= 1e-9 * up * input { return (Int(up), down) }
    }
    return nil
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    try layout.filtering(channels) { channel throws(Mismatch) in try filter(channel) }
  }

  func start(on layout: Layout) -> FilteringState {
    FilteringState(on: layout, channels) { channel throws(Mismatch) in try filter(channel) }
  }

  func process(_ part: inout Recording, _ state: inout FilteringState) { state.process(&part) }

  func finish(_ part: inout Recording, _ state: inout FilteringState) { state.finish(&part) }
}
