/// The classes into which beats are sorted for reports by ANSI/AAMI EC57.
public enum BeatClass: Int, CaseIterable, Sendable {
  /// Any beat that is none of the others, bundle branch block included.
  case normal
  /// A supraventricular ectopic or escape beat.
  case supraventricular
  /// A ventricular ectopic or escape beat.
  case ventricular
  /// A fusion of a ventricular and a normal beat.
  case fusion
  /// A paced beat, a fusion of a paced and a normal beat, or one that cannot be classified.
  case unknown

  /// The class in which a beat with this symbol of the MIT-BIH databases counts, as in WFDB's `bxb`.
  ///
  /// Symbols that do not stand for a beat, such as `+` and `~`, have no class.
  public init?(symbol: String) {
    switch symbol {
    case "N", "L", "R", "B": self = .normal
    case "A", "a", "J", "S", "e", "j", "n": self = .supraventricular
    case "V", "E", "r": self = .ventricular
    case "F": self = .fusion
    case "Q", "/", "f", "?": self = .unknown
    default: return nil
    }
  }

  /// The letter that stands for the class: N, S, V, F or Q.
  public var letter: String {
    switch self {
    case .normal: "N"
    case .supraventricular: "S"
    case .ventricular: "V"
    case .fusion: "F"
    case .unknown: "Q"
    }
  }
}

/// A beat: where it is and what it is.
public struct Beat: Hashable, Sendable {
  /// Samples or nanoseconds from the start of the recording.
  public var position: Int64
  /// The class.
  public var label: BeatClass

  /// A beat of this class at this position.
  public init(_ position: Int64, _ label: BeatClass = .normal) {
    self.position = position
    self.label = label
  }
}
