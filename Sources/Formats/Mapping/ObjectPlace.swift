internal import Configuration
internal import HDF5

/// A place of a file: an object, an attribute of it, or a value inside an attribute that holds JSON.
struct ObjectPlace: Hashable {
  var object: Object
  var attribute: String?
  var pointer: String?

  /// How an object is reached.
  enum Object: Hashable {
    /// By its path from the root.
    case path(String)
    /// By a reference, which stands at this place.
    case reference(Reference, path: String)

    /// The path, for messages and provenance.
    var path: String {
      switch self {
      case .path(let path), .reference(_, let path): path
      }
    }
  }

  /// The place as a mapping writes it.
  var description: String {
    object.path + (attribute.map { "@\($0)" } ?? "") + (pointer.map { "#\($0)" } ?? "")
  }

  /// A path from an object on, with `.` and `..` worked out; `..` of the root is the root.
  static func resolve(_ relative: String, from path: String) -> String {
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

/// A way to a value inside a document, as RFC 6901 writes it.
struct JSONPointer {
  private let keys: [String]

  /// The pointer `text`, which is empty or begins with `/`.
  init(_ text: String, at place: String) throws(HDF5Error) {
    guard text.isEmpty || text.hasPrefix("/") else {
      throw HDF5Error(place, "the pointer '\(text)' must begin with '/'")
    }
    keys = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
      String($0).replacing("~1", with: "/").replacing("~0", with: "~")
    }
  }

  /// A key as a pointer writes it.
  static func escaped(_ key: String) -> String {
    key.replacing("~", with: "~0").replacing("/", with: "~1")
  }

  /// The text, number, truth value or list of these that the pointer leads to, if it is there.
  func elements(in document: JSON) -> Elements? {
    var json = document
    for key in keys {
      switch json.value {
      case .array(let items):
        guard let index = Int(key), "\(index)" == key, items.indices.contains(index) else {
          return nil
        }
        json = items[index]
      default:
        guard let next = json[key] else { return nil }
        json = next
      }
    }
    switch json.value {
    case .string(let text): return .texts([text])
    case .number(let number): return .numbers([number])
    case .bool(let flag): return .integers([flag ? 1 : 0])
    case .array(let items):
      let texts = items.compactMap { if case .string(let text) = $0.value { text } else { nil } }
      if texts.count == items.count { return .texts(texts) }
      let numbers = items.compactMap {
        if case .number(let number) = $0.value { number } else { nil }
      }
      return numbers.count == items.count ? .numbers(numbers) : nil
    case .null, .object: return nil
    }
  }
}
