import Pipelines
import Signals

extension ChannelDescription {
  /// The rate of a lead in which beats can be found; throws where it is too slow, or not in mV.
  func leadRate(key: String) throws(Mismatch) -> Rate {
    let rate = try wave(key: key)
    guard rate.hertz >= 100 else {
      throw Mismatch(
        key, "'\(name)' must have at least 100 samples per second, not \(rate.hertz)")
    }
    guard unit == .millivolt else {
      throw Mismatch(key, "'\(name)' must be in mV, not '\(unit.rawValue)'")
    }
    return rate
  }
}
