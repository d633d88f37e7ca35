/// The comparisons of several recordings taken together: gross, and on average.
///
/// Gross figures count every beat alike, so that long recordings weigh more; average figures count
/// every recording alike. EC57 wants both.
public struct BeatSummary: Sendable {
  /// The pairs of all recordings.
  public private(set) var matrix = BeatMatrix()
  /// Where matched beats of the test lie after those of the reference, over all recordings.
  public private(set) var offset = Moments()
  /// How far intervals between beats differ, over all recordings.
  public private(set) var intervalError = Moments()
  /// How many recordings.
  public var count: Int { matrices.count }

  private var matrices: [BeatMatrix] = []

  /// A summary of nothing.
  public init() {}

  /// Adds the comparison of a recording, whose positions have the unit of all the others.
  public mutating func add(_ comparison: BeatComparison) {
    matrix += comparison.matrix
    offset += comparison.offset
    intervalError += comparison.intervalError
    matrices.append(comparison.matrix)
  }

  /// The mean over recordings of a figure such as `{ $0.sensitivity }`.
  ///
  /// Recordings in which the figure has an empty whole are left out, as WFDB's `sumstats` does.
  public func average(_ figure: (BeatMatrix) -> Proportion) -> Double? {
    var moments = Moments()
    for matrix in matrices {
      if let value = figure(matrix).value { moments.add(value) }
    }
    return moments.mean
  }
}
