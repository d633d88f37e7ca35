import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Puts a polynomial fitted to the samples around it in each sample's place (Savitzky–Golay).
struct Smooth: FilteringStage {
  static let name = "smooth"
  static let summary =
    "Fits a polynomial around each sample (Savitzky–Golay): noise goes, peaks keep their height."

  static let example = StageExample(
    #"{ "stage": "smooth", "window": 0.06 }"#,
    scene: #"""
      "events": [
        { "event": "noise", "channel": "II", "from": 3.5, "for": 3, "spectrum": "muscle", "snr": 6 } ]
      """#, seconds: 2...8)

  let channels: ChannelSelection
  private let window: Double
  private let order: Int
  let gaps: GapPolicy

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .ecg), "The channels to filter, in place.")
    window = settings.number(
      "window", in: 0.001...10, unit: "s",
      "How long the window about each sample is; half of it is the delay.")
    order = settings.integer(
      "order", in: 0...6, default: 3,
      "The order of the polynomial; with 0 it is the moving average.")
    gaps = GapPolicy(&settings, for: Self.name)
  }

  func filter(for channel: ChannelDescription) throws(Mismatch) -> any ChannelFilter {
    let radius = try channel.radius(ofWindow: window, key: "window", least: max(1, order / 2 + 1))
    let rate = try channel.wave(key: "channels").hertz
    return SameRate(
      PolynomialFilter(radius: radius, order: order, bridge: gaps.bridge(at: rate)))
  }
}
