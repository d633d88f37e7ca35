import Configuration
import Glibc
import Signals

/// Reads the table of a cohort, going on after each mistake.
struct CohortReader {
  private let text: SourceText
  private let labels: String?
  private(set) var problems: [Diagnostic] = []

  /// Reads from a table, whose column `labels` holds what is true of whole recordings.
  init(_ text: SourceText, labels: String?) {
    self.text = text
    self.labels = labels
  }

  mutating func read() -> [Cohort.Member] {
    let table: Table
    do { table = try Table.parse(text) } catch {
      problems += error.all
      return []
    }
    let recording = need("recording", in: table)
    let patient = need("patient", in: table)
    let split = table.column("split")
    let label = labels.flatMap { need($0, in: table) }
    guard let recording, let patient else { return [] }
    if table.rows.isEmpty { report("the table must name at least one recording", table.header[0]) }

    var members: [Cohort.Member] = []
    var lines: [String: Int] = [:]
    var splits: [String: (split: Cohort.Split?, line: Int)] = [:]
    for row in table.rows {
      let line = text.location(of: row[0].offset).line
      let path = resolve(row[recording])
      if let earlier = lines[path] {
        report("this recording stands in line \(earlier) already", row[recording])
      } else if !path.isEmpty {
        lines[path] = line
      }
      let purpose = split.flatMap { self.split(row[$0]) }
      if row[patient].text.isEmpty { report("the patient must be named", row[patient]) }
      if let split, let earlier = splits[row[patient].text], earlier.split != purpose {
        report(
          "this patient is in another split in line \(earlier.line);"
            + " all recordings of a patient must be in one", row[split])
      } else {
        splits[row[patient].text] = (purpose, line)
      }
      if let label, row[label].text.isEmpty {
        report("the label must be given: what is not known is not negative", row[label])
      }
      let truth = label.map {
        [Interval(.diagnosis, onset: .zero, duration: nil, label: row[$0].text)]
      }
      members.append(
        Cohort.Member(
          name: row[recording].text, path: path, patient: row[patient].text, split: purpose,
          truth: truth ?? [],
          fields: Dictionary(
            zip(table.header.map(\.text), row.map(\.text)), uniquingKeysWith: { one, _ in one })))
    }
    return members
  }

  /// The path of a recording, seen from where the program runs, empty where there is none.
  private mutating func resolve(_ field: Table.Field) -> String {
    guard !field.text.isEmpty else {
      report("the recording must be named", field)
      return ""
    }
    let path = text.path(of: field.text)
    let file = path.lastIndex(of: "#").map { String(path[..<$0]) } ?? path
    if access(path, R_OK) != 0, access(file, R_OK) != 0 {
      report("\(file): \(String(cString: strerror(errno)))", field)
    }
    return path
  }

  private mutating func split(_ field: Table.Field) -> Cohort.Split? {
    if field.text.isEmpty { return nil }
    let all = Cohort.Split.allCases.map(\.rawValue)
    guard let split = Cohort.Split(rawValue: field.text) else {
      report(
        "a split must be \(all.map { "'\($0)'" }.joined(separator: ", ")), or empty"
          + suggestion(for: field.text, among: all), field)
      return nil
    }
    return split
  }

  private mutating func need(_ name: String, in table: Table) -> Int? {
    if let column = table.column(name) { return column }
    report(
      "there must be a column '\(name)'"
        + suggestion(for: name, among: table.header.map(\.text)), table.header[0])
    return nil
  }

  private mutating func report(_ message: String, _ field: Table.Field) {
    problems.append(Diagnostic(error: message, at: text.location(of: field.offset)))
  }
}

/// Reads a table of labelled moments and stretches, going on after each mistake.
struct LabelReader {
  private let text: SourceText
  private let kind: Annotation.Kind
  private(set) var problems: [Diagnostic] = []

  init(_ text: SourceText, kind: Annotation.Kind) {
    self.text = text
    self.kind = kind
  }

  /// Adds what the table says to the recordings it says it of.
  mutating func read(into members: inout [Cohort.Member]) {
    let table: Table
    do { table = try Table.parse(text) } catch {
      problems += error.all
      return
    }
    let columns = ["recording", "time", "label"].map { name -> Int? in
      if table.column(name) == nil {
        report("there must be a column '\(name)'", table.header[0])
      }
      return table.column(name)
    }
    guard let recording = columns[0], let time = columns[1], let label = columns[2] else { return }
    let end = table.column("end")
    var places: [String: Int] = [:]
    for index in members.indices { places[members[index].path] = index }
    for row in table.rows {
      guard let place = places[text.path(of: row[recording].text)] else {
        report("the cohort has no such recording", row[recording])
        continue
      }
      if row[label].text.isEmpty { report("the label must be given", row[label]) }
      guard let onset = self.time(row[time]) else { continue }
      var duration: Time? = .zero
      if let end, !row[end].text.isEmpty {
        guard let until = self.time(row[end]) else { continue }
        if until < onset { report("the end must not lie before the time", row[end]) }
        duration = until - onset
      }
      members[place].truth.append(
        Interval(kind, onset: onset, duration: duration, label: row[label].text))
    }
    for index in members.indices { members[index].truth.sort { $0.onset < $1.onset } }
  }

  private mutating func time(_ field: Table.Field) -> Time? {
    if let seconds = Double(field.text), abs(seconds) < 1e9 { return Time(seconds: seconds) }
    report("a time must be a number of seconds from the start of the recording", field)
    return nil
  }

  private mutating func report(_ message: String, _ field: Table.Field) {
    problems.append(Diagnostic(error: message, at: text.location(of: field.offset)))
  }
}
