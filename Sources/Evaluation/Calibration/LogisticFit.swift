internal import Kernels

/// The logistic curve p = 1 / (1 + e^−(intercept + slope · z)) that fits outcomes best.
///
/// Fitted to the log-odds z that a model gave, it is Platt's calibration; held against outcomes that
/// the model has not seen, its slope and intercept say how far the model is off: 1 and 0 where it is
/// not, a slope below 1 where it is too sure (Cox 1958, doi:10.1093/biomet/45.3-4.562).
public struct LogisticFit: Hashable, Sendable {
  /// What the log-odds are multiplied by.
  public var slope: Double
  /// What is then added.
  public var intercept: Double

  /// A curve with these figures.
  public init(slope: Double, intercept: Double) {
    self.slope = slope
    self.intercept = intercept
  }

  /// The curve of greatest likelihood, by Newton's method with halved steps.
  ///
  /// There is none where all outcomes are alike or the log-odds separate them, for then no curve is
  /// the best; nor where all log-odds are alike. Infinite log-odds do not enter.
  ///
  /// - Parameter cases: Cases whose score is the log-odds.
  public init?(logOdds cases: [ScoredCase]) {
    let cases = cases.filter(\.score.isFinite)
    guard Self.overlap(cases) else { return nil }
    var fit = LogisticFit(slope: 0, intercept: 0)
    var loss = fit.loss(cases)
    for _ in 0..<100 {
      guard let change = fit.newtonStep(cases) else { return nil }
      var scale = 1.0
      var next = fit
      repeat {
        next.slope = fit.slope + scale * change.slope
        next.intercept = fit.intercept + scale * change.intercept
        scale /= 2
      } while next.loss(cases) > loss && scale > 1e-12
      let size = abs(next.slope - fit.slope) + abs(next.intercept - fit.intercept)
      fit = next
      loss = fit.loss(cases)
      if size <= 1e-12 * (1 + abs(fit.slope) + abs(fit.intercept)) {
        self = fit
        return
      }
    }
    return nil
  }

  /// Returns the probability at these log-odds.
  public func probability(_ logOdds: Double) -> Double {
    Elementary.sigmoid(intercept + slope * logOdds)
  }

  /// Whether neither outcome has all its scores at or above those of the other.
  private static func overlap(_ cases: [ScoredCase]) -> Bool {
    let positives = cases.filter(\.isPositive).map(\.score)
    let negatives = cases.filter { !$0.isPositive }.map(\.score)
    guard let lowest = positives.min(), let highest = positives.max(),
      let least = negatives.min(), let most = negatives.max()
    else { return false }
    return lowest < most && least < highest
  }

  /// The negative logarithm of the likelihood.
  private func loss(_ cases: [ScoredCase]) -> Double {
    var sum = 0.0
    for scored in cases {
      let z = intercept + slope * scored.score
      sum += softplus(scored.isPositive ? -z : z)
    }
    return sum
  }

  /// The change to the minimum of the parabola that touches the loss here.
  private func newtonStep(_ cases: [ScoredCase]) -> (slope: Double, intercept: Double)? {
    var (g0, g1, h00, h01, h11) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for scored in cases {
      let z = scored.score
      let p = probability(z)
      let error = p - (scored.isPositive ? 1 : 0)
      let weight = p * (1 - p)
      g0 += error
      g1 += error * z
      h00 += weight
      h01 += weight * z
      h11 += weight * z * z
    }
    let determinant = h00 * h11 - h01 * h01
    guard determinant > 1e-12 * h00 * h11, determinant > 0 else { return nil }
    return ((h01 * g0 - h00 * g1) / determinant, (h01 * g1 - h11 * g0) / determinant)
  }
}

/// ln(1 + eˣ), without overflow.
func softplus(_ x: Double) -> Double {
  let above = max(x, 0)
  return above + Elementary.log(1 + Elementary.exp(-abs(x)))
}
