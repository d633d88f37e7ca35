/// A beat of the heart.
struct HeartBeat {
  /// Where a beat begins.
  enum Origin {
    /// In the sinus node: the normal beat.
    case sinus
    /// Elsewhere in the atria, too early.
    case atrial
    /// In fibrillating atria: a narrow beat without a P wave.
    case fibrillating
    /// In the ventricles: a wide beat without a P wave.
    case ventricular
  }

  /// When its R wave peaks, in seconds from the start.
  var time: Double
  /// Where it begins.
  var origin: Origin
  /// The time since the beat before, in seconds.
  var interval: Double
  /// How much blood it ejects: 1 for a normal beat at rest.
  var stroke: Double

  /// What cardiologists write on it: N, S or V.
  var label: String {
    switch origin {
    case .sinus, .fibrillating: "N"
    case .atrial: "S"
    case .ventricular: "V"
    }
  }
}
