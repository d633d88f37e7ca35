internal import HDF5

/// The channels of a recording, by the objects of the file that they were made of.
final class LabelChannels {
  private let signals: [(name: String, path: String)]
  private let objects: FileObjects
  private var known: [Reference: String]?

  /// The channels of these names, made of the objects at these paths.
  init(_ signals: [(name: String, path: String)], _ objects: FileObjects) {
    self.signals = signals
    self.objects = objects
  }

  /// The paths of the channels' objects by the references that lead to them, looked up when first
  /// asked for.
  private func references() throws(HDF5Error) -> [Reference: String] {
    if let known { return known }
    var references: [Reference: String] = [:]
    for path in signals.map(\.path) where try objects.kind(at: path) != nil {
      references[try objects.root.reference(to: path)] = path
    }
    known = references
    return references
  }

  /// The channels that a rule means for a whole object, or nothing where it means none in particular.
  func meant(by rule: LabelChannelRule?, _ scope: MappedScope) throws(HDF5Error) -> [String]? {
    guard let rule, rule.column == nil else { return nil }
    if let text = rule.text { return [scope.filled(text)] }
    if let object = rule.object {
      let path = try scope.place(object).object.path
      return try names(at: path, asked: scope.path)
    }
    guard let attribute = rule.attribute,
      let elements = try scope.objects.elements(scope.place(attribute))
    else { return nil }
    var names: [String] = []
    for place in 0..<elements.count {
      switch elements {
      case .references(let references):
        names += try self.names(of: references[place], asked: scope.path)
      case .texts(let texts): names.append(texts[place])
      case .integers, .numbers:
        throw HDF5Error(scope.path, "'\(attribute)' must be text or a reference, for the channel")
      }
    }
    return names
  }

  /// The channels that a row of a column means; all in general where the row names none.
  func meant(by column: MappedColumn, row: Int) throws(HDF5Error) -> [String?] {
    var names: [String?] = []
    for place in column.places(of: row) {
      if let reference = column.reference(at: place) {
        names += try self.names(of: reference, asked: column.path, row)
      } else if let text = column.text(at: place) {
        names.append(text.isEmpty ? nil : text)
      } else {
        throw HDF5Error(column.path, "must hold text or references, for the channel")
      }
    }
    return names.isEmpty ? [nil] : names
  }

  private func names(of reference: Reference, asked place: String, _ row: Int? = nil)
    throws(HDF5Error) -> [String]
  {
    guard let path = try references()[reference] else { throw unknown(place, row) }
    return try names(at: path, asked: place, row)
  }

  private func names(at path: String, asked place: String, _ row: Int? = nil) throws(HDF5Error)
    -> [String]
  {
    let names = signals.filter { $0.path == path }.map(\.name)
    guard !names.isEmpty else { throw unknown(place, row) }
    return names
  }

  private func unknown(_ place: String, _ row: Int?) -> HDF5Error {
    HDF5Error(
      place,
      (row.map { "row \($0) " } ?? "") + "concerns an object that is no channel of the recording",
      remedy: "leave 'channel' out of the label rule in a mapping, or map that object too")
  }
}
