internal import HDF5

/// The objects of a file by their paths, for mappings.
struct FileObjects {
  private let file: FileBox

  init(_ file: FileBox) { self.file = file }

  /// An object that a pattern found, and the name that it caught.
  struct Match: Hashable {
    var path: String
    var name: String
  }

  /// The objects that a path with `*` and `{name}` leads to, in the order of their paths.
  func matches(_ pattern: String) throws(HDF5Error) -> [Match] {
    let components = pattern.split(separator: "/").map { String($0) }
    guard components.count <= Limits.depth else {
      throw HDF5Error(pattern, "is deeper than \(Limits.depth) groups")
    }
    var found = [Match(path: "/", name: "")]
    for (depth, component) in components.enumerated() {
      let capture = component.contains("{name}")
      let glob = component.replacing("{name}", with: "*")
      let isLast = depth == components.count - 1
      var next: [Match] = []
      for match in found where try file.file.root.kind(at: match.path) == .group {
        for link in try file.file.root.group(match.path).links()
        where Glob.matches(link.name, glob) {
          let name = capture || (isLast && match.name.isEmpty) ? link.name : match.name
          next.append(Match(path: join(match.path, link.name), name: name))
        }
        guard next.count <= Limits.objects else {
          throw HDF5Error(pattern, "leads to more than \(Limits.objects) objects")
        }
      }
      found = next
    }
    return found
  }

  /// Opens a dataset by its path from an object on.
  func dataset(_ relative: String, from path: String) throws(HDF5Error) -> Dataset {
    try file.file.root.dataset(resolve(relative, from: path))
  }

  /// The value of an attribute given as `path@name` from an object on, if it is there.
  func attribute(_ place: String, from path: String) throws(HDF5Error) -> AttributeValue? {
    guard let mark = place.firstIndex(of: "@") else { return nil }
    let owner = resolve(String(place[..<mark]), from: path)
    let name = String(place[place.index(after: mark)...])
    return switch try file.file.root.kind(at: owner) {
    case .group: try file.file.root.group(owner).attribute(name)
    case .dataset: try file.file.root.dataset(owner).attribute(name)
    case .other, nil: nil
    }
  }

  /// The number that a source gives for an object; a text that reads as a number is one.
  func number(_ source: ValueSource?, from path: String) throws(HDF5Error) -> Double? {
    guard let source else { return nil }
    for place in source.attributes {
      guard let value = try attribute(place, from: path) else { continue }
      let number = value.number ?? value.text.flatMap { Double($0) }
      guard let number, number.isFinite else {
        throw HDF5Error(resolve("", from: path), "'\(place)' must be one number")
      }
      return number
    }
    return source.value
  }

  /// The text that a source gives for an object.
  func text(_ source: ValueSource?, from path: String) throws(HDF5Error) -> String? {
    guard let source else { return nil }
    for place in source.attributes {
      guard let value = try attribute(place, from: path) else { continue }
      guard let text = value.text else {
        throw HDF5Error(resolve("", from: path), "'\(place)' must be one text")
      }
      return text
    }
    return source.text
  }

  private func join(_ path: String, _ name: String) -> String {
    path == "/" ? "/\(name)" : "\(path)/\(name)"
  }

  /// A path from an object on, with `.` and `..` worked out.
  private func resolve(_ relative: String, from path: String) -> String {
    var components = relative.hasPrefix("/") ? [] : path.split(separator: "/").map { String($0) }
    for component in relative.split(separator: "/") {
      switch component {
      case ".": continue
      case "..": if !components.isEmpty { components.removeLast() }
      default: components.append(String(component))
      }
    }
    return "/" + components.joined(separator: "/")
  }
}
