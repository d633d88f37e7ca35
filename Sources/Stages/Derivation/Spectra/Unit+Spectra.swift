import Signals

extension Unit {
  /// The unit of powers of what has this one.
  var squared: Unit {
    if self == .one { return .one }
    // A code that has a dot, a slash within or an exponent cannot be given another exponent.
    let isSimple =
      !rawValue.dropFirst().contains { "./".contains($0) } && rawValue.last?.isNumber == false
    return Unit(rawValue: isSimple ? rawValue + "2" : "(\(rawValue)).(\(rawValue))")
  }

  /// The unit of densities over frequency of what has this one.
  var perHertz: Unit {
    Unit(rawValue: self == .one ? "Hz-1" : rawValue + "/Hz")
  }
}
