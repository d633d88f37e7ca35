internal import HDF5

extension StoredGroup {
  /// The most bytes of numbers that one file may hold.
  static let mostBytes = 192 << 20

  /// Reads a file, or a group of it, in this process.
  ///
  /// Files of others are read through ``IsolatedReader/group(in:at:program:)``.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - place: The group in it.
  /// - Throws: What is wrong and where, such as an array that holds no numbers.
  public init(reading path: String, at place: String = "/") throws(FormatError) {
    self = try naming(path) { () throws(HDF5Error) in
      let file = try File(reading: path)
      var budget = Budget()
      let group = try file.root.group(place)
      return try StoredGroup(group, &budget)
    }
  }

  /// Reads the attributes of a group and nothing else of it, in this process.
  init(attributesOf path: String, at place: String) throws(FormatError) {
    self.init()
    attributes = try naming(path) { () throws(HDF5Error) in
      let file = try File(reading: path)
      let group = try file.root.group(place)
      return try StoredGroup.attributes(of: group)
    }
  }

  private static func attributes(
    of group: borrowing HDF5.Group
  ) throws(HDF5Error) -> [Attribute] {
    var attributes: [Attribute] = []
    for name in try group.attributeNames() {
      if let value = try group.attribute(name) { attributes.append(Attribute(name, value)) }
    }
    return attributes
  }

  /// How much of a file was read already: links can go round in circles.
  private struct Budget {
    var objects = 0
    var bytes = 0
    var depth = 0

    mutating func take(_ path: String, bytes more: Int) throws(HDF5Error) {
      objects += 1
      bytes = more > StoredGroup.mostBytes ? more : bytes + more
      guard objects <= Limits.objects, bytes <= StoredGroup.mostBytes, depth <= Limits.depth else {
        throw HDF5Error(path, "lies behind more than is read of a file of weights")
      }
    }
  }

  private init(_ group: borrowing HDF5.Group, _ budget: inout Budget) throws(HDF5Error) {
    self.init()
    attributes = try Self.attributes(of: group)
    var ordered: [(order: Int64, tensor: Tensor)] = []
    for link in try group.links() {
      let name = link.name.percentDecoded
      if try group.kind(at: link.name) == .group {
        try budget.take(group.path(of: link.name), bytes: 0)
        budget.depth += 1
        groups.append(Child(name, try StoredGroup(try group.group(link.name), &budget)))
        budget.depth -= 1
        continue
      }
      let dataset = try group.dataset(link.name)
      let (bytes, overflow) = dataset.count.multipliedReportingOverflow(by: 8)
      try budget.take(dataset.path, bytes: overflow ? .max : bytes)
      ordered.append(
        (
          try dataset.attribute("order")?.integer ?? .max,
          Tensor(name, shape: dataset.extent, try Values(dataset))
        ))
    }
    tensors = ordered.enumerated()
      .sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }
      .map(\.element.tensor)
  }

  /// Writes the group as a file, which appears under its name only when it is whole.
  ///
  /// A process that ends on the way leaves the file that was there before, or none. Of two things
  /// with one name the file cannot keep both.
  public func write(to path: String) throws(FormatError) {
    let file = try AtomicFile(creating: path)
    try naming(path) { () throws(HDF5Error) in try write(into: try file.group("/")) }
    try file.commit()
  }

  private func write(into group: borrowing HDF5.Group) throws(HDF5Error) {
    for attribute in attributes { try group.setAttribute(attribute.name, attribute.value) }
    for (order, tensor) in tensors.enumerated() {
      let name = tensor.name.percentEncoded
      switch tensor.values {
      case .floats(let values): try group.makeDataset(name, values, extent: tensor.shape)
      case .doubles(let values): try group.makeDataset(name, values, extent: tensor.shape)
      case .integers(let values): try group.makeDataset(name, values, extent: tensor.shape)
      }
      try group.dataset(name).setAttribute("order", .integer(Int64(order)))
    }
    for child in groups {
      try child.group.write(into: try group.makeGroup(child.name.percentEncoded))
    }
  }
}

extension StoredGroup.Values {
  /// The numbers of a dataset, in the type of ours that holds them all.
  fileprivate init(_ dataset: borrowing Dataset) throws(HDF5Error) {
    switch dataset.elementType {
    case .float(let size) where size <= 4: self = .floats(try dataset.readAll())
    case .float: self = .doubles(try dataset.readAll())
    default: self = .integers(try dataset.readAll())
    }
  }
}
