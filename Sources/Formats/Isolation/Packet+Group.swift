internal import HDF5

extension PacketBuilder {
  mutating func put(_ group: StoredGroup) {
    put(UInt64(group.attributes.count))
    for attribute in group.attributes {
      put(attribute.name)
      put(attribute.value)
    }
    put(UInt64(group.tensors.count))
    for tensor in group.tensors {
      put(tensor.name)
      put(UInt64(tensor.shape.count))
      put(all: tensor.shape.map { Int64($0) })
      switch tensor.values {
      case .floats(let values):
        put(UInt8(0))
        put(UInt64(values.count))
        put(all: values)
      case .doubles(let values):
        put(UInt8(1))
        put(UInt64(values.count))
        put(all: values)
      case .integers(let values):
        put(UInt8(2))
        put(UInt64(values.count))
        put(all: values)
      }
    }
    put(UInt64(group.groups.count))
    for child in group.groups {
      put(child.name)
      put(child.group)
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
  /// A group, which no honest process sends nested deeper than it reads.
  mutating func takeGroup(depth: Int = 0) throws(Malformed) -> StoredGroup {
    guard depth <= Limits.depth else { throw Malformed() }
    var group = StoredGroup()
    for _ in 0..<(try takeCount(of: 5)) {
      group.attributes.append(.init(try takeText(), try takeAttributeValue()))
    }
    for _ in 0..<(try takeCount(of: 21)) { group.tensors.append(try takeTensor()) }
    for _ in 0..<(try takeCount(of: 28)) {
      group.groups.append(.init(try takeText(), try takeGroup(depth: depth + 1)))
    }
    return group
  }

  private mutating func takeTensor() throws(Malformed) -> StoredGroup.Tensor {
    let name = try takeText()
    var shape: [Int64] = []
    try take(try takeCount(of: 8), into: &shape)
    let type: UInt8 = try take()
    let values: StoredGroup.Values
    switch type {
    case 0:
      var floats: [Float] = []
      try take(try takeCount(of: 4), into: &floats)
      values = .floats(floats)
    case 1:
      var doubles: [Double] = []
      try take(try takeCount(of: 8), into: &doubles)
      values = .doubles(doubles)
    case 2:
      var integers: [Int64] = []
      try take(try takeCount(of: 8), into: &integers)
      values = .integers(integers)
    default: throw Malformed()
    }
    var places = 1
    for length in shape {
      let (product, overflow) = places.multipliedReportingOverflow(by: Int(length))
      guard length >= 0, !overflow else { throw Malformed() }
      places = product
    }
    guard places == values.count else { throw Malformed() }
    return StoredGroup.Tensor(name, shape: shape.map { Int($0) }, values)
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
