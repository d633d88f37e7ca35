import Evaluation
import Formats
import HDF5

extension [ConformalThreshold] {
  /// The thresholds as a file of weights holds them; nothing where there are none.
  var stored: [StoredModel.Attribute] {
    if isEmpty { return [] }
    return [
      .init("false alarm rates", .numbers(map(\.rate))),
      .init("false alarm thresholds", .numbers(map(\.score))),
      .init("false alarm cases", .integers(map { Int64($0.cases) })),
    ]
  }
}

extension ModelFields {
  /// The thresholds in a file of weights; throws what cannot be.
  func thresholds() throws(ClassifierError) -> [ConformalThreshold] {
    guard let count = model["false alarm rates"]?.numbers?.count else { return [] }
    let rates = try numbers("false alarm rates", count: count)
    guard rates.allSatisfy({ $0 > 0 && $0 < 1 }) else {
      throw lack("false alarm rates", "numbers between 0 and 1")
    }
    let scores = try numbers("false alarm thresholds", count: count)
    let cases = try numbers("false alarm cases", count: count).compactMap { Int(exactly: $0) }
    guard cases.count == count else { throw lack("false alarm cases", "whole numbers") }
    return rates.indices.map {
      ConformalThreshold(rate: rates[$0], score: scores[$0], cases: cases[$0])
    }
  }
}
