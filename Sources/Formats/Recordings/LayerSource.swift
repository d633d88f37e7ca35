internal import HDF5
internal import Signals

/// The annotations of one layer of a file, handed out in order.
final class LayerSource {
  let description: LayerDescription
  /// Whether no stage may see the layer.
  let isReference: Bool
  /// The labels that the annotations use.
  let labels: [String]
  /// The names of the channels that the annotations concern.
  let channels: [String]
  private let times: TimeSource
  private let phases: Dataset
  private let kinds: Dataset
  private let labelOf: Dataset
  private let channelOf: Dataset
  private let scores: Dataset
  private let path: String
  private var moments: [Time] = []
  private var bytes: [UInt8] = []
  private var indices: [Int32] = []
  private var numbers: [Float] = []

  /// Opens the layer in a group.
  init(_ group: borrowing Group) throws(HDF5Error) {
    path = group.path
    guard let name = try group.attribute("name")?.text else {
      throw HDF5Error(group.path, "must have the attribute 'name'")
    }
    description = LayerDescription(name: name)
    isReference = try group.attribute("reference")?.integer == 1
    labels = try group.dataset("labels").readStrings()
    channels = try group.dataset("channels").readStrings()
    times = try TimeSource(try group.dataset("time"), isStrict: false)
    phases = try group.dataset("phase")
    kinds = try group.dataset("kind")
    labelOf = try group.dataset("label")
    channelOf = try group.dataset("channel")
    scores = try group.dataset("score")
    let columns = [phases.count, kinds.count, labelOf.count, channelOf.count, scores.count]
    guard columns.allSatisfy({ $0 == times.rows }) || phases.isGrowing else {
      throw HDF5Error(path, "the columns of a layer must have the same number of rows")
    }
    times.limit(toRows: columns.min() ?? 0)
  }

  /// The time of the last annotation.
  func end() throws(HDF5Error) -> Time { try times.end() }

  /// Where the reading has come to.
  var place: Place { times.place }

  /// Goes on where an earlier reading had come to; see ``ChannelSource``.
  func goOn(at place: Place) throws(HDF5Error) -> Int { try times.goOn(at: place) }

  /// Goes back to the first annotation.
  func rewind() { times.rewind() }

  /// Adds the annotations before `until` that were not handed out yet, or all where there is none.
  func read(until: Time?, into annotations: inout [Annotation]) throws(HDF5Error) {
    moments.removeAll(keepingCapacity: true)
    let rows = try times.take(before: until) { moments.append($0) }
    var row = rows.lowerBound
    while row < rows.upperBound {
      let end = min(row + LayerSource.blockLength, rows.upperBound)
      try read(rows: row..<end, first: rows.lowerBound, into: &annotations)
      row = end
    }
  }

  private func read(rows: Range<Int>, first: Int, into annotations: inout [Annotation])
    throws(HDF5Error)
  {
    let count = rows.count
    if bytes.count < 2 * count {
      bytes = [UInt8](repeating: 0, count: 2 * count)
      indices = [Int32](repeating: 0, count: 2 * count)
      numbers = [Float](repeating: 0, count: count)
    }
    try phases.read(rows: rows, into: &bytes)
    try kinds.read(rows: rows, into: &bytes, at: count)
    try labelOf.read(rows: rows, into: &indices)
    try channelOf.read(rows: rows, into: &indices, at: count)
    try scores.read(rows: rows, into: &numbers)
    for index in 0..<count {
      let label = Int(indices[index])
      let channel = Int(indices[count + index])
      let kind = Int(bytes[count + index])
      guard let phase = Annotation.Phase(rawValue: bytes[index]),
        kind < Annotation.Kind.allCases.count, labels.indices.contains(label),
        channel == -1 || channels.indices.contains(channel)
      else { throw HDF5Error(path, "row \(rows.lowerBound + index) is not an annotation") }
      annotations.append(
        Annotation(
          Annotation.Kind.allCases[kind], phase, at: moments[rows.lowerBound + index - first],
          label: labels[label], channel: channel == -1 ? nil : channels[channel],
          score: numbers[index].isNaN ? nil : numbers[index]))
    }
  }

  private static let blockLength = 4096
}
