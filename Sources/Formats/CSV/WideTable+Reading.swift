internal import Configuration
internal import Signals

extension WideTable {
  /// What a file says of one recording.
  struct Stay {
    var descriptors: [Descriptor] = []
    var events: [RecordingTableWriter.Event] = []
    var labels: [Interval] = []
    var duration = Time.zero
  }

  /// Reads the file of a recording.
  func stay(in text: SourceText) throws(Diagnostics) -> Stay {
    var lines = CSVLines(text, separator: UInt8(ascii: "|"))
    guard try lines.next(), lines.fields.indices.map({ lines.string($0) }) == columns else {
      throw Diagnostics(
        error: "the first line must be '\(columns.joined(separator: "|"))'",
        at: text.location(of: 0))
    }
    let channels = columns.map { name in variables.firstIndex { $0.name == name } }
    let stated = columns.map { descriptors.contains($0) }
    let (hour, truth) = (columns.count - 2, columns.count - 1)
    var stay = Stay()
    var isFirst = true
    while try lines.next() {
      guard lines.fields.count == columns.count else {
        throw lines.problem("\(columns.count) columns must stand here, not \(lines.fields.count)")
      }
      let hours = try lines.preciseNumber(hour)
      guard (0...1e5).contains(hours), hours == hours.rounded() else {
        throw lines.problem("a whole number of hours must stand here", field: hour)
      }
      let time = Time(nanoseconds: Int64(hours) * 3_600_000_000_000)
      guard isFirst || time > stay.duration else {
        throw lines.problem("hours must increase", field: hour)
      }
      stay.duration = time
      for field in columns.indices where !lines.isNaN(field) {
        if let channel = channels[field] {
          stay.events.append(.init(time: time, channel: channel, value: try lines.number(field)))
        } else if isFirst, stated[field] {
          let value = try lines.preciseNumber(field)
          stay.descriptors.append(Descriptor(columns[field], .number(value)))
        }
      }
      let label = lines.string(truth)
      guard label == "0" || label == "1" else {
        throw lines.problem("a label must be 0 or 1", field: truth)
      }
      stay.labels.append(Interval(.diagnosis, onset: time, label: label))
      isFirst = false
    }
    return stay
  }
}
