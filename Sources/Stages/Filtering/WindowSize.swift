import Pipelines
import Signals

extension ChannelDescription {
  /// How many samples to either side make a window of `seconds`; throws where there are too few to
  /// make a difference, or more than stages have room for.
  func radius(ofWindow seconds: Double, key: String, least: Int = 1) throws(Mismatch) -> Int {
    let rate = try wave(key: "channels").hertz
    let radius = Int((seconds * rate / 2).rounded())
    guard radius >= least else {
      throw Mismatch(
        key,
        "'\(key)' must hold at least \(2 * least + 1) samples of '\(name)', at \(rate) Hz")
    }
    guard radius <= Self.largestRadius else {
      throw Mismatch(
        key,
        "'\(key)' must hold at most \(2 * Self.largestRadius + 1) samples of '\(name)', at "
          + "\(rate) Hz")
    }
    return radius
  }

  /// A minute at the rates of most electrocardiograms.
  private static let largestRadius = 50_000
}
