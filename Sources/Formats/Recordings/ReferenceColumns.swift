internal import HDF5
internal import Signals

/// One layer of what is true of many small recordings.
final class ReferenceColumns {
  private let name: String
  private let path: String
  private let labels: [String]
  private let times: Dataset
  private let phases: Dataset
  private let kinds: Dataset
  private let labelOf: Dataset
  private let firsts: [Int64]
  private let counts: [Int64]

  /// Opens the layer in a group, which must say of each of `recordings` recordings what is its own.
  init(_ group: borrowing Group, recordings: Int) throws(HDF5Error) {
    path = group.path
    guard let name = try group.attribute("name")?.text else {
      throw HDF5Error(group.path, "must have the attribute 'name'")
    }
    self.name = name
    labels = try group.dataset("labels").readStrings()
    times = try group.dataset("time")
    phases = try group.dataset("phase")
    kinds = try group.dataset("kind")
    labelOf = try group.dataset("label")
    firsts = try group.dataset("first").readAll()
    counts = try group.dataset("rows").readAll()
    let rows = times.rows
    guard times.count == rows, phases.count == rows, kinds.count == rows, labelOf.count == rows,
      firsts.count == recordings, counts.count == recordings
    else { throw HDF5Error(path, "the columns must have the same number of rows") }
  }

  /// What is true of the recording in a row of the table of recordings.
  func layer(of recording: Int) throws(HDF5Error) -> ReferenceLayer {
    let (end, overflow) = firsts[recording].addingReportingOverflow(counts[recording])
    guard firsts[recording] >= 0, counts[recording] >= 0, !overflow, end <= times.rows else {
      throw HDF5Error(path, "row \(recording) does not lie within the layer")
    }
    let rows = Int(firsts[recording])..<Int(end)
    var moments = [Int64](repeating: 0, count: rows.count)
    var bytes = [UInt8](repeating: 0, count: 2 * rows.count)
    var places = [Int32](repeating: 0, count: rows.count)
    if !rows.isEmpty {
      try times.read(rows: rows, into: &moments)
      try phases.read(rows: rows, into: &bytes)
      try kinds.read(rows: rows, into: &bytes, at: rows.count)
      try labelOf.read(rows: rows, into: &places)
    }
    var annotations: [Annotation] = []
    annotations.reserveCapacity(rows.count)
    for index in 0..<rows.count {
      let label = Int(places[index])
      let kind = Int(bytes[rows.count + index])
      let time = Time(nanoseconds: moments[index])
      guard let phase = Annotation.Phase(rawValue: bytes[index]), labels.indices.contains(label),
        kind < Annotation.Kind.allCases.count, time >= annotations.last?.time ?? .zero,
        time <= ChannelwiseSource.longest
      else { throw HDF5Error(path, "row \(rows.lowerBound + index) is not an annotation") }
      annotations.append(
        Annotation(Annotation.Kind.allCases[kind], phase, at: time, label: labels[label]))
    }
    return ReferenceLayer(name: name, intervals: annotations.joined())
  }
}
