/// What several values of one quantity at one time mean.
public enum DuplicatePolicy: String, CaseIterable, Hashable, Sendable {
  /// A mistake.
  case error
  /// The first in the file holds.
  case keepFirst
  /// The last in the file holds.
  case keepLast
  /// They are measurements of one thing: their mean.
  case mean
  /// They are parts of an amount: their sum.
  case sum
}
