import Configuration
import Formats
import Scratch
import Signals
import Testing

private let columns =
  "HR|O2Sat|Temp|SBP|MAP|DBP|Resp|EtCO2|BaseExcess|HCO3|FiO2|pH|PaCO2|SaO2|AST|BUN|Alkalinephos|"
  + "Calcium|Chloride|Creatinine|Bilirubin_direct|Glucose|Lactate|Magnesium|Phosphate|Potassium|"
  + "Bilirubin_total|TroponinI|Hct|Hgb|PTT|WBC|Fibrinogen|Platelets|Age|Gender|Unit1|Unit2|"
  + "HospAdmTime|ICULOS|SepsisLabel\n"

/// A row of an hour in which nothing but the heart rate and the platelets may have been measured.
private func row(
  _ hour: String, heartRate: String = "NaN", platelets: String = "NaN", label: String = "0"
) -> String {
  let empty = String(repeating: "NaN|", count: 32)
  return "\(heartRate)|\(empty)\(platelets)|62.5|1|NaN|NaN|-0.03|\(hour)|\(label)\n"
}

/// A folder of such files.
private struct Stays {
  private let folder = TemporaryFolder()
  var output: String { folder.file("out.h5") }

  init(_ stays: [String: String]) {
    for (name, text) in stays { _ = folder.file(name, Array(text.utf8)) }
  }

  /// Converts the folder, and gives what was counted and what was reported.
  func convert() throws -> (WideTableFolder.Summary, String) {
    var reports: [String] = []
    let tables = try #require(WideTableFolder(folder.path))
    let summary = try tables.write(to: output, as: .challenge2019) {
      reports.append($0.description.replacing("\(folder.path)/", with: ""))
    }
    return (summary, reports.joined(separator: "\n"))
  }
}

@Suite struct WideTableTests {
  @Test func aStayBecomesARecordingWhoseLabelsNoStageSees() throws {
    let stays = Stays([
      "p2.psv": columns + row("3") + row("4", heartRate: "71.5", label: "1")
        + row("5", heartRate: "80", platelets: "210", label: "1")
    ])
    let (summary, report) = try stays.convert()
    #expect(report.isEmpty)
    #expect(summary == .init(recordings: 1, values: 6, labelled: 1))
    let reader = try RecordingReader("\(stays.output)#p2")
    #expect(reader.header.duration == Time(seconds: 5 * 3600))
    #expect(!reader.header.layout.channels.contains { $0.name == "SepsisLabel" })
    var part = Recording(reader.header.layout)
    try reader.read(until: Time(seconds: 6 * 3600), into: &part)
    let heart = try #require(part.channels.first { $0.description.name == "HR" })
    #expect(heart.samples == [71.5, 80])
    #expect(heart.time(of: 0) == Time(seconds: 4 * 3600))
    let stay = try #require(part.channels.first { $0.description.name == "ICULOS" })
    #expect(stay.samples == [3, 4, 5])
    #expect(
      try reader.descriptors() == [
        Descriptor("Age", .number(62.5)), Descriptor("Gender", .number(1)),
        Descriptor("HospAdmTime", .number(-0.03)),
      ])
    let layers = try reader.references()
    #expect(layers.map(\.name) == ["SepsisLabel"])
    #expect(layers[0].intervals.map(\.label) == ["0", "1", "1"])
    let onsets: [Double] = [10_800, 14_400, 18_000]
    #expect(layers[0].intervals.map(\.onset.seconds) == onsets)
  }

  @Test func eachRecordingHasItsOwnLabels() throws {
    let stays = Stays([
      "p1.psv": columns + row("1") + row("2", label: "1"), "p2.psv": columns,
      "p3.psv": columns + row("1", label: "1"),
    ])
    #expect(try stays.convert().0 == .init(recordings: 3, values: 3, labelled: 2))
    let labels = try ["p1", "p2", "p3"].map { id in
      try RecordingReader("\(stays.output)#\(id)").references()[0].intervals.map(\.label)
    }
    #expect(labels == [["0", "1"], [], ["1"]])
  }

  @Test(
    "A bad row is an error in its place, and only its stay is left out",
    arguments: [
      (row("2"), "hours must increase"),
      (row("x"), "a number must stand here"),
      (row("2.5"), "a whole number of hours must stand here"),
      (row("3", heartRate: "high"), "a number must stand here"),
      (row("3", label: "2"), "a label must be 0 or 1"),
      ("1|2\n", "41 columns must stand here, not 2"),
    ])
  func hostile(row bad: String, message: String) throws {
    let stays = Stays([
      "p1.psv": columns + row("2") + bad, "p2.psv": columns + row("1", heartRate: "60"),
    ])
    let (summary, report) = try stays.convert()
    #expect(report.hasPrefix("p1.psv:3:") && report.hasSuffix(": error: \(message)"))
    #expect(summary == .init(recordings: 1, values: 2, failures: 1))
  }

  @Test func aFileOfOtherColumnsIsRefused() throws {
    let (summary, report) = try Stays(["p1.psv": "HR|SepsisLabel\n70|0\n"]).convert()
    #expect(summary == .init(failures: 1))
    #expect(report.hasPrefix("p1.psv:1:1: error: the first line must be 'HR|O2Sat|"))
  }
}
