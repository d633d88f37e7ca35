internal import Configuration
internal import HDF5

/// The objects of a file by their paths, for mappings.
///
/// What was looked up once is kept, so that a hundred channels that share a group, a table of labels
/// or an attribute of JSON cost one look each.
final class FileObjects {
  private let file: FileBox
  private var links: [String: [Link]] = [:]
  private var kinds: [String: ObjectKind] = [:]
  private var known: [String: Elements?] = [:]
  private var documents: [String: JSON] = [:]

  init(_ file: FileBox) { self.file = file }

  /// The root of the file.
  var root: Group { _read { yield file.file.root } }

  // MARK: Finding

  /// An object that a pattern found, and the name that it caught.
  struct Match: Hashable {
    var path: String
    var name: String
  }

  /// The objects that a path with `*`, `**` and `{name}` leads to, in the order of their paths.
  ///
  /// `*` and `{name}` stand for a part of one name, `**` for any groups in between, each of which is
  /// entered once however many links lead to it.
  func matches(_ pattern: String) throws(HDF5Error) -> [Match] {
    let components = pattern.split(separator: "/").map { String($0) }
    guard components.count <= Limits.depth else {
      throw HDF5Error(pattern, "is deeper than \(Limits.depth) groups")
    }
    var found = [Match(path: "/", name: "")]
    for (depth, component) in components.enumerated() {
      var next: [Match] = []
      if component == "**" {
        for match in found { try descend(match, into: &next, pattern) }
      } else {
        let isLast = depth == components.count - 1
        for match in found where try kind(at: match.path) == .group {
          for link in try links(of: match.path) {
            guard let caught = Glob.capture(link.name, component) else { continue }
            let name = caught ?? (isLast && match.name.isEmpty ? link.name : match.name)
            next.append(Match(path: join(match.path, link.name), name: name))
          }
          guard next.count <= Limits.objects else { throw tooMany(pattern) }
        }
      }
      found = next
    }
    return found
  }

  /// Adds a group and all groups in it, in the order of their paths.
  private func descend(_ match: Match, into found: inout [Match], _ pattern: String)
    throws(HDF5Error)
  {
    var seen: Set<Reference> = []
    var waiting = [match]
    while let next = waiting.popLast() {
      guard try kind(at: next.path) == .group,
        seen.insert(try root.reference(to: next.path)).inserted
      else { continue }
      guard next.path.split(separator: "/").count <= Limits.depth else {
        throw HDF5Error(next.path, "lies deeper than \(Limits.depth) groups")
      }
      found.append(next)
      guard found.count <= Limits.objects else { throw tooMany(pattern) }
      for link in try links(of: next.path).reversed() {
        waiting.append(Match(path: join(next.path, link.name), name: next.name))
      }
    }
  }

  private func tooMany(_ pattern: String) -> HDF5Error {
    HDF5Error(pattern, "leads to more than \(Limits.objects) objects")
  }

  private func links(of path: String) throws(HDF5Error) -> [Link] {
    if let links = links[path] { return links }
    let found = try root.group(path).links()
    links[path] = found
    return found
  }

  /// What stands at a path, if anything.
  func kind(at path: String) throws(HDF5Error) -> ObjectKind? {
    if let kind = kinds[path] { return kind }
    let kind = try root.kind(at: path)
    kinds[path] = kind
    return kind
  }

  // MARK: Reading

  /// The values that stand at a place, or nothing where there is none; read once.
  func elements(_ place: ObjectPlace) throws(HDF5Error) -> Elements? {
    let key = place.description
    if let elements = known[key] { return elements }
    let elements = try place.attribute == nil ? stored(place) : attributed(place)
    known[key] = .some(elements)
    return elements
  }

  private func attributed(_ place: ObjectPlace) throws(HDF5Error) -> Elements? {
    guard let name = place.attribute, let contents = try contents(place) else { return nil }
    switch contents {
    case .references(let references): return .references(references)
    case .table:
      throw HDF5Error(place.description, "is a table where a number or text is meant")
    case .value(let value):
      guard let pointer = place.pointer else { return Elements(value) }
      let owner = "\(place.object.path)@\(name)"
      let document: JSON
      if let known = documents[owner] {
        document = known
      } else {
        guard let text = value.text else {
          throw HDF5Error(owner, "must be one text that holds JSON")
        }
        do {
          document = try JSON.parse(SourceText(path: owner, text))
        } catch {
          throw HDF5Error(
            owner, "must hold JSON: \(error.all.first?.message ?? "it does not")")
        }
        documents[owner] = document
      }
      return try JSONPointer(pointer, at: owner).elements(in: document)
    }
  }

  /// What an attribute holds, tables and references included.
  func contents(_ place: ObjectPlace) throws(HDF5Error) -> AttributeContents? {
    guard let name = place.attribute else { return nil }
    switch place.object {
    case .path(let path):
      guard let object = try root.object(path) else { return nil }
      return try object.attributeContents(name)
    case .reference(let reference, let path):
      return try root.object(reference, path: path).attributeContents(name)
    }
  }

  private func stored(_ place: ObjectPlace) throws(HDF5Error) -> Elements? {
    if case .path(let path) = place.object, try kind(at: path) != .dataset { return nil }
    let dataset = try dataset(place.object)
    guard dataset.count <= FileObjects.elements else {
      throw HDF5Error(
        dataset.path, "has \(dataset.count) values, and at most \(FileObjects.elements) are read")
    }
    switch dataset.elementType {
    case .text: return .texts(try dataset.readStrings())
    case .reference: return .references(try dataset.readReferences(0..<dataset.count))
    case .float: return .numbers(try dataset.readAll())
    case .integer(size: 2, signed: false)
    where try dataset.attribute("MATLAB_class")?.text == "char":
      return .texts([String(decoding: try dataset.readAll(as: UInt16.self), as: UTF16.self)])
    case .integer, .enumeration: return .integers(try dataset.readAll())
    case .compound, .array, .other:
      throw HDF5Error(dataset.path, "must hold numbers or text")
    }
  }

  /// Opens the dataset at a place.
  func dataset(_ object: ObjectPlace.Object) throws(HDF5Error) -> Dataset {
    switch object {
    case .path(let path): try root.dataset(path)
    case .reference(let reference, let path): try root.dataset(reference, path: path)
    }
  }

  // MARK: From an object on

  /// Opens a dataset by its path from an object on.
  func dataset(_ relative: String, from path: String) throws(HDF5Error) -> Dataset {
    try MappedScope(self, path: path).dataset(relative)
  }

  /// The number that a source gives for an object.
  func number(_ source: ValueSource?, from path: String) throws(HDF5Error) -> Double? {
    try MappedScope(self, path: path).number(source, "number")
  }

  /// The text that a source gives for an object.
  func text(_ source: ValueSource?, from path: String) throws(HDF5Error) -> String? {
    try MappedScope(self, path: path).text(source, "text")
  }

  private func join(_ path: String, _ name: String) -> String {
    path == "/" ? "/\(name)" : "\(path)/\(name)"
  }

  /// The most values of one dataset that are looked at for labels, names and the like.
  private static let elements = 1 << 20
}
