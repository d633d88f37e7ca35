internal import HDF5
internal import LiquidNetworks

extension StoredModel {
  /// The attributes by which the first version of the format described its network.
  private static let described = [
    "architecture", "units", "backbone units", "backbone layers", "activation", "mode",
  ]

  /// A model of the first version: one closed-form network, its tensors in the group `parameters`.
  init(first root: StoredGroup) throws(HDF5Error) {
    guard root["architecture"]?.text == "CfC with readout" else {
      throw HDF5Error("/@architecture", "must be 'CfC with readout' in version 1")
    }
    guard let list = root.group("parameters") else {
      throw HDF5Error("/parameters", "is not there")
    }
    let parameters = try Parameters(list, at: "/parameters")
    let units = root["units"]?.integer.flatMap { Int(exactly: $0) } ?? 0
    let widest = parameters["rnn_cell.backbone.0.weight"] ?? parameters["rnn_cell.ff1.weight"]
    let (inputs, overflow) = (widest?.shape.last ?? 0).subtractingReportingOverflow(units)
    guard !overflow else { throw HDF5Error("/@units", "is out of all range") }
    let fields = descriptionFields(root) + [.init("network inputs", .integer(inputs))]
    do throws(ArchitectureError) {
      self.init(
        architecture: try Architecture(ArchitectureDescription(fields)), members: [parameters])
    } catch {
      throw HDF5Error("/@\(error.field)", error.message)
    }
    for attribute in root.attributes where attribute.name != FileKind.modelMark {
      if attribute.name.hasPrefix("provenance "), let text = attribute.value.text {
        card.notes.append(.init(String(attribute.name.dropFirst("provenance ".count)), text))
      } else if !Self.described.contains(attribute.name) {
        attributes.append(attribute)
      }
    }
    state(Self.unsaid(root))
  }

  /// Adds what the file does not say itself.
  private mutating func state(_ unsaid: [Attribute]) {
    for attribute in unsaid where self[attribute.name] == nil { attributes.append(attribute) }
  }

  /// What the first files of this version did not say of their inputs, because there was no choice.
  private static func unsaid(_ root: StoredGroup) -> [Attribute] {
    let inputs = root["inputs"]?.texts?.count ?? 0
    let channels = Set(root["input channels"]?.numbers ?? []).count
    let largest = Double(Float.greatestFiniteMagnitude)
    func each(_ value: Double) -> AttributeValue {
      .numbers([Double](repeating: value, count: inputs))
    }
    return [
      .init("input lower bounds", each(-largest)), .init("input upper bounds", each(largest)),
      .init("input logarithms", each(0)), .init("input half-lives", each(0)),
      .init("channel tellings", .integers([Int64](repeating: 0, count: channels))),
      .init("masks", .integer(1)), .init("ages", .text("saturating")),
      .init("grid cell", .number(0)), .init("grid merging", .text("last")),
    ]
  }
}

private func descriptionFields(_ root: StoredGroup) -> [ArchitectureDescription.Field] {
  var fields: [ArchitectureDescription.Field] = [.init("architecture", .text("cfc"))]
  for name in ["units", "backbone units", "backbone layers", "activation", "mode"] {
    if let value = root[name].flatMap(ArchitectureDescription.Value.init) {
      fields.append(.init(name, value))
    }
  }
  return fields
}
