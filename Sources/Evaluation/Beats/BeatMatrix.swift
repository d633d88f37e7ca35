/// How often a beat of one class was found as one of another: the matrix of ANSI/AAMI EC57.
public struct BeatMatrix: Hashable, Sendable {
  /// What stands at a position by one of the two annotators.
  public enum Mark: Hashable, Sendable {
    /// A beat.
    case beat(BeatClass)
    /// No beat: `O` of the reference, `o` of the test.
    case missing
    /// No beat, in a stretch that the annotator could not read: `X` of the reference, `x` of the
    /// test.
    case unreadable

    var index: Int {
      switch self {
      case .beat(let label): label.rawValue
      case .missing: 5
      case .unreadable: 6
      }
    }
  }

  /// Rows N S V F Q O X of the reference, columns n s v f q o x of the test.
  public private(set) var counts = [Int](repeating: 0, count: 49)

  /// A matrix of nothing.
  public init() {}

  /// How many pairs there are of this mark of the reference with this one of the test.
  public subscript(reference: Mark, test: Mark) -> Int {
    get { counts[7 * reference.index + test.index] }
    set { counts[7 * reference.index + test.index] = newValue }
  }

  /// Adds the counts of another matrix.
  public static func += (left: inout BeatMatrix, right: BeatMatrix) {
    for index in left.counts.indices { left.counts[index] += right.counts[index] }
  }
}

extension BeatMatrix {
  /// The share of the reference's beats that the test has, of whatever class.
  public var sensitivity: Proportion {
    Proportion(matched, of: total(BeatClass.marks, BeatClass.marks + [.missing, .unreadable]))
  }

  /// The share of the test's beats that the reference has, of whatever class.
  public var positivePredictivity: Proportion {
    Proportion(matched, of: total(BeatClass.marks + [.missing, .unreadable], BeatClass.marks))
  }

  /// The share of the reference's beats of a class that the test has as such.
  public func sensitivity(of label: BeatClass) -> Proportion {
    Proportion(
      self[.beat(label), .beat(label)],
      of: total([.beat(label)], BeatClass.marks + [.missing, .unreadable]))
  }

  /// The share of the test's beats of a class that the reference has as such.
  ///
  /// As in EC57 an ambiguous beat is not held against the test: of ventricular beats neither fusion
  /// beats nor unknown ones count as false, of supraventricular beats unknown ones do not.
  public func positivePredictivity(of label: BeatClass) -> Proportion {
    let excused: [BeatClass] =
      switch label {
      case .ventricular: [.fusion, .unknown]
      case .supraventricular: [.unknown]
      default: []
      }
    let rows = BeatClass.allCases.filter { !excused.contains($0) }.map(Mark.beat)
    return Proportion(
      self[.beat(label), .beat(label)],
      of: total(rows + [.missing, .unreadable], [.beat(label)]))
  }

  /// The share of the reference's beats that fall where the test could not read the signals.
  public var missedUnreadable: Proportion {
    Proportion(total(BeatClass.marks, [.unreadable]), of: sensitivity.total)
  }

  private var matched: Int { total(BeatClass.marks, BeatClass.marks) }

  private func total(_ rows: [Mark], _ columns: [Mark]) -> Int {
    var sum = 0
    for row in rows {
      for column in columns { sum += self[row, column] }
    }
    return sum
  }
}

extension BeatClass {
  fileprivate static let marks = allCases.map(BeatMatrix.Mark.beat)
}
