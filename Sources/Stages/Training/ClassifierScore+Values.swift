import Evaluation
import Kernels
import LiquidNetworks

/// How far numbers that a network says are from the truth.
public struct ValueScore: Sendable, Hashable {
  /// The number of steps at which it is known.
  public var count = 0
  /// The mean squared error, in squares of the deviation in training.
  public var meanSquaredError: Double?
  /// The share of the variance of the truth that is explained, of which below zero nothing is.
  public var r2: Double?

  /// The score of pairs of what was said and what was true.
  init(_ pairs: [(said: Double, truth: Double)]) {
    count = pairs.count
    guard count > 0 else { return }
    let mean = pairs.reduce(0) { $0 + $1.truth } / Double(count)
    var errors = 0.0
    var spread = 0.0
    for (said, truth) in pairs {
      errors += (said - truth) * (said - truth)
      spread += (truth - mean) * (truth - mean)
    }
    meanSquaredError = errors / Double(count)
    if spread > 0 { r2 = 1 - errors / spread }
  }
}

extension ClassifierScore {
  /// Scores the numbers that a model gave.
  ///
  /// - Parameters:
  ///   - outputs: What the model gave at each step of each sequence, the numbers first.
  ///   - width: The number of outputs of a step.
  ///   - hasSpread: Whether logarithms of variances stand behind the numbers.
  ///   - sequences: The sequences.
  ///   - row: What stands in the row of targets of a step.
  init(
    ofValues outputs: [[Float]], width: Int, hasSpread: Bool, on sequences: [LabelledSequence],
    _ row: TargetRow
  ) {
    var pairs = [[(said: Double, truth: Double)]](repeating: [], count: row.values)
    var sum = 0.0
    for (sequence, outputs) in zip(sequences, outputs) {
      for step in 0..<sequence.sequence.elapsed.count {
        for place in 0..<row.values {
          let truth = Double(sequence.targets[step * row.width + place])
          if truth.isNaN { continue }
          let said = Double(outputs[step * width + place])
          pairs[place].append((said, truth))
          let square = (said - truth) * (said - truth)
          if hasSpread {
            let logarithm = Double(min(max(outputs[step * width + row.values + place], -7), 7))
            sum += (logarithm + square * Elementary.exp(-logarithm)) / 2 + 0.918_938_533_204_672_7
          } else {
            sum += square
          }
        }
      }
    }
    confusion = ConfusionMatrix(classes: [])
    values = pairs.map { ValueScore($0) }
    count = values.reduce(0) { $0 + $1.count }
    loss = sum / Double(max(1, count))
  }
}

extension [ValueScore] {
  /// The mean of a figure; none where one is not defined.
  func mean(_ figure: (ValueScore) -> Double?) -> Double? {
    let known = compactMap(figure)
    return isEmpty || known.count < count ? nil : known.reduce(0, +) / Double(count)
  }
}
