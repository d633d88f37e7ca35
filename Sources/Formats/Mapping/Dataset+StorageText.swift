internal import HDF5

extension Dataset {
  /// How the values are stored, in words: `int16 (1500), chunks of 500, shuffle, gzip`.
  func storageText() throws(HDF5Error) -> String {
    let storage = try storageDescription()
    let lengths = extent.map { "\($0)" }.joined(separator: " × ")
    var words = ["\(elementType.words) (\(lengths))"]
    if storage.chunkExtent.isEmpty {
      words.append(storage.layout.rawValue)
    } else {
      words.append(
        "chunks of " + storage.chunkExtent.map { "\($0)" }.joined(separator: " × "))
    }
    for filter in storage.filters { words.append(filter.name ?? "filter \(filter.identifier)") }
    return words.joined(separator: ", ")
  }
}

extension ElementType {
  /// The type in the words that numerical programs share.
  var words: String {
    switch self {
    case .integer(let size, let signed): "\(signed ? "" : "u")int\(8 * size)"
    case .float(let size): "float\(8 * size)"
    case .text: "text"
    case .enumeration: "enumeration"
    case .compound: "table"
    case .reference: "references"
    case .array(let element, let count): "\(count) × \(element.words)"
    case .other(let words): words
    }
  }
}
