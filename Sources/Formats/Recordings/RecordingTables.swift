internal import HDF5
internal import Signals

/// The tables of a file that holds many small recordings.
///
/// `recordings` has a row for each: id, subject, start, duration, and the first of its rows in
/// `events` and their number. `channels` has name, kind, lead and unit; `events` has time, channel
/// and value; `descriptors` has the recording's row, name, number, text and whether it is a
/// reference. Descriptors that are numbers, and no references, are channels with one sample at the
/// start: the first one of the channel of that name, unless it has a sample there already. Each group
/// in `references`, if there are any, is a layer that no stage sees.
final class RecordingTables {
  private let ids: [String]
  private let rows: [String: Int]
  private let subjects: [String]
  private let starts: [String]
  private let durations: [Int64]
  private let firsts: [Int64]
  private let counts: [Int64]
  private let channels: [ChannelDescription]
  private let descriptors: DescriptorTable
  /// The rows of each recording's descriptors.
  private let statements: [[Int]]
  private let events: EventColumns
  private let references: [ReferenceColumns]

  /// Reads all but the events of the tables in a file.
  init(_ root: borrowing Group) throws(HDF5Error) {
    let recordings = try root.group("recordings")
    ids = try recordings.dataset("id").readStrings()
    subjects = try recordings.dataset("subject").readStrings()
    starts = try recordings.dataset("start").readStrings()
    durations = try recordings.dataset("duration").readAll()
    firsts = try recordings.dataset("first").readAll()
    counts = try recordings.dataset("rows").readAll()
    guard
      [subjects.count, starts.count, durations.count, firsts.count, counts.count]
        .allSatisfy({ [count = ids.count] in $0 == count })
    else { throw HDF5Error("/recordings", "the columns must have the same number of rows") }
    // Of two recordings with one name the first is meant.
    rows = Dictionary(ids.enumerated().map { ($1, $0) }) { first, _ in first }
    let list = try root.group("channels")
    let names = try list.dataset("name").readStrings()
    let kinds = try list.dataset("kind").readStrings()
    let leads = try list.dataset("lead").readStrings()
    let units = try list.dataset("unit").readStrings()
    guard kinds.count == names.count, leads.count == names.count, units.count == names.count else {
      throw HDF5Error("/channels", "the columns must have the same number of rows")
    }
    let measured = names.indices.map {
      ChannelDescription(
        name: names[$0], kind: Kind(rawValue: kinds[$0]),
        lead: leads[$0].isEmpty ? nil : leads[$0], unit: Unit(rawValue: units[$0]))
    }
    let table = try root.group("descriptors")
    descriptors = try DescriptorTable(table)
    let owners: [Int64] = try table.dataset("recording").readAll()
    guard owners.count == descriptors.count else {
      throw HDF5Error("/descriptors", "the columns must have the same number of rows")
    }
    var statements = [[Int]](repeating: [], count: ids.count)
    for (row, owner) in owners.enumerated() {
      guard let owner = Int(exactly: owner), statements.indices.contains(owner) else {
        throw HDF5Error("/descriptors/recording", "row \(row) must name a row of /recordings")
      }
      statements[owner].append(row)
    }
    self.statements = statements
    channels = measured + descriptors.channels(besides: names)
    guard channels.count <= RecordingTables.mostChannels else {
      throw HDF5Error("/descriptors", "state more than \(RecordingTables.mostChannels) things")
    }
    events = try EventColumns(try root.group("events"))
    var references: [ReferenceColumns] = []
    if try root.contains("references") {
      let list = try root.group("references")
      for link in try list.links() where link.kind == .hard {
        references.append(try ReferenceColumns(try list.group(link.name), recordings: ids.count))
      }
    }
    self.references = references
  }

  /// The recording of this name.
  func source(of id: String) throws(HDF5Error) -> any RecordingSource {
    guard let row = rows[id] else {
      throw HDF5Error("/recordings", "holds no recording of this name")
    }
    let (end, overflow) = firsts[row].addingReportingOverflow(counts[row])
    guard firsts[row] >= 0, counts[row] >= 0, !overflow, end <= events.rows, durations[row] >= 0
    else {
      throw HDF5Error("/recordings", "row \(row) does not lie within the table of events")
    }
    guard Time(nanoseconds: durations[row]) <= ChannelwiseSource.longest else {
      throw HDF5Error(
        "/recordings", "row \(row) lasts longer than a hundred years", remedy: "check its times")
    }
    var clock: WallClock?
    if !starts[row].isEmpty {
      guard let start = CivilTime.moment(starts[row]) else {
        throw HDF5Error("/recordings/start", "row \(row) must be a time with an offset")
      }
      clock = WallClock(
        steps: [.init(position: .zero, unixNanoseconds: start.unixNanoseconds)],
        offset: start.offset)
    }
    let header = Header(
      subject: subjects[row].isEmpty ? nil : subjects[row], clock: clock,
      layout: Layout(channels: channels),
      duration: Time(
        nanoseconds: max(durations[row], counts[row] + Int64(statements[row].count) > 0 ? 1 : 0)))
    return TableSource(
      header: header, events: events, rows: Int(firsts[row])..<Int(end),
      descriptors: statements[row].map { descriptors[$0] }, references: references, row: row)
  }

  private static let mostChannels = 4096
}

/// The columns of the table of events.
final class EventColumns {
  let rows: Int
  let times: Dataset
  let channels: Dataset
  let values: Dataset

  init(_ group: borrowing Group) throws(HDF5Error) {
    times = try group.dataset("time")
    channels = try group.dataset("channel")
    values = try group.dataset("value")
    rows = times.rows
    guard times.count == rows, channels.count == rows, values.count == rows else {
      throw HDF5Error(group.path, "the columns must have the same number of rows")
    }
  }
}

/// One of many small recordings: a run of rows of a table of events.
final class TableSource: RecordingSource {
  let header: Header
  private let events: EventColumns
  private let stated: [Descriptor]
  private let layers: [ReferenceColumns]
  private let row: Int
  private let all: Range<Int>
  private var rows: Range<Int>
  private var times: [Int64] = []
  private var channels: [Int32] = []
  private var values: [Float] = []
  private var next = 0
  private var last: [Int64]
  /// The first samples of channels that were stated, until they are given out.
  private var samples: [(channel: Int, value: Float)]

  init(
    header: Header, events: EventColumns, rows: Range<Int>, descriptors: [Descriptor],
    references: [ReferenceColumns], row: Int
  ) {
    self.header = header
    self.events = events
    self.rows = rows
    all = rows
    stated = descriptors
    layers = references
    self.row = row
    last = [Int64](repeating: .min, count: header.layout.channels.count)
    var places: [String: Int] = [:]
    for (place, channel) in header.layout.channels.enumerated() { places[channel.name] = place }
    samples = descriptors.compactMap { descriptor in
      descriptor.sample.flatMap { value in places[descriptor.name].map { ($0, value) } }
    }
  }

  func read(until: Time, isLast: Bool, into part: inout Recording) throws(HDF5Error) {
    while try hasNext() {
      let time = times[next]
      if !isLast, time >= until.nanoseconds { break }
      if time > 0 { giveSamplesAtStart(into: &part) }
      let channel = Int(channels[next])
      guard last.indices.contains(channel), time > last[channel] else {
        throw HDF5Error(
          events.times.path, "the times of each channel of a recording must increase")
      }
      last[channel] = time
      part.channels[channel].append(values[next], at: Time(nanoseconds: time))
      next += 1
    }
    if isLast || until > .zero { giveSamplesAtStart(into: &part) }
  }

  /// Gives out what was stated of channels that have no sample at the start or before it.
  private func giveSamplesAtStart(into part: inout Recording) {
    for sample in samples where last[sample.channel] == .min {
      part.channels[sample.channel].append(sample.value, at: .zero)
      last[sample.channel] = 0
    }
    samples.removeAll()
  }

  /// Says whether there is another row; reads the next ones where those read are used up.
  private func hasNext() throws(HDF5Error) -> Bool {
    if next < times.count { return true }
    guard !rows.isEmpty else { return false }
    let block = rows.prefix(TableSource.blockLength)
    let range = block.startIndex..<block.endIndex
    times = [Int64](repeating: 0, count: range.count)
    channels = [Int32](repeating: 0, count: range.count)
    values = [Float](repeating: 0, count: range.count)
    try events.times.read(rows: range, into: &times)
    try events.channels.read(rows: range, into: &channels)
    try events.values.read(rows: range, into: &values)
    rows = range.upperBound..<rows.upperBound
    next = 0
    return true
  }

  func references() throws(HDF5Error) -> [ReferenceLayer] {
    var all: [ReferenceLayer] = []
    for layer in layers { all.append(try layer.layer(of: row)) }
    return all
  }

  func descriptors() throws(HDF5Error) -> [Descriptor] { stated }

  func findings() throws(HDF5Error) -> [TimeFindings] {
    guard all.count <= TableSource.mostFound else {
      throw HDF5Error(
        events.times.path, "the times of more than \(TableSource.mostFound) rows are not looked at")
    }
    var times = [Int64](repeating: 0, count: all.count)
    var owners = [Int32](repeating: 0, count: all.count)
    try events.times.read(rows: all, into: &times)
    try events.channels.read(rows: all, into: &owners)
    var apart = [[Int64]](repeating: [], count: header.layout.channels.count)
    for (time, owner) in zip(times, owners) where apart.indices.contains(Int(owner)) {
      apart[Int(owner)].append(time)
    }
    var findings: [TimeFindings] = []
    for (channel, times) in zip(header.layout.channels, apart) {
      let path = events.times.path
      findings.append(
        try TimeScan.findings(
          TimeFindings(channel: channel.name, path: path), of: TimesInMemory(times, path: path),
          origin: 0))
    }
    return findings
  }

  /// The most rows whose times are taken apart by channel.
  private static let mostFound = 1 << 24

  private static let blockLength = 4096
}
