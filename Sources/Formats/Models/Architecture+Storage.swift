internal import HDF5
internal import LiquidNetworks

extension Architecture {
  /// The architecture that a group keeps: its fields as attributes, its tensors as datasets.
  init(stored group: StoredGroup, at place: String = "/architecture") throws(HDF5Error) {
    var description = ArchitectureDescription()
    for attribute in group.attributes {
      guard let value = ArchitectureDescription.Value(attribute.value) else {
        throw HDF5Error("\(place)@\(attribute.name)", "must be a text, a number or whole numbers")
      }
      description.fields.append(.init(attribute.name, value))
    }
    description.tensors = group.tensors.map {
      LiquidNetworks.Parameter($0.name, shape: $0.shape, values: $0.values.floats)
    }
    do { try self.init(description) } catch {
      throw HDF5Error(
        "\(place)@\(error.field)", error.message,
        remedy: "use the Vigil that wrote the file, or a newer one")
    }
  }
}

extension StoredGroup {
  /// A description as a group keeps it.
  init(_ description: ArchitectureDescription) {
    self.init(
      attributes: description.fields.map { field in
        switch field.value {
        case .text(let text): Attribute(field.name, .text(text))
        case .integer(let number): Attribute(field.name, .integer(Int64(number)))
        case .integers(let numbers): Attribute(field.name, .integers(numbers.map { Int64($0) }))
        case .number(let number): Attribute(field.name, .number(number))
        }
      },
      tensors: description.tensors.map { Tensor($0.name, shape: $0.shape, .floats($0.values)) })
  }
}

extension ArchitectureDescription.Value {
  /// The value of an attribute, if it is one that a description can have.
  init?(_ value: AttributeValue) {
    switch value {
    case .text(let text): self = .text(text)
    case .integer(let number): self = .integer(Int(number))
    case .number(let number): self = .number(number)
    case .integers(let numbers): self = .integers(numbers.map { Int($0) })
    case .texts, .numbers: return nil
    }
  }
}
