internal import Configuration
internal import HDF5
internal import LiquidNetworks

extension StoredModel {
  private static let version: Int64 = 2

  /// Reads a model from a file, in this process.
  ///
  /// Files of others are read through ``IsolatedReader/model(in:program:)``.
  public init(reading path: String) throws(FormatError) {
    try self.init(try StoredGroup(reading: path), from: path)
  }

  /// The model that the root of a file holds.
  ///
  /// - Parameters:
  ///   - group: The root.
  ///   - path: The file, for what is said of it.
  /// - Throws: What the file lacks, and where.
  public init(_ group: StoredGroup, from path: String) throws(FormatError) {
    self = try naming(path) { () throws(HDF5Error) in
      guard let version = group[FileKind.modelMark]?.integer else {
        throw HDF5Error("/", "this is not a model of Vigil", remedy: "see 'vigil help train'")
      }
      switch version {
      case 1: return try StoredModel(first: group)
      case 2: return try StoredModel(second: group)
      default:
        throw HDF5Error(
          "/@vigil_model", "is \(version), and this program reads up to \(StoredModel.version)",
          remedy: "use a newer Vigil")
      }
    }
  }

  private init(second root: StoredGroup) throws(HDF5Error) {
    guard let description = root.group("architecture") else {
      throw HDF5Error("/architecture", "is not there", remedy: "train the weights again")
    }
    let architecture = try Architecture(stored: description)
    var members: [Parameters] = []
    for number in 0..<(root.group("members")?.groups.count ?? 0) {
      guard let member = root.group("members")?.group(String(number)) else {
        throw HDF5Error("/members/\(number)", "is not there: members are counted from 0")
      }
      members.append(try Parameters(member, at: "/members/\(number)"))
    }
    guard let first = members.first else {
      throw HDF5Error("/members", "holds no network", remedy: "train the weights again")
    }
    for (number, member) in members.enumerated()
    where member.all.map(\.name) != first.all.map(\.name)
      || member.all.map(\.shape) != first.all.map(\.shape)
    {
      throw HDF5Error("/members/\(number)", "has other tensors than the first member")
    }
    self.init(
      attributes: root.attributes.filter { $0.name != FileKind.modelMark && $0.name != "card" },
      architecture: architecture, members: members,
      card: try ModelCard(stored: root["card"]?.text ?? "{}"))
  }

  /// The model as the root of a file.
  public var group: StoredGroup {
    let description = architecture.description
    let members = members.enumerated().map { number, member in
      StoredGroup.Child(
        String(number),
        StoredGroup(
          tensors: member.all.map {
            StoredGroup.Tensor($0.name, shape: $0.shape, .floats($0.values))
          }))
    }
    return StoredGroup(
      attributes: [
        .init(FileKind.modelMark, .integer(StoredModel.version)),
        .init("card", .text(card.json.line)),
      ] + attributes,
      groups: [
        .init("architecture", StoredGroup(description)),
        .init("members", StoredGroup(groups: members)),
      ])
  }

  /// Writes the model to a file, which appears under its name only when it is whole.
  ///
  /// Of two attributes or parameters with one name the file cannot keep both.
  public func write(to path: String) throws(FormatError) { try group.write(to: path) }

  /// A digest of all that the model holds, which two models share only where they are equal.
  public var digest: String {
    var stream = Digest.Stream()
    func add(_ text: String) { stream.add(Array("\(text)\n".utf8)[...]) }
    for attribute in attributes { add("\(attribute.name)=\(attribute.value)") }
    let description = architecture.description
    for field in description.fields { add("\(field.name)=\(field.value)") }
    add(card.json.line)
    for parameter in description.tensors + members.flatMap(\.all) {
      add("\(parameter.name)\(parameter.shape)")
      for value in parameter.values {
        stream.add((0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) }[...])
      }
    }
    return stream.sha256
  }
}

extension Parameters {
  /// The tensors of a group, which must be finite.
  init(_ group: StoredGroup, at place: String) throws(HDF5Error) {
    var all: [LiquidNetworks.Parameter] = []
    for tensor in group.tensors {
      let parameter = LiquidNetworks.Parameter(
        tensor.name, shape: tensor.shape, values: tensor.values.floats)
      if let odd = parameter.values.firstIndex(where: { !$0.isFinite }) {
        throw HDF5Error(
          "\(place)/\(tensor.name)", "holds \(parameter.values[odd]) at \(odd)",
          remedy: "the weights must be finite: train them again")
      }
      all.append(parameter)
    }
    self.init(all)
  }
}
