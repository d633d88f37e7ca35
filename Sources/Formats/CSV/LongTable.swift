public import Signals

/// How the files of a data set say what was measured when: a row each of time, quantity and value.
///
/// A file holds one recording. Its rows are in the order of their times, which count hours and
/// minutes from the start; the first rows describe the subject.
public struct LongTable: Sendable {
  /// A quantity that is measured again and again.
  public struct Variable: Hashable, Sendable {
    /// The name in the files.
    public var name: String
    /// The unit, which the files do not state.
    public var unit: Unit
    /// What several values at one time mean.
    public var onDuplicate: DuplicatePolicy

    /// A quantity of this name and unit.
    public init(_ name: String, _ unit: Unit, onDuplicate: DuplicatePolicy = .mean) {
      self.name = name
      self.unit = unit
      self.onDuplicate = onDuplicate
    }
  }

  /// The names of the three columns, as the first line has them.
  public var columns: [String]
  /// The quantity whose value names the recording.
  public var identifier: String
  /// Quantities stated once, at the start, which may also be measured again later.
  public var descriptors: [String]
  /// The value that stands for "unknown" where a descriptor or an outcome is stated.
  public var unknown: Double
  /// The quantities that are measured, in the order of the channels.
  public var variables: [Variable]
  /// How long was watched, whether or not something was measured.
  public var duration: Time
  /// The names of the columns of a table of outcomes, the identifier first.
  public var outcomes: [String]

  /// The channels that the quantities become.
  public var channels: [ChannelDescription] {
    variables.map { ChannelDescription(name: $0.name, kind: .numeric, unit: $0.unit) }
  }

  /// What several values at one time mean, in words: that of most quantities, and the exceptions.
  public func duplicates(under policy: DuplicatePolicy? = nil) -> String {
    if let policy { return policy.rawValue }
    let counts = DuplicatePolicy.allCases.map { policy in
      (policy, variables.count { $0.onDuplicate == policy })
    }
    guard let usual = counts.max(by: { $0.1 < $1.1 })?.0 else { return "" }
    let others = variables.filter { $0.onDuplicate != usual }
    return ([usual.rawValue] + others.map { "\($0.onDuplicate.rawValue) for \($0.name)" })
      .joined(separator: ", ")
  }
}
