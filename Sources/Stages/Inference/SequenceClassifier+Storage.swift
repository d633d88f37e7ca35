import Evaluation
public import Formats
import HDF5
import LiquidNetworks
import Signals

/// Why a file holds no classifier, and what it must hold.
public struct ClassifierError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What must be.
  public var description: String
}

extension SequenceClassifier {
  /// The classifier in a file of weights; throws what the file lacks.
  public init(_ model: StoredModel) throws(ClassifierError) {
    let fields = ModelFields(model: model)
    let classes = try fields.texts("classes")
    guard let kind = Annotation.Kind(rawValue: try fields.text("annotation kind")) else {
      throw ClassifierError(description: "'annotation kind' must be one of those of annotations")
    }
    let encoding = try fields.encoding()
    guard model.architecture.inputs == encoding.width else {
      throw ClassifierError(
        description: "the network must take in \(encoding.width) values, as many as are encoded")
    }
    let outputs = model.members.first?["readout.bias"]?.values.count ?? 0
    let meaning = try fields.meaning(of: classes)
    guard meaning.fits(outputs: outputs, names: classes) else {
      throw ClassifierError(description: "the readout must have an output for each class")
    }
    var members: [[Float]] = []
    for parameters in model.members {
      do throws(ParameterError) {
        members.append(try model.architecture.cell.weights(parameters, outputs: outputs))
      } catch {
        throw ClassifierError(description: error.description)
      }
    }
    guard members.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      throw ClassifierError(description: "the weights must be finite")
    }
    guard model.architecture.bounds(members) else {
      throw ClassifierError(
        description: "a liquid time-constant network must have no conductance or capacitance below"
          + " zero: what its units do is not bounded")
    }
    self.init(
      encoding: encoding, classes: classes, meaning: meaning, kind: kind,
      architecture: model.architecture,
      outputs: outputs, members: members, calibration: try fields.calibration(outputs: outputs),
      calibrationCases: try fields.calibrationCases(), thresholds: try fields.thresholds(),
      upstream: try fields.text("upstream"), card: model.card)
  }

  /// The classifier as a file of weights holds it.
  public var stored: StoredModel {
    var attributes: [StoredModel.Attribute] = [
      .init("classes", .texts(classes)),
      .init("annotation kind", .text(kind.rawValue)),
      .init("upstream", .text(upstream)),
    ]
    attributes += encoding.stored + meaning.stored
    if let calibration { attributes += calibration.stored(cases: calibrationCases) }
    attributes += thresholds.stored
    return StoredModel(
      attributes: attributes, architecture: architecture,
      members: members.map { architecture.cell.parameters($0, outputs: outputs) }, card: card)
  }
}

extension Architecture {
  /// Whether the potentials of liquid time-constant networks of these weights stay within bounds.
  fileprivate func bounds(_ members: [[Float]]) -> Bool {
    let count = cell.layout.count
    return name != "ltc"
      || members.allSatisfy { certificate(Array($0[..<count])).state != nil }
  }
}

extension Cell {
  /// The flat weights of the cell and a readout; throws what is missing or does not fit.
  fileprivate func weights(
    _ parameters: Parameters, outputs: Int
  ) throws(ParameterError) -> [Float] {
    try Model(self, outputs: outputs, parameters).weights
  }

  /// The named weights of the cell and a readout.
  fileprivate func parameters(_ weights: [Float], outputs: Int) -> Parameters {
    Model(self, outputs: outputs, weights: weights).parameters
  }
}

/// Reads the attributes of a file of weights, and refuses what does not fit.
struct ModelFields {
  let model: StoredModel

  func text(_ name: String) throws(ClassifierError) -> String {
    guard let text = model[name]?.text else { throw lack(name, "a text") }
    return text
  }

  func texts(_ name: String) throws(ClassifierError) -> [String] {
    guard let texts = model[name]?.texts, !texts.isEmpty, Set(texts).count == texts.count else {
      throw lack(name, "different texts")
    }
    return texts
  }

  func numbers(_ name: String, count: Int) throws(ClassifierError) -> [Double] {
    guard let numbers = model[name]?.numbers, numbers.count == count,
      numbers.allSatisfy(\.isFinite)
    else { throw lack(name, "\(count) finite numbers") }
    return numbers
  }

  func integer(_ name: String, in range: ClosedRange<Int64>) throws(ClassifierError) -> Int {
    guard let integer = model[name]?.integer, range.contains(integer) else {
      throw lack(name, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return Int(integer)
  }

  func lack(_ name: String, _ what: String) -> ClassifierError {
    ClassifierError(description: "the attribute '\(name)' must hold \(what)")
  }
}
