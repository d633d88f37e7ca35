public import Signals

/// The technical alarm that a recording which is being followed brings nothing any more.
///
/// It goes by the wall clock, since nothing that is recorded tells that nothing is.
public struct Silence: Sendable {
  /// The seconds without a sample after which it sounds.
  public static let limit = 10.0
  private static let name = "no data"
  private var onset: Time?

  /// Nothing is known of any silence yet.
  public init() {}

  /// What all streams that can be silent announce.
  public static let description = AlertDescription(
    name: name, priority: .high, conditionDelay: Time(seconds: limit), pipelineDelay: .zero)

  /// The alert to raise when nothing has come for so many seconds after what is known through a
  /// time, if it does not sound already.
  public mutating func begin(after seconds: Double, through: Time) -> Alert? {
    guard onset == nil, seconds >= Self.limit else { return nil }
    onset = through
    return alert(.start, onset: through, at: through + Time(seconds: Self.limit), value: seconds)
  }

  /// The alert that it has ended, if it sounded, once samples up to a time have come.
  public mutating func end(through: Time) -> Alert? {
    guard let onset else { return nil }
    self.onset = nil
    return alert(.end, onset: onset, at: through, value: 0)
  }

  private func alert(_ phase: Alert.Phase, onset: Time, at time: Time, value: Double) -> Alert {
    Alert(
      name: Self.name, phase: phase, priority: .high, category: .technical, onset: onset,
      time: time, detected: time, source: "recording", value: Float(value), unit: .second,
      limit: Float(Self.limit))
  }
}
