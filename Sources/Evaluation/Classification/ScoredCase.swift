/// A case with two outcomes, and the score or probability that a model gave the positive one.
public struct ScoredCase: Hashable, Sendable {
  /// The higher, the likelier the positive outcome.
  public let score: Double
  /// Whether the outcome was positive.
  public let isPositive: Bool

  /// A case with this score; there is none where the score is not a number.
  public init?(score: Double, isPositive: Bool) {
    guard !score.isNaN else { return nil }
    self.score = score
    self.isPositive = isPositive
  }
}

extension [ScoredCase] {
  /// The share of cases that are positive: what ``averagePrecision`` is by chance.
  public var prevalence: Double? {
    Proportion(count(where: \.isPositive), of: count).value
  }

  /// The area under the receiver operating characteristic.
  ///
  /// The probability that a positive case has a higher score than a negative one, ties counting
  /// half (Hanley and McNeil 1982, doi:10.1148/radiology.143.1.7063747). There is none where all
  /// cases have one outcome. Costs a sort.
  public var areaUnderROC: Double? {
    var above = 0
    var twiceWon = 0
    let positives = count(where: \.isPositive)
    for step in steps {
      twiceWon += step.negatives * (2 * above + step.positives)
      above += step.positives
    }
    let pairs = positives * (count - positives)
    return pairs == 0 ? nil : Double(twiceWon) / (2 * Double(pairs))
  }

  /// The area under the precision–recall curve, summed in steps as average precision.
  ///
  /// Each distinct score is a threshold, and its precision counts with the recall it adds; cases
  /// with one score enter together. This is scikit-learn's `average_precision_score`. There is none
  /// without a positive case. Costs a sort.
  public var averagePrecision: Double? {
    let positives = count(where: \.isPositive)
    guard positives > 0 else { return nil }
    var found = 0
    var taken = 0
    var area = 0.0
    for step in steps {
      found += step.positives
      taken += step.positives + step.negatives
      area += Double(step.positives) / Double(positives) * (Double(found) / Double(taken))
    }
    return area
  }

  /// The mean squared difference of probability and outcome (Brier 1950,
  /// doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2).
  public var brierScore: Double? {
    guard !isEmpty else { return nil }
    var sum = 0.0
    for scored in self {
      let error = scored.score - (scored.isPositive ? 1 : 0)
      sum += error * error
    }
    return sum / Double(count)
  }

  /// How often the outcome at or above a threshold was positive, and below it negative: classes 0
  /// (negative) and 1 (positive).
  public func confusion(threshold: Double) -> ConfusionMatrix {
    var matrix = ConfusionMatrix(classes: ["negative", "positive"])
    for scored in self {
      matrix.add(truth: scored.isPositive ? 1 : 0, prediction: scored.score >= threshold ? 1 : 0)
    }
    return matrix
  }

  /// The expected calibration error: how far, on average, the share of positive outcomes lies from
  /// the mean probability, over `bins` bins with equally many cases.
  ///
  /// Cases with one probability may fall into two bins; they do so in the order given.
  public func calibrationError(bins: Int) -> Double? {
    guard !isEmpty, bins > 0 else { return nil }
    let ordered = sorted { $0.score < $1.score }
    var error = 0.0
    for bin in 0..<bins {
      var excess = 0.0
      for scored in ordered[count * bin / bins..<count * (bin + 1) / bins] {
        excess += scored.score - (scored.isPositive ? 1 : 0)
      }
      error += abs(excess)
    }
    return error / Double(count)
  }

  /// The positive and negative cases at each distinct score, from the highest down.
  ///
  /// Plain numbers are sorted, several times as fast as cases: resampling does it thousands of times.
  private var steps: [(positives: Int, negatives: Int)] {
    let positives = scores(positive: true)
    let negatives = scores(positive: false)
    var steps: [(positives: Int, negatives: Int)] = []
    var (positive, negative) = (positives.count, negatives.count)
    while positive > 0 || negative > 0 {
      let highest = Swift.max(
        positive > 0 ? positives[positive - 1] : -.infinity,
        negative > 0 ? negatives[negative - 1] : -.infinity)
      var step = (positives: 0, negatives: 0)
      while positive > 0, positives[positive - 1] == highest {
        step.positives += 1
        positive -= 1
      }
      while negative > 0, negatives[negative - 1] == highest {
        step.negatives += 1
        negative -= 1
      }
      steps.append(step)
    }
    return steps
  }

  /// The scores of the cases with this outcome, in ascending order.
  private func scores(positive: Bool) -> [Double] {
    var scores: [Double] = []
    for scored in self where scored.isPositive == positive { scores.append(scored.score) }
    scores.sort()
    return scores
  }
}
