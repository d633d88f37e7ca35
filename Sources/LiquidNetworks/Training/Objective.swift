/// What a model's outputs should come to: a sum of losses, each over some outputs and targets.
///
/// Terms share the outputs of one readout, so a main task can learn beside an auxiliary one such as
/// the next observation. Each term is a weighted mean over all its targets that are numbers.
public struct Objective: Sendable, Equatable {
  /// How far outputs are from targets.
  public enum Loss: Sendable, Equatable {
    /// The cross-entropy of each output, a log-odds, with a target from 0 to 1.
    ///
    /// Several outputs are several labels that do not exclude each other. A positive weighs
    /// `positiveWeights` of its label, one each where the array is empty. A `focus` γ above zero
    /// multiplies what is said with probability *p* of the truth by (1 − *p*)^γ (T.-Y. Lin et al.,
    /// Focal loss for dense object detection, 2017, doi:10.1109/ICCV.2017.324).
    case binary(positiveWeights: [Float] = [], focus: Float = 0)
    /// The cross-entropy of a softmax over the outputs with one target, the number of a class.
    ///
    /// A single output is the log-odds of class 1 against class 0. Each class weighs its own of
    /// `weights`, one each where the array is empty; `focus` is as in `binary`.
    case classes(weights: [Float] = [], focus: Float = 0)
    /// The squared difference of each output and its target.
    case squared
    /// The negative logarithm of the likelihood of each target under a normal distribution.
    ///
    /// The outputs are the means, then the logarithms of the variances, which count as −7 below −7
    /// and as 7 above 7.
    case gaussian
  }

  /// One loss.
  public struct Term: Sendable, Equatable {
    /// How far outputs are from targets.
    public var loss: Loss
    /// Which outputs of the readout it judges.
    public var outputs: Range<Int>
    /// Which of a step's targets it judges them by.
    public var targets: Range<Int>
    /// What it weighs beside other terms.
    public var weight: Double

    /// A term, whose ranges must fit its loss.
    public init(_ loss: Loss, outputs: Range<Int>, targets: Range<Int>, weight: Double = 1) {
      switch loss {
      case .binary(let weights, let focus):
        precondition(outputs.count == targets.count, "each label has its output and its target")
        precondition(weights.isEmpty || weights.count == outputs.count)
        precondition(focus >= 0)
      case .classes(let weights, let focus):
        precondition(targets.count == 1, "a step has one class")
        precondition(weights.isEmpty || weights.count == max(2, outputs.count))
        precondition(focus >= 0)
      case .squared: precondition(outputs.count == targets.count, "each target has its output")
      case .gaussian:
        precondition(outputs.count == 2 * targets.count, "each target has a mean and a variance")
      }
      precondition(weight >= 0)
      self.loss = loss
      self.outputs = outputs
      self.targets = targets
      self.weight = weight
    }
  }

  /// The losses.
  public var terms: [Term]
  /// How many targets each step has.
  public var targetWidth: Int

  /// An objective of these terms.
  ///
  /// - Parameters:
  ///   - terms: The losses.
  ///   - targetWidth: How many targets each step has; none: as many as the terms judge by.
  public init(_ terms: [Term], targetWidth: Int? = nil) {
    let least = terms.map(\.targets.upperBound).max() ?? 0
    self.terms = terms
    self.targetWidth = targetWidth ?? least
    precondition(self.targetWidth >= least, "terms judge by targets that a step has")
  }

  /// One class of several at each step: two are told apart by one output or two.
  ///
  /// - Parameters:
  ///   - outputs: The number of outputs.
  ///   - weights: What each class weighs; empty: one each.
  ///   - focus: The γ of the focal loss.
  /// - Returns: The objective.
  public static func classes(outputs: Int, weights: [Float] = [], focus: Float = 0) -> Objective {
    Objective([
      Term(.classes(weights: weights, focus: focus), outputs: 0..<outputs, targets: 0..<1)
    ])
  }

  /// The number of outputs that the terms need.
  public var outputs: Int { terms.map(\.outputs.upperBound).max() ?? 0 }
}
