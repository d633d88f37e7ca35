internal import HDF5
internal import Signals

/// Gathers the annotations of a layer: a column for each of their fields.
///
/// `kind` and `phase` are places in the attributes of these names; `label` and `channel` are rows of
/// the datasets `labels` and `channels`, and −1 is no channel; a score that is not a number is none.
final class LayerSink: Sink {
  private let group: Group
  private var times: Dataset
  private var phases: Dataset
  private var kinds: Dataset
  private var labelOf: Dataset
  private var channelOf: Dataset
  private var scores: Dataset
  private var labels = Vocabulary()
  private var channels = Vocabulary()
  private var pending: [Annotation] = []
  private var last = Time.distantPast

  init(_ name: String, isReference: Bool, order: Int, in list: borrowing Group) throws(HDF5Error) {
    let group = try list.makeGroup(name.percentEncoded)
    try group.setAttribute("name", .text(name))
    try group.setAttribute("order", .integer(Int64(order)))
    try group.setAttribute("reference", .integer(isReference ? 1 : 0))
    try group.setAttribute("kinds", .texts(Annotation.Kind.allCases.map(\.rawValue)))
    try group.setAttribute("phases", .texts(Annotation.Phase.allCases.map { "\($0)" }))
    let chunking = Chunking(rows: LayerSink.blockRows)
    times = try group.makeDataset("time", of: Int64.self, chunking: chunking)
    phases = try group.makeDataset("phase", of: UInt8.self, chunking: chunking)
    kinds = try group.makeDataset("kind", of: UInt8.self, chunking: chunking)
    labelOf = try group.makeDataset("label", of: Int32.self, chunking: chunking)
    channelOf = try group.makeDataset("channel", of: Int32.self, chunking: chunking)
    scores = try group.makeDataset("score", of: Float.self, chunking: chunking)
    self.group = group
  }

  /// Takes over annotations, whose times must not go back.
  func append(_ annotations: [Annotation]) throws(HDF5Error) {
    for annotation in annotations {
      guard annotation.time >= last else {
        throw HDF5Error(group.path, "annotations must be in the order of their times")
      }
      last = annotation.time
      pending.append(annotation)
    }
  }

  var blockTime: Time? {
    pending.count >= LayerSink.blockRows ? pending[LayerSink.blockRows - 1].time : nil
  }

  var end: Time { last == .distantPast ? .zero : last }

  func writeBlock() throws(HDF5Error) { try write(rows: LayerSink.blockRows) }

  private func write(rows count: Int) throws(HDF5Error) {
    guard count > 0 else { return }
    let block = pending.prefix(count)
    try times.append(contentsOf: block.map(\.time.nanoseconds))
    try phases.append(contentsOf: block.map(\.phase.rawValue))
    try kinds.append(
      contentsOf:
        block.map { UInt8(Annotation.Kind.allCases.firstIndex(of: $0.kind) ?? 0) })
    try labelOf.append(contentsOf: block.map { labels.place(of: $0.label) })
    try channelOf.append(contentsOf: block.map { $0.channel.map { channels.place(of: $0) } ?? -1 })
    try scores.append(contentsOf: block.map { $0.score ?? .nan })
    pending.removeFirst(count)
  }

  func finish() throws(HDF5Error) {
    try write(rows: pending.count)
    try group.makeDataset("labels", labels.words)
    try group.makeDataset("channels", channels.words)
  }

  private static let blockRows = 1 << 12
}

/// Words in the order in which they were first used.
struct Vocabulary {
  private(set) var words: [String] = []
  private var places: [String: Int32] = [:]

  /// The place of a word, which it gets where it is new.
  mutating func place(of word: String) -> Int32 {
    if let place = places[word] { return place }
    let place = Int32(words.count)
    places[word] = place
    words.append(word)
    return place
  }
}
