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
  private static let architecture = "CfC with readout"

  /// The classifier in a file of weights; throws what the file lacks.
  public init(_ model: StoredModel) throws(ClassifierError) {
    let fields = ModelFields(model: model)
    guard try fields.text("architecture") == Self.architecture else {
      throw ClassifierError(description: "the architecture must be '\(Self.architecture)'")
    }
    classes = try fields.texts("classes")
    guard let kind = Annotation.Kind(rawValue: try fields.text("annotation kind")) else {
      throw ClassifierError(description: "'annotation kind' must be one of those of annotations")
    }
    self.kind = kind
    encoding = try fields.encoding()
    let configuration = try fields.configuration(inputs: encoding.width)
    upstream = try fields.text("upstream")
    temperature = model["temperature"]?.number.map { Float($0) }
    guard temperature.map({ $0.isFinite && $0 > 0 }) ?? true else {
      throw ClassifierError(description: "'temperature' must be above 0")
    }
    provenance = model.attributes.compactMap { attribute in
      guard attribute.name.hasPrefix("provenance "), let text = attribute.value.text else {
        return nil
      }
      return Note(String(attribute.name.dropFirst("provenance ".count)), text)
    }
    let parameters = Parameters(
      model.parameters.map { Parameter($0.name, shape: $0.shape, values: $0.values) })
    guard parameters.all.allSatisfy({ $0.values.allSatisfy(\.isFinite) }) else {
      throw ClassifierError(description: "the weights must be finite")
    }
    do throws(ParameterError) {
      self.model = try CfCModel(parameters, configuration, outputs: classes.count)
    } catch {
      throw ClassifierError(description: error.description)
    }
  }

  /// The classifier as a file of weights holds it.
  public var stored: StoredModel {
    let configuration = model.configuration
    var attributes: [StoredModel.Attribute] = [
      .init("architecture", .text(Self.architecture)),
      .init("units", .integer(Int64(configuration.units))),
      .init("backbone units", .integer(Int64(configuration.backboneUnits))),
      .init("backbone layers", .integer(Int64(configuration.backboneLayers))),
      .init("activation", .text(configuration.activation.rawValue)),
      .init("mode", .text(configuration.mode.rawValue)),
      .init("classes", .texts(classes)),
      .init("annotation kind", .text(kind.rawValue)),
      .init("upstream", .text(upstream)),
    ]
    attributes += encoding.stored
    if let temperature { attributes.append(.init("temperature", .number(Double(temperature)))) }
    attributes += provenance.map { .init("provenance \($0.name)", .text($0.text)) }
    return StoredModel(
      attributes: attributes,
      parameters: model.parameters.all.map {
        .init(name: $0.name, shape: $0.shape, values: $0.values)
      })
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

  func configuration(inputs: Int) throws(ClassifierError) -> CfC.Configuration {
    guard let activation = Activation(rawValue: try text("activation")) else {
      throw lack("activation", "one of \(Activation.allCases.map(\.rawValue))")
    }
    guard let mode = CfC.Mode(rawValue: try text("mode")) else {
      throw lack("mode", "one of \(CfC.Mode.allCases.map(\.rawValue))")
    }
    return CfC.Configuration(
      inputs: inputs, units: try integer("units", in: 1...1024),
      backboneUnits: try integer("backbone units", in: 1...4096),
      backboneLayers: try integer("backbone layers", in: 0...8), activation: activation, mode: mode)
  }

  func lack(_ name: String, _ what: String) -> ClassifierError {
    ClassifierError(description: "the attribute '\(name)' must hold \(what)")
  }
}
