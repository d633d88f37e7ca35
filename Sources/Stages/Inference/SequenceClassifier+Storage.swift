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
    guard case .cfc(let configuration) = model.architecture, model.members.count == 1 else {
      throw ClassifierError(description: "the model must be a single 'cfc'")
    }
    classes = try fields.texts("classes")
    guard let kind = Annotation.Kind(rawValue: try fields.text("annotation kind")) else {
      throw ClassifierError(description: "'annotation kind' must be one of those of annotations")
    }
    self.kind = kind
    encoding = try fields.encoding()
    guard configuration.inputs == encoding.width else {
      throw ClassifierError(
        description: "the network must take in \(encoding.width) values, as many as are encoded")
    }
    upstream = try fields.text("upstream")
    temperature = model["temperature"]?.number.map { Float($0) }
    guard temperature.map({ $0.isFinite && $0 > 0 }) ?? true else {
      throw ClassifierError(description: "'temperature' must be above 0")
    }
    provenance = model.card.notes.map { Note($0.name, $0.text) }
    do throws(ParameterError) {
      self.model = try CfCModel(
        model.members[0], configuration, outputs: classes.count)
    } catch {
      throw ClassifierError(description: error.description)
    }
  }

  /// The classifier as a file of weights holds it.
  public var stored: StoredModel {
    var attributes: [StoredModel.Attribute] = [
      .init("classes", .texts(classes)),
      .init("annotation kind", .text(kind.rawValue)),
      .init("upstream", .text(upstream)),
    ]
    attributes += encoding.stored
    if let temperature { attributes.append(.init("temperature", .number(Double(temperature)))) }
    var card = ModelCard()
    card.notes = provenance.map { .init($0.name, $0.text) }
    return StoredModel(
      attributes: attributes, architecture: .cfc(model.configuration),
      members: [model.parameters], card: card)
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
