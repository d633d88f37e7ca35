internal import HDF5
internal import Signals

extension MappedLabels {
  /// The runs of values that hold from one row to the next.
  ///
  /// What holds before the start counts from the start on, and the last row holds to the end of the
  /// recording, or is left open where that is not known.
  func steps() throws(HDF5Error) -> ([Interval], LabelFindings) {
    var findings = LabelFindings(layer: layer, path: scope.path)
    let (starts, path) = try starts()
    let words = try words()
    guard let column = try labelColumn(rows: starts.count) else {
      throw HDF5Error(path, "has no column that says what holds")
    }
    var rows: [(row: Row, holds: String?)] = []
    for (row, onset) in starts.enumerated() {
      let text = column.text(at: row)
      let word =
        if let text { text.isEmpty ? nil : text } else {
          try words.word(for: column.number(at: row), row: row, of: column.path)
        }
      rows.append((Row(row: row, onset: onset, duration: nil, label: word ?? ""), word))
    }
    let order = try ordered(rows.map(\.row), &findings)
    let channels: [String?] = try channels.meant(by: rule.channel, scope) ?? [nil]
    var runs: [Row] = []
    for (index, row) in order.enumerated() {
      if index + 1 < order.count, order[index + 1].onset == row.onset {
        guard rule.policy.onDuplicate == .last else {
          throw HDF5Error(
            path, "rows \(row.row) and \(order[index + 1].row) have one time",
            remedy: "say what to do with them in a mapping: 'onDuplicate'")
        }
        findings.dropped += 1
        continue
      }
      if let last = runs.last, last.duration == nil {
        if last.label == row.label { continue }
        runs[runs.count - 1].duration = row.onset - last.onset
      }
      if rows[row.row].holds != nil { runs.append(row) }
    }
    if let end, let last = runs.last, last.duration == nil, end.nanoseconds > last.onset {
      runs[runs.count - 1].duration = end.nanoseconds - last.onset
    }
    let (intervals, more) = try settle(
      runs.compactMap { clipped($0) }.flatMap { row in
        channels.map { channel in
          var row = row
          row.channel = channel
          return row
        }
      })
    findings.kept += more.kept
    findings.dropped += more.dropped
    return (intervals, findings)
  }

  /// A run without what lies before the start, or nothing where all of it does.
  private func clipped(_ row: Row) -> Row? {
    guard row.onset < 0 else { return row }
    var row = row
    if let duration = row.duration {
      guard row.onset + duration > 0 else { return nil }
      row.duration = row.onset + duration
    }
    row.onset = 0
    return row
  }

  /// The runs of one class among the classes of all samples, read a block at a time.
  func classes() throws(HDF5Error) -> [Row] {
    guard let hertz = try scope.number(rule.time.rate, "rate of the classes"),
      let rate = Rate(hertz: hertz), hertz <= RegularSource.highestRate
    else {
      throw HDF5Error(
        scope.path, "the rate of its classes is not known, or not above 0",
        remedy: "state it in a mapping")
    }
    let samples = try SampleClasses(try scope.dataset(classRule.values[0]), classRule)
    let words = try words()
    let channels: [String?] = try channels.meant(by: rule.channel, scope) ?? [nil]
    var rows: [Row] = []
    var start = 0
    var current = Double.nan
    func close(at end: Int) throws(HDF5Error) {
      guard start < end, let word = try words.word(for: current, row: start, of: samples.path)
      else { return }
      guard rows.count < MappedColumn.mostRows else {
        throw HDF5Error(samples.path, "has more than \(MappedColumn.mostRows) runs of classes")
      }
      let onset = rate.time(of: start).nanoseconds
      let duration = rate.time(of: end).nanoseconds - onset
      for channel in channels {
        rows.append(
          Row(row: start, onset: onset, duration: duration, label: word, channel: channel))
      }
    }
    var position = 0
    while position < samples.rows {
      let block = try samples.next()
      for index in 0..<block.count {
        let value = block[index]
        if value == current || value.isNaN && current.isNaN { continue }
        try close(at: position + index)
        start = position + index
        current = value
      }
      position += block.count
    }
    try close(at: position)
    return rows
  }
}
