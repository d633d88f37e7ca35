/// Observations of one sequence with what should be said of each.
public struct LabelledSequence: Sendable, Equatable {
  /// What was observed, and when.
  public var sequence: TimedSequence
  /// As many values for each observation as the objective has targets, the first observation's first.
  ///
  /// Where a value is not a number nothing is learnt from it; the observation is stepped over all the
  /// same.
  public var targets: [Float]
  /// What the sequence weighs beside others, not negative.
  public var weight: Float

  /// A sequence whose targets are a whole multiple of its observations.
  public init(sequence: TimedSequence, targets: [Float], weight: Float = 1) {
    precondition(weight >= 0)
    self.sequence = sequence
    self.targets = targets
    self.weight = weight
  }

  /// A sequence with one target, which its last observation has.
  public init(sequence: TimedSequence, lastTarget: Float, weight: Float = 1) {
    var targets = [Float](repeating: .nan, count: sequence.elapsed.count)
    if !targets.isEmpty { targets[targets.count - 1] = lastTarget }
    self.init(sequence: sequence, targets: targets, weight: weight)
  }
}
