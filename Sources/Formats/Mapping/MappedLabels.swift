internal import HDF5
internal import Signals

/// The labels that a rule found at one object.
struct MappedLabels {
  let rule: LabelRule
  let scope: MappedScope
  let channels: LabelChannels
  /// Nanoseconds from 1970 to the start of the recording, where that is known.
  let origin: Int64?
  /// The end of the last sample, where there are channels.
  let end: Time?

  /// The name of the layer that the labels belong to.
  var layer: String { scope.filled(rule.layer) }

  /// The labels in the order of their onsets, and what was done to them by policy.
  func intervals() throws(HDF5Error) -> ([Interval], LabelFindings) {
    switch rule.kind {
    case .events, .intervals: try rows()
    case .classes: try settle(try classes())
    case .step: try steps()
    }
  }

  /// One label, with the row of the file that it stands in.
  struct Row {
    var row: Int
    var onset: Int64
    /// None where the label is still open.
    var duration: Int64?
    var label: String
    var channel: String?
  }

  // MARK: Rows

  private func rows() throws(HDF5Error) -> ([Interval], LabelFindings) {
    let (starts, path) = try starts()
    let durations = try durations(starts, path)
    let words = try words()
    let standard = try scope.text(rule.label.word, "label") ?? scope.name
    let column = try labelColumn(rows: starts.count)
    var channelColumn: MappedColumn?
    if let rule = rule.channel?.column { channelColumn = try self.column(rule, starts.count) }
    let always: [String?] = try channels.meant(by: rule.channel, scope) ?? [nil]
    var rows: [Row] = []
    for (row, onset) in starts.enumerated() {
      let names = try channelColumn.map { column throws(HDF5Error) in
        try channels.meant(by: column, row: row)
      }
      for label in try labels(of: row, column, words, else: standard) {
        for channel in names ?? always {
          rows.append(
            Row(row: row, onset: onset, duration: durations[row], label: label, channel: channel))
        }
      }
    }
    return try settle(rows)
  }

  /// What a row says: each of several words, and the one of the mapping where there is none.
  private func labels(
    of row: Int, _ column: MappedColumn?, _ words: LabelWords, else standard: String
  ) throws(HDF5Error) -> [String] {
    guard let column else { return [standard] }
    var labels: [String] = []
    for place in column.places(of: row) {
      if let text = column.text(at: place) {
        labels.append(text.isEmpty ? standard : text)
      } else if let word = try words.word(for: column.number(at: place), row: row, of: column.path)
      {
        labels.append(word)
      }
    }
    return labels
  }

  /// Whether the object has the table of labels; one that has not has no labels.
  func isThere() throws(HDF5Error) -> Bool {
    let place = try scope.place((rule.kind == .classes ? classRule : startRule).values[0])
    if place.attribute != nil { return try scope.objects.contents(place) != nil }
    let path = place.object.path
    // Nothing lies in a dataset, which a pattern for groups may meet beside them.
    if path.hasPrefix(scope.path + "/"), try scope.objects.kind(at: scope.path) != .group {
      return false
    }
    return try scope.objects.kind(at: path) == .dataset
  }

  private var startRule: ColumnRule {
    ColumnRule(values: rule.time.values, field: rule.time.field, column: rule.time.column)
  }

  /// The column of the classes of samples.
  var classRule: ColumnRule { rule.label.column ?? ColumnRule(values: ".") }

  /// The times at which labels begin, and where they stand.
  func starts() throws(HDF5Error) -> ([Int64], path: String) {
    let column = try column(startRule, nil)
    let encoding = try encoding()
    var times: [Int64] = []
    times.reserveCapacity(column.rows)
    for row in 0..<column.rows {
      guard let time = column.time(at: row, encoding), Self.range.contains(time) else {
        throw HDF5Error(column.path, "the time of row \(row) is not a number, or out of range")
      }
      times.append(time)
    }
    return (times, column.path)
  }

  /// How long labels last: zero for moments, none for those that are still open.
  private func durations(_ starts: [Int64], _ path: String) throws(HDF5Error) -> [Int64?] {
    if let stop = rule.stop {
      let column = try column(stop, starts.count)
      let encoding = try encoding()
      return try starts.indices.map { row throws(HDF5Error) in
        if column.number(at: row).isNaN { return nil }
        guard let time = column.time(at: row, encoding), Self.range.contains(time) else {
          throw HDF5Error(column.path, "the time of row \(row) is out of range")
        }
        return time - starts[row]
      }
    }
    guard let duration = rule.duration else { return starts.map { _ in 0 } }
    let column = try column(duration, starts.count)
    var encoding = TimeEncoding(nanosecondsPerCount: try encoding().nanosecondsPerCount)
    if let unit = rule.durationUnit {
      guard let unit = try scope.text(unit, "unit of durations").flatMap(UnitNames.nanoseconds)
      else { throw HDF5Error(column.path, "the unit of its durations is not known") }
      encoding.nanosecondsPerCount = unit
    }
    return try starts.indices.map { row throws(HDF5Error) in
      if let text = column.text(at: row) {
        if text.isEmpty { return 0 }
      } else if column.number(at: row).isNaN {
        return nil
      }
      guard let duration = column.time(at: row, encoding), Self.range.contains(duration) else {
        throw HDF5Error(column.path, "the duration of row \(row) is not a number, or out of range")
      }
      return duration
    }
  }

  // MARK: Columns

  /// A column that must be there, and as long as the others.
  private func column(_ rule: ColumnRule, _ rows: Int?) throws(HDF5Error) -> MappedColumn {
    guard let column = try MappedColumn(rule, scope) else {
      throw HDF5Error(
        scope.path, "has none of \(rule.values.map { "'\($0)'" }.joined(separator: ", "))",
        remedy: "say in a mapping where the column is")
    }
    guard rows == nil || column.rows == rows else {
      throw HDF5Error(column.path, "has \(column.rows) rows, and there are \(rows ?? 0) labels")
    }
    return column
  }

  /// The column of what is said: one that is not there leaves the word of the mapping, if it has one.
  func labelColumn(rows: Int) throws(HDF5Error) -> MappedColumn? {
    guard let rule = rule.label.column else { return nil }
    if self.rule.label.word != nil, try MappedColumn(rule, scope) == nil { return nil }
    return try column(rule, rows)
  }

  /// The words that numbers stand for.
  func words() throws(HDF5Error) -> LabelWords {
    var words = rule.label
    words.names = words.names.mapValues { scope.filled($0) }
    return LabelWords(words, levels: try scope.texts(words.levels, "levels"))
  }

  private func encoding() throws(HDF5Error) -> TimeEncoding {
    let times = MappedTimes(rule.time, scope)
    // The channels have shown already whether a zone is wanted.
    times.needsNoZone = true
    guard times.isAbsolute else { return try times.encoding(origin: 0) }
    guard let origin else {
      throw HDF5Error(
        scope.path, "its labels count from 1970, and the start of the recording is not known",
        remedy: "state 'start' in a mapping")
    }
    return try times.encoding(origin: origin)
  }

  /// Times from a hundred years before the start to a hundred years after it.
  static let range = -ChannelwiseSource.longest.nanoseconds...ChannelwiseSource.longest.nanoseconds
}
