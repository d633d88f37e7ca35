internal import Kernels

/// What makes the outputs of a model probabilities, fitted on cases that it was not trained on.
public enum Calibration: Hashable, Sendable {
  /// Logits are divided by a temperature; for any number of classes.
  case temperature(Temperature)
  /// Log-odds are stretched and shifted (Platt's scaling); for two classes.
  case logistic(LogisticFit)
  /// Log-odds pass a rising curve; for two classes.
  case isotonic(IsotonicCurve)

  /// Returns the probability of class 1 at these log-odds.
  public func probability(ofLogOdds logOdds: Double) -> Double {
    switch self {
    case .temperature(let temperature): temperature.probabilities([logOdds])[0]
    case .logistic(let fit): fit.probability(logOdds)
    case .isotonic(let curve): curve.probability(logOdds)
    }
  }

  /// Returns the probability of each class; several classes are only ever tempered.
  public func probabilities(ofLogits logits: [Double]) -> [Double] {
    if logits.count == 1 { return [probability(ofLogOdds: logits[0])] }
    guard case .temperature(let temperature) = self else {
      preconditionFailure("a curve calibrates one output")
    }
    return temperature.probabilities(logits)
  }
}
