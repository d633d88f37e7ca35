internal import HDF5
internal import Signals

/// Gathers what is true of many small recordings: one layer, of each recording a run of rows.
///
/// The columns are those of a layer (``LayerSink``) without channel and score. `first` and `rows` say
/// for each recording which rows are its own.
struct ReferenceSink {
  let name: String
  private var times: [Int64] = []
  private var phases: [UInt8] = []
  private var kinds: [UInt8] = []
  private var labelOf: [Int32] = []
  private var labels = Vocabulary()
  private var firsts: [Int64] = []
  private var counts: [Int64] = []

  /// A layer of this name that says nothing of the first `recordings` recordings.
  init(_ name: String, after recordings: Int) {
    self.name = name
    firsts = Array(repeating: 0, count: recordings)
    counts = firsts
  }

  /// Takes over what is true of the next recording.
  mutating func append(_ intervals: [Interval]) {
    let annotations = intervals.split()
    firsts.append(Int64(times.count))
    counts.append(Int64(annotations.count))
    times += annotations.map(\.time.nanoseconds)
    phases += annotations.map(\.phase.rawValue)
    kinds += annotations.map { UInt8(Annotation.Kind.allCases.firstIndex(of: $0.kind) ?? 0) }
    for annotation in annotations { labelOf.append(labels.place(of: annotation.label)) }
  }

  /// Writes the columns.
  func write(in list: borrowing Group) throws(HDF5Error) {
    let group = try list.makeGroup(name.percentEncoded)
    try group.setAttribute("name", .text(name))
    try group.setAttribute("kinds", .texts(Annotation.Kind.allCases.map(\.rawValue)))
    try group.setAttribute("phases", .texts(Annotation.Phase.allCases.map { "\($0)" }))
    try group.makeDataset("time", times)
    try group.makeDataset("phase", phases)
    try group.makeDataset("kind", kinds)
    try group.makeDataset("label", labelOf)
    try group.makeDataset("labels", labels.words)
    try group.makeDataset("first", firsts)
    try group.makeDataset("rows", counts)
  }
}
