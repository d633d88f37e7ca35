internal import HDF5

/// The object that a rule found, from which its sources are looked up, and what was found for it.
final class MappedScope {
  /// The path of the matched object.
  let path: String
  /// The name that the pattern caught.
  let name: String
  /// The column of a table that the channel is.
  let field: String?
  /// The place of the channel among those of its object.
  let index: Int
  /// The place of the recording among those of the file, where it holds several.
  let recording: Int?
  let objects: FileObjects
  /// Where everything that was asked for stands, in the order of asking.
  private(set) var origins: [Origin] = []

  init(
    _ objects: FileObjects, path: String, name: String = "", field: String? = nil, index: Int = 0,
    recording: Int? = nil
  ) {
    self.objects = objects
    self.path = path
    self.name = name
    self.field = field
    self.index = index
    self.recording = recording
  }

  /// Keeps where something stands; what was kept before under the same name and place stays.
  func note(_ what: String, place: String, text: String) {
    let origin = Origin(what, place: place, text: text)
    if !origins.contains(origin) { origins.append(origin) }
  }

  // MARK: Values

  /// The number that a source gives; a text that reads as a number is one.
  func number(_ source: ValueSource?, _ what: String) throws(HDF5Error) -> Double? {
    guard let source else { return nil }
    if let (elements, index, place) = try found(source) {
      guard let number = elements.number(at: index) else {
        throw HDF5Error(place, "must be a number, for the \(what)")
      }
      note(what, place: place, text: elements.spelling(at: index))
      return number
    }
    guard let value = source.value ?? source.text.flatMap({ Double($0) }) else { return nil }
    note(what, place: Origin.theMapping, text: "\(value)")
    return value
  }

  /// The text that a source gives.
  func text(_ source: ValueSource?, _ what: String) throws(HDF5Error) -> String? {
    guard let source else { return nil }
    if let (elements, index, place) = try found(source) {
      guard let text = elements.text(at: index) else {
        throw HDF5Error(place, "must be text, for the \(what)")
      }
      note(what, place: place, text: text)
      return text
    }
    var text = source.text.map { filled($0) }
    if !source.texts.isEmpty {
      guard index < source.texts.count else {
        throw HDF5Error(
          path, "has more channels than the \(source.texts.count) that the mapping names")
      }
      text = source.texts[index]
    }
    if let text { note(what, place: Origin.theMapping, text: text) }
    return text
  }

  /// What stands at the first place of a source that is there, number or text, as it is written.
  func spelling(_ source: ValueSource) throws(HDF5Error) -> String? {
    try found(source).map { $0.0.spelling(at: $0.1) }
  }

  /// All texts that stand at the first place of a source that is there, or in the mapping.
  func texts(_ source: ValueSource?, _ what: String) throws(HDF5Error) -> [String] {
    guard let source else { return [] }
    for text in source.attributes + source.datasets {
      let place = try place(text)
      guard let elements = try objects.elements(place) else { continue }
      guard case .texts(let texts) = elements else {
        throw HDF5Error(place.description, "must be texts, for the \(what)")
      }
      note(what, place: place.description, text: texts.joined(separator: ", "))
      return texts
    }
    return source.texts
  }

  /// The values at the first place of a source that is there, and which of them is meant.
  private func found(_ source: ValueSource) throws(HDF5Error) -> (Elements, Int, String)? {
    for text in source.attributes {
      var place = try place(text)
      while true {
        if let found = try element(of: place, source) { return found }
        guard source.isInherited, case .path(let path) = place.object, path != "/" else { break }
        place.object = .path(ObjectPlace.resolve("..", from: path))
      }
    }
    for text in source.datasets {
      if let found = try element(of: place(text), source) { return found }
    }
    return nil
  }

  private func element(of place: ObjectPlace, _ source: ValueSource) throws(HDF5Error) -> (
    Elements, Int, String
  )? {
    guard let elements = try objects.elements(place), elements.count > 0 else { return nil }
    let index = try element(of: elements, place.description, source)
    let spelling = place.description + (elements.count > 1 ? "[\(index)]" : "")
    guard case .references(let references) = elements else { return (elements, index, spelling) }
    let target = ObjectPlace(object: .reference(references[index], path: spelling))
    guard let inner = try objects.elements(target), inner.count == 1 else {
      throw HDF5Error(spelling, "must refer to one number or text")
    }
    return (inner, 0, spelling)
  }

  private func element(of elements: Elements, _ place: String, _ source: ValueSource)
    throws(HDF5Error) -> Int
  {
    if elements.count == 1 { return 0 }
    var wanted: Int?
    if let among = source.among, let list = try objects.elements(self.place(among)) {
      wanted = (0..<list.count).first { list.spelling(at: $0) == name }
    }
    switch source.element {
    case .channel: wanted = wanted ?? index
    case .recording: wanted = wanted ?? recording
    case .index(let index): wanted = wanted ?? index
    case nil: break
    }
    guard let wanted else {
      throw HDF5Error(
        place, "has \(elements.count) values, and which of them is meant is not said",
        remedy: "state 'element' or 'among' in a mapping")
    }
    guard wanted < elements.count else {
      throw HDF5Error(place, "has \(elements.count) values, and that of place \(wanted) is wanted")
    }
    return wanted
  }

  // MARK: Places

  /// A text of the mapping with what was matched in place of `{name}`, `{field}`, `{index}` (from 0)
  /// and `{number}` (from 1).
  func filled(_ text: String, escaping: Bool = false) -> String {
    guard text.contains("{") else { return text }
    func written(_ text: String) -> String { escaping ? JSONPointer.escaped(text) : text }
    return
      text
      .replacing("{index}", with: "\(index)").replacing("{number}", with: "\(index + 1)")
      .replacing("{field}", with: written(field ?? ""))
      .replacing("{name}", with: written(name))
  }

  /// The place that a text of the mapping means: `PATH`, `PATH@NAME` or `PATH@NAME#/POINTER`, each
  /// after any number of places with a reference, `PLACE->`.
  func place(_ text: String) throws(HDF5Error) -> ObjectPlace {
    var object = ObjectPlace.Object.path(path)
    var hops = text.split(separator: "->", omittingEmptySubsequences: false)[...]
    guard hops.count <= 8 else { throw HDF5Error(path, "'\(text)' follows too many references") }
    while hops.count > 1 {
      let place = try step(String(hops.removeFirst()), from: object)
      guard case .references(let references)? = try objects.elements(place) else {
        throw HDF5Error(place.description, "must hold references to objects")
      }
      let index = references.count == 1 ? 0 : recording ?? index
      guard index < references.count else {
        throw HDF5Error(
          place.description, "has \(references.count) cells, and cell \(index) is wanted")
      }
      let spelling = place.description + (references.count > 1 ? "[\(index)]" : "")
      object = .reference(references[index], path: spelling)
    }
    return try step(String(hops.removeFirst()), from: object)
  }

  private func step(_ text: String, from object: ObjectPlace.Object) throws(HDF5Error)
    -> ObjectPlace
  {
    let mark = text.firstIndex(of: "@")
    let relative = filled(mark.map { String(text[..<$0]) } ?? text)
    let target: ObjectPlace.Object
    switch object {
    case .path(let path): target = .path(ObjectPlace.resolve(relative, from: path))
    case .reference(_, let path):
      guard relative.isEmpty || relative == "." else {
        throw HDF5Error(path, "'\(relative)' cannot be looked up behind a reference")
      }
      target = object
    }
    guard let mark else { return ObjectPlace(object: target) }
    let attribute = text[text.index(after: mark)...]
    guard let hash = attribute.firstRange(of: "#/") else {
      return ObjectPlace(object: target, attribute: filled(String(attribute)))
    }
    return ObjectPlace(
      object: target, attribute: filled(String(attribute[..<hash.lowerBound])),
      pointer: filled("/" + attribute[hash.upperBound...], escaping: true))
  }

  /// Opens the dataset of a rule's values; of a dataset of references, the one that the cell of the
  /// recording, or the only cell, leads to.
  func values(_ text: String) throws(HDF5Error) -> Dataset {
    let place = try place(text)
    let dataset = try objects.dataset(place.object)
    guard dataset.elementType == .reference else { return dataset }
    guard let cell = recording ?? (dataset.count == 1 ? 0 : nil) else {
      throw HDF5Error(
        dataset.path, "has \(dataset.count) cells, and which of them is meant is not known",
        remedy: "state 'recordings' in the mapping")
    }
    let spelling = dataset.path + "[\(cell)]"
    let references = try dataset.readReferences(cell..<cell + 1)
    let target = try objects.root.dataset(references[0], path: spelling)
    guard target.elementType != .reference else {
      throw HDF5Error(spelling, "must refer to numbers, not to further references")
    }
    return target
  }

  /// Opens a dataset by its place from the matched object on.
  func dataset(_ text: String) throws(HDF5Error) -> Dataset {
    try objects.dataset(place(text).object)
  }
}
