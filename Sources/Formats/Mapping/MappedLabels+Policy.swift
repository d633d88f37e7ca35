internal import HDF5
internal import Signals

extension MappedLabels {
  /// The labels as intervals, once those that are not as they should be were dealt with.
  func settle(_ rows: [Row]) throws(HDF5Error) -> ([Interval], LabelFindings) {
    var findings = LabelFindings(layer: layer, path: scope.path)
    var rows = try ordered(try positive(rows, &findings), &findings)
    let outside = rows.filter { isOutside($0) }
    if let first = outside.first {
      switch rule.policy.onOutside {
      case .error:
        throw HDF5Error(
          scope.path,
          "\(Self.count(outside.count, "label")) of \(rows.count) "
            + "\(outside.count == 1 ? "reaches" : "reach") beyond the recording, "
            + "the first in row \(first.row)",
          remedy: "say what to do with them in a mapping: 'onOutside'")
      case .keep: findings.kept += outside.count
      case .drop:
        findings.dropped += outside.count
        rows.removeAll { isOutside($0) }
      }
    }
    return (
      rows.map { row in
        Interval(
          rule.annotation, onset: Time(nanoseconds: row.onset),
          duration: row.duration.map { Time(nanoseconds: $0) }, label: row.label,
          channel: row.channel)
      }, findings
    )
  }

  private func positive(_ rows: [Row], _ findings: inout LabelFindings) throws(HDF5Error) -> [Row] {
    let negative = rows.filter { $0.duration ?? 0 < 0 }
    guard let first = negative.first else { return rows }
    switch rule.policy.onNegative {
    case .error:
      throw HDF5Error(
        scope.path,
        "\(Self.count(negative.count, "label")) of \(rows.count) "
          + "\(negative.count == 1 ? "ends before it begins" : "end before they begin"), "
          + "the first in row \(first.row)",
        remedy: "say what to do with them in a mapping: 'onNegative'")
    case .moment:
      findings.shortened += negative.count
      return rows.map { row in
        var row = row
        if let duration = row.duration { row.duration = max(0, duration) }
        return row
      }
    case .drop:
      findings.dropped += negative.count
      return rows.filter { $0.duration ?? 0 >= 0 }
    }
  }

  /// The rows in the order of their onsets; rows that begin at once stay in the order of the file.
  func ordered(_ rows: [Row], _ findings: inout LabelFindings) throws(HDF5Error) -> [Row] {
    let late = rows.indices.dropFirst().filter { rows[$0].onset < rows[$0 - 1].onset }
    guard let first = late.first else { return rows }
    switch rule.policy.onUnsorted {
    case .error:
      throw HDF5Error(
        scope.path,
        "\(Self.count(late.count, "label")) of \(rows.count) "
          + "\(late.count == 1 ? "begins" : "begin") before the one before, "
          + "the first in row \(rows[first].row)",
        remedy: "say what to do with them in a mapping: 'onUnsorted'")
    case .sort:
      findings.sorted += late.count
      return rows.sorted { $0.onset < $1.onset }
    }
  }

  private func isOutside(_ row: Row) -> Bool {
    if row.onset < 0 { return true }
    guard let end else { return false }
    return row.onset + (row.duration ?? 0) > end.nanoseconds
  }

  private static func count(_ count: Int, _ noun: String) -> String {
    "\(count) \(noun)\(count == 1 ? "" : "s")"
  }
}
