import Evaluation
import Kernels

extension Calibration {
  /// Whether it can be applied to as many logits.
  func fits(outputs: Int) -> Bool {
    if case .temperature = self { true } else { outputs == 1 }
  }

  /// Sets the probabilities of classes, which sum to 1.
  ///
  /// As `probabilities(ofLogits:)` says, but without an allocation.
  func setProbabilities(ofLogits logits: [Float], in scores: inout [Float]) {
    switch self {
    case .temperature(let temperature):
      scores.setShares(ofLogits: logits, dividedBy: Float(temperature.value))
    case .logistic(let fit): scores.setPair(fit.probability(Double(logits[0])))
    case .isotonic(let curve): scores.setPair(curve.probability(Double(logits[0])))
    }
  }
}

extension Calibration? {
  /// Sets what is said of classes: probabilities where there is a calibration, else scores.
  func setScores(ofLogits logits: [Float], in scores: inout [Float]) {
    if let self {
      self.setProbabilities(ofLogits: logits, in: &scores)
    } else {
      scores.setShares(ofLogits: logits)
    }
  }
}

extension [Float] {
  fileprivate mutating func setPair(_ probability: Double) {
    self[0] = Float(1 - probability)
    self[1] = Float(probability)
  }
}
