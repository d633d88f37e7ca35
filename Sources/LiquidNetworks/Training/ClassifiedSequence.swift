/// Observations of one sequence with what should be said of each.
public struct ClassifiedSequence: Sendable, Equatable {
  /// What was observed, and when.
  public var sequence: TimedSequence
  /// The class of each observation, where it is known: an observation without one is stepped over
  /// but not learnt from.
  public var targets: [Int?]

  /// A sequence with as many targets as observations.
  public init(sequence: TimedSequence, targets: [Int?]) {
    precondition(sequence.elapsed.count == targets.count)
    self.sequence = sequence
    self.targets = targets
  }
}
