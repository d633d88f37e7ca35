public import HDF5

/// A model as a file keeps it: what it is, and its parameters by name.
///
/// The root of the file has the attributes; the group `parameters` has a dataset for each parameter,
/// whose path holds the name percent-encoded and whose attribute `order` keeps the order.
public struct StoredModel: Hashable, Sendable {
  /// An array of numbers with a name.
  public struct Parameter: Hashable, Sendable {
    /// The name.
    public var name: String
    /// The length of each dimension; the last one varies fastest.
    public var shape: [Int]
    /// The numbers.
    public var values: [Float]

    /// A parameter of this name, shape and values, as many as the shape has places.
    public init(name: String, shape: [Int], values: [Float]) {
      precondition(shape.reduce(1, *) == values.count, "as many values as the shape has places")
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  /// An attribute with a name.
  public struct Attribute: Hashable, Sendable {
    /// The name.
    public var name: String
    /// What it holds.
    public var value: AttributeValue

    /// An attribute of this name and value.
    public init(_ name: String, _ value: AttributeValue) {
      self.name = name
      self.value = value
    }
  }

  /// What the model is, in the order of the names once it was stored.
  public var attributes: [Attribute]
  /// The parameters in their order.
  public var parameters: [Parameter]

  /// A model with these attributes and parameters.
  public init(attributes: [Attribute] = [], parameters: [Parameter] = []) {
    self.attributes = attributes
    self.parameters = parameters
  }

  /// The value of an attribute, if there is one of this name.
  public subscript(_ name: String) -> AttributeValue? {
    attributes.first { $0.name == name }?.value
  }

  /// The parameter of this name, if there is one.
  public func parameter(_ name: String) -> Parameter? { parameters.first { $0.name == name } }
}

extension StoredModel {
  private static let version: Int64 = 1

  /// Reads a model from a file, in this process.
  ///
  /// Files of others are read through ``IsolatedReader/model(in:)``.
  public init(reading path: String) throws(FormatError) {
    self = try naming(path) { () throws(HDF5Error) in
      let file = try File(reading: path)
      guard let version = try file.root.attribute("vigil_model")?.integer else {
        throw HDF5Error("/", "this is not a model of Vigil", remedy: "see 'vigil help train'")
      }
      guard (1...StoredModel.version).contains(version) else {
        throw HDF5Error(
          "/@vigil_model", "is \(version), and this program reads up to \(StoredModel.version)",
          remedy: "use a newer Vigil")
      }
      var model = StoredModel()
      for name in try file.root.attributeNames() where name != "vigil_model" {
        if let value = try file.root.attribute(name) { model.attributes.append(.init(name, value)) }
      }
      let list = try file.root.group("parameters")
      var ordered: [(Int64, Parameter)] = []
      for link in try list.links() {
        let dataset = try list.dataset(link.name)
        let parameter = Parameter(
          name: link.name.percentDecoded, shape: dataset.extent, values: try dataset.readAll())
        ordered.append((try dataset.attribute("order")?.integer ?? .max, parameter))
      }
      model.parameters = ordered.enumerated()
        .sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
        .map(\.element.1)
      return model
    }
  }

  /// Writes the model to a file, which appears under its name only when it is whole.
  ///
  /// Of two attributes or parameters with one name the file cannot keep both.
  public func write(to path: String) throws(FormatError) {
    let file = try AtomicFile(creating: path)
    try naming(path) { () throws(HDF5Error) in
      let root = try file.group("/")
      try root.setAttribute("vigil_model", .integer(StoredModel.version))
      for attribute in attributes { try root.setAttribute(attribute.name, attribute.value) }
      let list = try root.makeGroup("parameters")
      for (order, parameter) in parameters.enumerated() {
        let name = parameter.name.percentEncoded
        try list.makeDataset(name, parameter.values.span, extent: parameter.shape)
        try list.dataset(name).setAttribute("order", .integer(Int64(order)))
      }
    }
    try file.commit()
  }
}
