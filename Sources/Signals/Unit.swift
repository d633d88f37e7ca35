/// What a channel is measured in, as a UCUM code.
public struct Unit: RawRepresentable, Hashable, Sendable {
  /// The UCUM code, such as `mV` or `mm[Hg]`.
  public let rawValue: String

  /// The unit with this UCUM code.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// A millivolt.
  public static let millivolt = Unit(rawValue: "mV")
  /// A millimetre of mercury.
  public static let millimetreOfMercury = Unit(rawValue: "mm[Hg]")
  /// Once per minute.
  public static let perMinute = Unit(rawValue: "/min")
  /// A second.
  public static let second = Unit(rawValue: "s")
  /// A hundredth.
  public static let percent = Unit(rawValue: "%")
  /// A plain number.
  public static let one = Unit(rawValue: "1")
}
