/// Whether a model is judged and kept by its weights as they are or by a mean over the last of them.
///
/// Means calm what the last batches did by chance, which helps most where data are few.
public enum Averaging: Sendable, Equatable {
  /// The weights as they are.
  case none
  /// A mean over all changes in which each one before counts `decay` times as much as the next.
  ///
  /// In the first changes the factor is (1 + n) / (10 + n) where that is smaller, so that the mean
  /// forgets where it began.
  case exponential(decay: Double)
  /// The mean of the weights at the ends of the last so many epochs (P. Izmailov et al., Averaging
  /// weights leads to wider optima, 2018, arXiv:1803.05407).
  case epochs(Int)
}

/// The mean of weights as they change.
struct WeightAverage: Sendable {
  let kind: Averaging
  /// The mean of an exponential average.
  var mean: [Float] = []
  /// The number of changes.
  var changes = 0
  /// The weights at the ends of the last epochs, the oldest first.
  var recent: [[Float]] = []

  init(_ kind: Averaging, _ weights: [Float]) {
    self.kind = kind
    if case .exponential = kind { mean = weights }
  }

  /// Takes in weights that have just changed.
  mutating func change(_ weights: [Float]) {
    guard case .exponential(let decay) = kind else { return }
    changes += 1
    let share = Float(1 - min(decay, Double(1 + changes) / Double(10 + changes)))
    var means = mean.mutableSpan
    let weights = weights.span
    for index in weights.indices { means[index] += share * (weights[index] - means[index]) }
  }

  /// Takes in the weights at the end of an epoch.
  mutating func endEpoch(_ weights: [Float]) {
    guard case .epochs(let count) = kind else { return }
    recent.append(weights)
    if recent.count > count { recent.removeFirst(recent.count - count) }
  }

  /// Returns the mean; the weights themselves where there is none, and where they are fixed.
  func result(_ weights: [Float], learns: [Float]) -> [Float] {
    switch kind {
    case .none: return weights
    case .exponential: return mean
    case .epochs:
      if recent.isEmpty { return weights }
      var sum = recent[0]
      for later in recent.dropFirst() {
        for index in sum.indices { sum[index] += later[index] }
      }
      for index in sum.indices {
        sum[index] = learns[index] > 0 ? sum[index] / Float(recent.count) : weights[index]
      }
      return sum
    }
  }
}
