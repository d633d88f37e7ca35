public import Evaluation
public import LiquidNetworks

/// How a classifier does on labelled steps, or a network that says numbers.
public struct ClassifierScore: Sendable {
  /// How often a step of one class was taken for one of another.
  public var confusion: ConfusionMatrix
  /// The mean negative logarithm of the score that the true class was given; of numbers the mean of
  /// their loss.
  public var loss: Double
  /// The number of steps, or of numbers.
  public var count: Int
  /// Of two classes, the log-odds of the second at each step, and whether it was that.
  public var cases: [ScoredCase] = []
  /// How far each number is from the truth, where numbers are said.
  public var values: [ValueScore] = []

  /// Scores what a model gave.
  ///
  /// - Parameters:
  ///   - outputs: What the model gave at each step of each sequence, the logits of classes first.
  ///   - width: The number of outputs of a step.
  ///   - classes: The names of the classes.
  ///   - sequences: The sequences.
  ///   - row: What stands in the row of targets of a step.
  public init(
    of outputs: [[Float]], width: Int, classes: [String], on sequences: [LabelledSequence],
    _ row: TargetRow
  ) {
    confusion = ConfusionMatrix(classes: classes)
    var sum = 0.0
    count = 0
    let logits = classes.count == 2 ? 1 : classes.count
    var scores = [Float](repeating: 0, count: classes.count)
    for (sequence, outputs) in zip(sequences, outputs) {
      for step in 0..<sequence.sequence.elapsed.count {
        let target = sequence.targets[step * row.width]
        if target.isNaN { continue }
        let truth = Int(target)
        let own = Array(outputs[step * width..<step * width + logits])
        scores.setShares(ofLogits: own)
        confusion.add(truth: truth, prediction: scores.span.indexOfLargest())
        sum -= Double(scores[truth].logarithm)
        count += 1
        guard logits == 1 else { continue }
        if let scored = ScoredCase(score: Double(own[0]), isPositive: truth == 1) {
          cases.append(scored)
        }
      }
    }
    loss = sum / Double(max(1, count))
  }

  /// The mean, over the classes that occur, of the harmonic mean of sensitivity and positive
  /// predictivity: a rare class counts like a common one.
  public var meanF1: Double {
    let present = confusion.classes.indices.filter { confusion.sensitivity(of: $0).total > 0 }
    if present.isEmpty { return 0 }
    return present.reduce(0) { $0 + (confusion.f1(of: $1) ?? 0) } / Double(present.count)
  }

  /// One of the figures that an epoch may be chosen by, where it is defined.
  public func value(of choice: TrainingPlan.Optimiser.Choice) -> Double? {
    switch choice {
    case .auroc: cases.areaUnderROC
    case .averagePrecision: cases.averagePrecision
    case .f1: values.isEmpty ? meanF1 : nil
    case .loss: loss
    case .meanSquaredError: values.mean(\.meanSquaredError)
    case .r2: values.mean(\.r2)
    }
  }
}
