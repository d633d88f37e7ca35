internal import HDF5

extension PacketBuilder {
  mutating func put(_ model: StoredModel) {
    put(UInt64(model.attributes.count))
    for attribute in model.attributes {
      put(attribute.name)
      put(attribute.value)
    }
    put(UInt64(model.parameters.count))
    for parameter in model.parameters {
      put(parameter.name)
      put(UInt64(parameter.shape.count))
      put(all: parameter.shape.map { Int64($0) })
      put(UInt64(parameter.values.count))
      put(all: parameter.values)
    }
  }

  private mutating func put(_ value: AttributeValue) {
    switch value {
    case .text(let text):
      put(UInt8(0))
      put(text)
    case .texts(let texts):
      put(UInt8(1))
      put(UInt64(texts.count))
      for text in texts { put(text) }
    case .integer(let number):
      put(UInt8(2))
      put(number)
    case .integers(let numbers):
      put(UInt8(3))
      put(UInt64(numbers.count))
      put(all: numbers)
    case .number(let number):
      put(UInt8(4))
      put(number)
    case .numbers(let numbers):
      put(UInt8(5))
      put(UInt64(numbers.count))
      put(all: numbers)
    }
  }
}

extension PacketReader {
  mutating func takeModel() throws(Malformed) -> StoredModel {
    var model = StoredModel()
    for _ in 0..<(try takeCount(of: 5)) {
      model.attributes.append(.init(try takeText(), try takeAttributeValue()))
    }
    for _ in 0..<(try takeCount(of: 20)) {
      let name = try takeText()
      var shape: [Int64] = []
      try take(try takeCount(of: 8), into: &shape)
      var values: [Float] = []
      try take(try takeCount(of: 4), into: &values)
      var places = 1
      for length in shape {
        let (product, overflow) = places.multipliedReportingOverflow(by: Int(length))
        guard length >= 0, !overflow else { throw Malformed() }
        places = product
      }
      guard places == values.count else { throw Malformed() }
      model.parameters.append(.init(name: name, shape: shape.map { Int($0) }, values: values))
    }
    return model
  }

  private mutating func takeAttributeValue() throws(Malformed) -> AttributeValue {
    switch try (take() as UInt8) {
    case 0: return .text(try takeText())
    case 1:
      var texts: [String] = []
      for _ in 0..<(try takeCount(of: 4)) { texts.append(try takeText()) }
      return .texts(texts)
    case 2: return .integer(try take())
    case 3:
      var numbers: [Int64] = []
      try take(try takeCount(of: 8), into: &numbers)
      return .integers(numbers)
    case 4: return .number(try take())
    case 5:
      var numbers: [Double] = []
      try take(try takeCount(of: 8), into: &numbers)
      return .numbers(numbers)
    default: throw Malformed()
    }
  }
}
