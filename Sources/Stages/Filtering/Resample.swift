import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Gives channels another rate.
struct Resample: FilteringStage {
  static let name = "resample"
  static let summary = "Gives channels another rate, by a ratio of whole numbers."

  static let example = StageExample(
    #"{ "stage": "resample", "rate": 100 }"#,
    scene: #""events": [ { "event": "gap", "channel": "II", "from": 4.2, "for": 0.6 } ]"#,
    seconds: 3...6)

  let channels: ChannelSelection
  private let rate: Double
  let gaps: GapPolicy

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .ecg), "The channels to resample, in place.")
    rate = settings.number(
      "rate", in: 0.01...100_000, unit: "Hz", "The samples per second to come out.")
    gaps = GapPolicy(&settings, for: Self.name)
  }

  func filter(for channel: ChannelDescription) throws(Mismatch) -> any ChannelFilter {
    let hertz = try channel.wave(key: "channels").hertz
    guard let output = Rate(hertz: rate), let ratio = Self.ratio(of: rate, to: hertz) else {
      throw Mismatch(
        "rate",
        "'rate' must be to the rate of '\(channel.name)', \(hertz) Hz, as two whole numbers up to "
          + "\(Self.largest)")
    }
    let resampler = RationalResampler(
      up: ratio.up, down: ratio.down, bridge: gaps.bridge(at: hertz))
    return OtherRate(resampler: resampler, rate: output)
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
}
