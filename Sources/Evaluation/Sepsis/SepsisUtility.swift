/// What it is worth to warn of sepsis at each hour, or not to.
///
/// This is the utility of the PhysioNet/Computing in Cardiology Challenge 2019 (Reyna et al. 2020,
/// doi:10.1097/CCM.0000000000004145). A patient is labelled septic from six hours before the onset
/// of sepsis. A warning gains most six hours before the onset, rising from nought twelve hours
/// before it and falling to nought three hours after it; a warning that is too early or of a patient
/// without sepsis costs 0.05; silence costs the more the later it is, 2 three hours after the onset.
/// What comes later than that does not count.
public enum SepsisUtility {
  /// Hours from the onset back to where a warning begins to be worth more than it costs.
  public static let earliest = 12
  /// Hours from the onset back to where a warning is worth most, and where the label begins.
  public static let optimal = 6
  /// Hours from the onset to where neither a warning nor silence counts any more.
  public static let latest = 3
  /// The worth of a warning at the optimal hour.
  public static let warning = 1.0
  /// The worth of silence at the latest hour.
  public static let silence = -2.0
  /// The worth of a warning that is false or too early.
  public static let falseWarning = -0.05

  /// What an hour is worth with a warning and without one.
  public struct Hour: Hashable, Sendable {
    /// The worth of a warning.
    public var warned: Double
    /// The worth of silence.
    public var silent: Double

    /// An hour in which both are worth this much.
    public init(warned: Double, silent: Double) {
      self.warned = warned
      self.silent = silent
    }
  }

  /// The worth of each hour of a patient.
  ///
  /// - Parameter labels: Whether each hour, from the first to the last, is labelled septic.
  /// - Returns: As many hours; a patient without a label is one who did not become septic.
  public static func hours(_ labels: [Bool]) -> [Hour] {
    guard let first = labels.firstIndex(of: true) else {
      return labels.map { _ in Hour(warned: falseWarning, silent: 0) }
    }
    return labels.indices.map { hour($0 - (first + optimal)) }
  }

  /// The worth of an hour that lies `after` hours behind the onset of sepsis.
  private static func hour(_ after: Int) -> Hour {
    guard after <= latest else { return Hour(warned: 0, silent: 0) }
    guard after > -optimal else {
      let share = Double(after + earliest) / Double(earliest - optimal)
      return Hour(warned: max(warning * share, falseWarning), silent: 0)
    }
    let span = Double(latest + optimal)
    return Hour(
      warned: warning * (Double(latest - after) / span),
      silent: silence * (Double(after + optimal) / span))
  }
}
