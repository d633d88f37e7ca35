import Formats
import HDF5
import Signals

extension Meaning {
  /// What the outputs mean as a file of weights holds it; nothing where they mean classes.
  var stored: [StoredModel.Attribute] {
    switch self {
    case .classes: []
    case .values(let scale, let hasSpread):
      [
        .init("meaning", .text("values")), .init("value unit", .text(scale.unit.rawValue)),
        .init("value means", .numbers(scale.means.map(Double.init))),
        .init("value deviations", .numbers(scale.deviations.map(Double.init))),
        .init("value spread", .integer(hasSpread ? 1 : 0)),
      ]
    }
  }
}

extension ModelFields {
  /// What the outputs mean, of which there is one for each name; throws what cannot be.
  func meaning(of names: [String]) throws(ClassifierError) -> Meaning {
    guard model["meaning"] != nil else { return .classes }
    guard try text("meaning") == "values" else { throw lack("meaning", "'values'") }
    let deviations = try numbers("value deviations", count: names.count).map { Float($0) }
    guard deviations.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw lack("value deviations", "numbers above 0")
    }
    let means = try numbers("value means", count: names.count).map { Float($0) }
    guard means.allSatisfy(\.isFinite) else { throw lack("value means", "finite numbers") }
    let scale = ValueScale(
      unit: Unit(rawValue: try text("value unit")), means: means, deviations: deviations)
    return .values(scale, hasSpread: try integer("value spread", in: 0...1) == 1)
  }
}
