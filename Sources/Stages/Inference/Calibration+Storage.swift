import Evaluation
import Formats
import HDF5

extension Calibration {
  /// The calibration as a file of weights holds it: its name, its numbers, and on how many cases
  /// they were fitted.
  func stored(cases: Int) -> [StoredModel.Attribute] {
    let (name, numbers): (String, [Double]) =
      switch self {
      case .temperature(let temperature): ("temperature", [temperature.value])
      case .logistic(let fit): ("logistic", [fit.slope, fit.intercept])
      case .isotonic(let curve): ("isotonic", curve.scores + curve.probabilities)
      }
    return [
      .init("calibration", .text(name)), .init("calibration numbers", .numbers(numbers)),
      .init("calibration cases", .integer(Int64(cases))),
    ]
  }
}

extension ModelFields {
  /// The calibration in a file of weights, if there is one; throws what cannot be.
  func calibration(outputs: Int) throws(ClassifierError) -> Calibration? {
    guard model["calibration"] != nil else { return nil }
    let name = try text("calibration")
    guard let numbers = model["calibration numbers"]?.numbers, numbers.allSatisfy(\.isFinite) else {
      throw lack("calibration numbers", "finite numbers")
    }
    guard let calibration = Calibration(name, numbers), calibration.fits(outputs: outputs) else {
      throw lack("calibration numbers", "what a calibration '\(name)' needs")
    }
    return calibration
  }

  /// How many cases the calibration was fitted on; 0 where the file does not say.
  func calibrationCases() throws(ClassifierError) -> Int {
    guard model["calibration cases"] != nil else { return 0 }
    return try integer("calibration cases", in: 0...Int64(Int32.max))
  }
}

extension Calibration {
  fileprivate init?(_ name: String, _ numbers: [Double]) {
    switch name {
    case "temperature" where numbers.count == 1:
      guard let temperature = Temperature(numbers[0]) else { return nil }
      self = .temperature(temperature)
    case "logistic" where numbers.count == 2:
      self = .logistic(LogisticFit(slope: numbers[0], intercept: numbers[1]))
    case "isotonic" where numbers.count.isMultiple(of: 2):
      let half = numbers.count / 2
      guard
        let curve = IsotonicCurve(
          scores: Array(numbers[..<half]), probabilities: Array(numbers[half...]))
      else { return nil }
      self = .isotonic(curve)
    default: return nil
    }
  }
}
