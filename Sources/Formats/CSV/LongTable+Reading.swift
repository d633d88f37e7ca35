internal import Configuration
internal import Signals

extension LongTable {
  /// What a file says of one recording.
  struct Stay {
    var id: String
    var descriptors: [Descriptor]
    var events: [RecordingTableWriter.Event]
    /// How often a value shared its time with one before it.
    var duplicates: Int
  }

  /// Reads the file of a recording; `policy` overrides what the quantities say of duplicates.
  func stay(in text: SourceText, policy: DuplicatePolicy? = nil) throws(Diagnostics) -> Stay {
    var lines = CSVLines(text)
    try header(&lines, columns, text)
    var reader = StayReader(self, policy)
    while try lines.next() { try reader.take(lines) }
    guard let id = reader.id else {
      throw Diagnostics(
        error: "the file must state its '\(identifier)'", at: text.location(of: 0))
    }
    return Stay(
      id: id, descriptors: reader.descriptors, events: reader.events,
      duplicates: reader.duplicates)
  }

  /// Reads a table of outcomes: the descriptors of each recording by its name.
  func outcomes(in text: SourceText) throws(Diagnostics) -> [String: [Descriptor]] {
    var lines = CSVLines(text)
    try header(&lines, outcomes, text)
    var all: [String: [Descriptor]] = [:]
    while try lines.next() {
      guard lines.fields.count == outcomes.count else {
        throw lines.problem("\(outcomes.count) columns must stand here, not \(lines.fields.count)")
      }
      var descriptors: [Descriptor] = []
      for (column, name) in outcomes.enumerated().dropFirst() {
        let value = try lines.preciseNumber(column)
        if value != unknown {
          descriptors.append(Descriptor(name, .number(value), isReference: true))
        }
      }
      guard all.updateValue(descriptors, forKey: lines.string(0)) == nil else {
        throw lines.problem("the outcomes of a recording must be stated once", field: 0)
      }
    }
    return all
  }

  private func header(
    _ lines: inout CSVLines, _ names: [String], _ text: SourceText
  ) throws(Diagnostics) {
    guard try lines.next(), lines.fields.indices.map({ lines.string($0) }) == names else {
      throw Diagnostics(
        error: "the first line must be '\(names.joined(separator: ","))'", at: text.location(of: 0))
    }
  }
}

/// Reads the rows of one recording.
private struct StayReader {
  private let table: LongTable
  private let policies: [DuplicatePolicy]
  private let channels: [[UInt8]: Int]
  private let statics: [[UInt8]: Int]
  private var isStated: [Bool]
  private var latest = 0
  /// The place among the events of each channel's last value, and what it was made of.
  private var places: [Int?]
  private var sums: [Double]
  private var counts: [Int]
  private(set) var id: String?
  private(set) var descriptors: [Descriptor] = []
  private(set) var events: [RecordingTableWriter.Event] = []
  private(set) var duplicates = 0

  init(_ table: LongTable, _ policy: DuplicatePolicy?) {
    self.table = table
    let variables = table.variables
    policies = variables.map { policy ?? $0.onDuplicate }
    channels = Dictionary(
      uniqueKeysWithValues: variables.enumerated().map { (Array($1.name.utf8), $0) })
    statics = Dictionary(
      uniqueKeysWithValues: table.descriptors.enumerated().map { (Array($1.utf8), $0) })
    isStated = [Bool](repeating: false, count: table.descriptors.count)
    places = [Int?](repeating: nil, count: variables.count)
    sums = [Double](repeating: 0, count: variables.count)
    counts = [Int](repeating: 0, count: variables.count)
  }

  mutating func take(_ lines: CSVLines) throws(Diagnostics) {
    guard lines.fields.count == 3 else {
      throw lines.problem("3 columns must stand here, not \(lines.fields.count)")
    }
    let minutes = try lines.minutes(0)
    guard minutes >= latest else {
      throw lines.problem("times must not go back", field: 0)
    }
    latest = minutes
    let name = Array(lines.bytes(1))
    if id == nil || name == Array(table.identifier.utf8) {
      guard id == nil, name == Array(table.identifier.utf8), minutes == 0 else {
        throw lines.problem("'\(table.identifier)' must stand first, and once", field: 1)
      }
      guard !lines.fields[2].isEmpty else {
        throw lines.problem("the name of the recording must stand here", field: 2)
      }
      id = lines.string(2)
      return
    }
    if minutes == 0, let place = statics[name], !isStated[place] {
      isStated[place] = true
      let value = try lines.preciseNumber(2)
      guard value != table.unknown else { return }
      descriptors.append(Descriptor(table.descriptors[place], .number(value)))
      return
    }
    let value = try lines.number(2)
    guard let channel = channels[name] else {
      let known = table.variables.map(\.name)
      throw lines.problem(
        "unknown quantity '\(lines.string(1))'" + suggestion(for: lines.string(1), among: known),
        field: 1)
    }
    try add(value, channel, at: Time(nanoseconds: Int64(minutes) * 60_000_000_000), lines)
  }

  private mutating func add(
    _ value: Float, _ channel: Int, at time: Time, _ lines: CSVLines
  ) throws(Diagnostics) {
    guard let place = places[channel], events[place].time == time else {
      places[channel] = events.count
      sums[channel] = Double(value)
      counts[channel] = 1
      events.append(.init(time: time, channel: channel, value: value))
      return
    }
    duplicates += 1
    sums[channel] += Double(value)
    counts[channel] += 1
    switch policies[channel] {
    case .error:
      throw lines.problem(
        "a second value of '\(table.variables[channel].name)' at one time; "
          + "--on-duplicate says what it means", field: 1)
    case .keepFirst: break
    case .keepLast: events[place].value = value
    case .mean: events[place].value = Float(sums[channel] / Double(counts[channel]))
    case .sum: events[place].value = Float(sums[channel])
    }
  }
}
