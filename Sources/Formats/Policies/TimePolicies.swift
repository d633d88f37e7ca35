/// What rows with times before those of earlier rows mean.
enum OrderPolicy: String, CaseIterable, Hashable, Sendable {
  /// A mistake.
  case error
  /// They belong where their times say; rows of one time stay in the order of the file.
  case sort
}

/// What a time before that of the row before it means, where rows are in the order of recording.
enum SetBackPolicy: String, CaseIterable, Hashable, Sendable {
  /// A mistake.
  case error
  /// The clock was set back: the recording goes on, and its civil time steps.
  case segment
}

/// What a gap means.
enum GapPolicy: String, CaseIterable, Hashable, Sendable {
  /// Nothing was measured, and a new segment begins after it.
  case segment
  /// A mistake, from a length on that is stated.
  case error
}

/// What samples mean that fall on the same positions as those before them.
enum OverlapPolicy: String, CaseIterable, Hashable, Sendable {
  /// A mistake.
  case error
  /// Those that began first hold.
  case keepFirst
  /// Those that began last hold.
  case keepLast
}

/// What a row of a table of segments means that cannot be placed for its rate.
enum RatePolicy: String, CaseIterable, Hashable, Sendable {
  /// A mistake.
  case error
  /// Its samples are left out.
  case skip
}

/// Which moment a local time means that the clock showed twice, or never.
enum FoldPolicy: String, CaseIterable, Hashable, Sendable {
  /// It is not known.
  case error
  /// The earlier of both.
  case earlier
  /// The later of both.
  case later
}
