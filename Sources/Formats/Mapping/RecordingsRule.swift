internal import Configuration
internal import HDF5

/// How a file holds several recordings: as cells of references, or along a dimension of datasets.
struct RecordingsRule: Sendable {
  /// The dataset that has a cell, or a row, for each recording.
  var dataset: String
  /// The dataset of their names; they are counted from 0 without.
  var ids: String?

  init(_ settings: inout Settings) {
    dataset = settings.string(
      "dataset", "The dataset that has a cell of references, or a row, for each recording.")
    ids = settings.optionalString("ids", "The dataset of their names; counted from 0 unless given.")
  }

  /// The names of the recordings of a file, in its order.
  func names(_ objects: FileObjects) throws(HDF5Error) -> [String] {
    let scope = MappedScope(objects, path: "/")
    guard let match = try objects.matches(dataset).first else {
      throw HDF5Error(dataset, "is not there")
    }
    let stored = try scope.dataset(match.path)
    let count = stored.elementType == .reference ? stored.count : stored.rows
    guard count <= RecordingsRule.most else {
      throw HDF5Error(
        match.path, "has \(count) recordings, and at most \(RecordingsRule.most) are read")
    }
    guard let ids else { return (0..<count).map { "\($0)" } }
    guard let elements = try objects.elements(scope.place(ids)) else {
      throw HDF5Error(ids, "is not there")
    }
    guard elements.count == count else {
      throw HDF5Error(ids, "has \(elements.count) names for \(count) recordings")
    }
    return (0..<count).map { elements.spelling(at: $0) }
  }

  /// The place of a recording among those of the file.
  func place(of id: String?, _ objects: FileObjects) throws(HDF5Error) -> Int {
    let names = try names(objects)
    guard let id else {
      if names.count == 1 { return 0 }
      throw HDF5Error(
        dataset, "holds \(names.count) recordings", remedy: "name one as FILE#NAME")
    }
    let places = names.indices.filter { names[$0] == id }
    guard let place = places.first else {
      throw HDF5Error(dataset, "holds no recording of this name")
    }
    guard places.count == 1 else {
      throw HDF5Error(dataset, "holds \(places.count) recordings of this name")
    }
    return place
  }

  private static let most = 1 << 20
}
