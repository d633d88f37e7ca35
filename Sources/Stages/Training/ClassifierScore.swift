public import Evaluation
public import LiquidNetworks

/// How a classifier does on labelled sequences.
public struct ClassifierScore: Sendable {
  /// How often a step of one class was taken for one of another.
  public var confusion: ConfusionMatrix
  /// The mean negative logarithm of the score that the true class was given.
  public var loss: Double

  /// Scores a model over whole sequences, each begun anew.
  public init(
    of model: CfCModel, classes: [String], on sequences: [ClassifiedSequence]
  ) {
    let network = model.network
    confusion = ConfusionMatrix(classes: classes)
    var sum = 0.0
    var count = 0
    var scores = [Float](repeating: 0, count: classes.count)
    let outputs = network.outputs(for: sequences.map(\.sequence))
    for (sequence, units) in zip(sequences, outputs) {
      for (step, target) in sequence.targets.enumerated() {
        guard let target else { continue }
        let own = Array(units[step * network.outputs..<(step + 1) * network.outputs])
        model.readout.score(own, temperature: nil, into: &scores)
        confusion.add(truth: target, prediction: scores.span.indexOfLargest())
        sum -= Double(scores[target].logarithm)
        count += 1
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
}
