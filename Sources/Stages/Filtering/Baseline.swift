import Configuration
import Pipelines
import SignalProcessing
import Signals

/// Takes the wander of the baseline out of electrocardiograms.
struct Baseline: FilteringStage {
  static let name = "baseline"
  static let summary = "Takes out how the baseline of an electrocardiogram wanders."

  static let example = StageExample(
    #"{ "stage": "baseline" }"#,
    scene: #"""
      "events": [
        { "event": "noise", "channel": "II", "from": 0, "for": 14, "spectrum": "wander", "snr": -10 },
        { "event": "gap", "channel": "II", "from": 7, "for": 1.5 } ]
      """#)

  enum Method: String, CaseIterable, Sendable { case highpass, linearPhase, median, spline }

  let channels: ChannelSelection
  private let method: Method
  private let frequency: Double
  private let first: Double
  private let second: Double
  private let layer: String
  private let before: Double
  private let longest: Double
  let gaps: GapPolicy

  var beats: String? { method == .spline ? layer : nil }

  init(_ settings: inout Settings) {
    channels = .read(
      &settings, default: ChannelSelection(kind: .ecg), "The channels to filter, in place.")
    method = settings.choice(
      "method", default: .highpass,
      "A Butterworth high-pass of second order, without delay but bending slow parts such as the"
        + " ST segment; a high-pass of linear phase, which delays; two running medians, one after"
        + " the other, subtracted; or a cubic curve through the isoelectric points before beats,"
        + " which waits for two beats.")
    frequency = settings.number(
      "frequency", in: 0.05...5, default: 0.5, unit: "Hz", "The cut-off frequency of a high-pass.")
    first = settings.number(
      "first", in: 0.01...10, default: 0.2, unit: "s",
      "The first median's window, longer than a QRS complex.")
    second = settings.number(
      "second", in: 0.01...10, default: 0.6, unit: "s",
      "The second median's window, longer than a T wave.")
    layer = settings.string(
      "beats", default: "QRS", "The layer of beats before which a curve's points lie.")
    before = settings.number(
      "before", in: 0.01...0.5, default: 0.066, unit: "s",
      "How long before a beat the isoelectric point lies, about which 20 ms are averaged.")
    longest = settings.number(
      "longest", in: 0.2...10, default: 2, unit: "s",
      "The longest time between beats over which the curve goes: twice that is the longest delay.")
    gaps = GapPolicy(&settings, for: Self.name)
  }

  func filter(for channel: ChannelDescription) throws(Mismatch) -> any ChannelFilter {
    let rate = try channel.wave(key: "channels").hertz
    switch method {
    case .median:
      let radii = (
        first: try channel.radius(ofWindow: first, key: "first"),
        second: try channel.radius(ofWindow: second, key: "second")
      )
      return SameRate(MedianBaseline(radii: radii, bridge: gaps.bridge(at: rate)))
    case .spline:
      return BeatwiseFilter(
        filter: SplineBaseline(
          rate: rate, lead: before, longest: longest, bridging: gaps.bridge))
    case .highpass, .linearPhase:
      _ = try channel.rate(above: frequency, key: "frequency")
      if method == .highpass {
        return SameRate(
          RecursiveFilter(
            Butterworth.highPass(order: 2, frequency: frequency, rate: rate), rate: rate,
            bridging: gaps.bridge))
      }
      return SameRate(
        LinearPhaseFilter(
          try channel.linearPhase(.highPass(frequency)), rate: rate, bridging: gaps.bridge))
    }
  }
}
