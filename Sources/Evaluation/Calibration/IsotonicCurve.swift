/// The rising curve that lies closest to outcomes, by pooling adjacent violators.
///
/// R. Barlow et al., Statistical inference under order restrictions, 1972; as calibration: Zadrozny
/// and Elkan 2002, doi:10.1145/775047.775151. Equal to scikit-learn's `IsotonicRegression` with
/// `out_of_bounds="clip"`: linear between the scores at the ends of the pooled blocks, and level
/// beyond the first and the last.
public struct IsotonicCurve: Hashable, Sendable {
  /// The scores at which the curve bends, rising.
  public let scores: [Double]
  /// The probability at each, rising or level.
  public let probabilities: [Double]

  /// A curve through these points; none where they do not rise or are no probabilities.
  public init?(scores: [Double], probabilities: [Double]) {
    guard
      !scores.isEmpty, scores.count == probabilities.count, scores.allSatisfy(\.isFinite),
      zip(scores, scores.dropFirst()).allSatisfy({ $0 < $1 }),
      zip(probabilities, probabilities.dropFirst()).allSatisfy({ $0 <= $1 }),
      probabilities.allSatisfy({ (0...1).contains($0) })
    else { return nil }
    self.scores = scores
    self.probabilities = probabilities
  }

  /// The curve that fits some cases; none where there are none.
  ///
  /// - Parameter cases: Cases with finite scores. Costs a sort.
  public init?(fitting cases: [ScoredCase]) {
    var blocks: [Block] = []
    for scored in cases.filter(\.score.isFinite).sorted(by: { $0.score < $1.score }) {
      let outcome = scored.isPositive ? 1 : 0
      if let last = blocks.last, last.last == scored.score {
        blocks[blocks.count - 1].positives += outcome
        blocks[blocks.count - 1].count += 1
      } else {
        blocks.append(Block(first: scored.score, last: scored.score, positives: outcome, count: 1))
      }
    }
    var pooled: [Block] = []
    for block in blocks {
      pooled.append(block)
      // A level block joins too, so that equal neighbours are one.
      while pooled.count > 1, !(pooled[pooled.count - 2] < pooled[pooled.count - 1]) {
        let upper = pooled.removeLast()
        pooled[pooled.count - 1].join(upper)
      }
    }
    var (scores, probabilities): ([Double], [Double]) = ([], [])
    for block in pooled {
      for score in block.first == block.last ? [block.first] : [block.first, block.last] {
        scores.append(score)
        probabilities.append(Double(block.positives) / Double(block.count))
      }
    }
    self.init(scores: scores, probabilities: probabilities)
  }

  /// Returns the probability at a score; not a number at one that is none.
  ///
  /// Costs a binary search.
  public func probability(_ score: Double) -> Double {
    if score.isNaN { return .nan }
    let next = countOfScores(upTo: score)
    if next == 0 { return probabilities[0] }
    if next == scores.count { return probabilities[next - 1] }
    let (low, high) = (scores[next - 1], scores[next])
    let share = (score - low) / (high - low)
    return probabilities[next - 1] + share * (probabilities[next] - probabilities[next - 1])
  }

  /// How many of the curve's scores are not above a score.
  private func countOfScores(upTo score: Double) -> Int {
    var (low, high) = (0, scores.count)
    while low < high {
      let middle = (low + high) / 2
      if scores[middle] <= score { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Cases side by side that have one probability.
  private struct Block {
    let first: Double
    var last: Double
    var positives: Int
    var count: Int

    mutating func join(_ other: Block) {
      last = other.last
      positives += other.positives
      count += other.count
    }

    static func < (a: Block, b: Block) -> Bool {
      a.positives * b.count < b.positives * a.count
    }
  }
}
