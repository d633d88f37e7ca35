import Configuration
import Formats
import Scratch
import Signals
import Testing

/// A folder like that of the challenge: stays in `set-t`, outcomes beside it.
private struct Stays {
  private let folder = TemporaryFolder()
  private let set: TemporarySubfolder
  var path: String { folder.path }
  var output: String { folder.file("out.h5") }

  init(_ stays: [String: String], outcomes: String? = nil) {
    set = TemporarySubfolder(folder.file("set-t"))
    for (name, text) in stays { set.write(name, text) }
    if let outcomes { _ = folder.file("Outcomes-t.txt", Array(outcomes.utf8)) }
  }

  /// Converts the folder, and gives what was counted and what was reported.
  func convert(_ policy: DuplicatePolicy? = nil) throws -> (LongTableFolder.Summary, String) {
    var reports: [String] = []
    let tables = try #require(LongTableFolder(path))
    let summary = try tables.write(to: output, as: .challenge2012, policy: policy) {
      reports.append($0.description.replacing("\(path)/", with: ""))
    }
    return (summary, reports.joined(separator: "\n"))
  }

  /// What was written of a stay: the samples of each channel that has any.
  func samples(_ id: String) throws -> [String: [Float]] {
    let reader = try RecordingReader("\(output)#\(id)")
    var part = Recording(reader.header.layout)
    try reader.read(until: reader.header.duration, into: &part)
    let measured = part.channels.filter { $0.count > 0 }
    return Dictionary(uniqueKeysWithValues: measured.map { ($0.description.name, $0.samples) })
  }
}

private let start = "Time,Parameter,Value\n00:00,RecordID,7\n"

@Suite struct CSVTests {
  @Test func aStayBecomesARecordingWithDescriptorsAndOutcome() throws {
    let stays = Stays(
      [
        "7.txt": start + "00:00,Age,54\n00:00,Gender,-1\n00:00,Height,175.3\n00:00,Weight,80.2\r\n"
          + "00:00,HR,73\n00:07,Temp,-17.8\n00:07,AST,1.422e+04\n26:30,Weight,81.25\n48:00,HR,1\n"
      ],
      outcomes: """
        RecordID,SAPS-I,SOFA,Length_of_stay,Survival,In-hospital_death
        7,6,1,5,-1,0
        """)
    let (summary, report) = try stays.convert()
    #expect(report.isEmpty)
    #expect(summary == .init(recordings: 1, values: 5))
    let reader = try RecordingReader("\(stays.output)#7")
    #expect(reader.header.duration == Time(seconds: 48 * 3600))
    let channels = reader.header.layout.channels
    #expect(channels.prefix(37).allSatisfy { $0.kind == .numeric && $0.rate == nil })
    #expect(channels.dropFirst(37).map(\.name) == ["Age", "Height"])
    #expect(channels.dropFirst(37).allSatisfy { $0.kind == .descriptor })
    #expect(
      try reader.descriptors() == [
        Descriptor("Age", .number(54)), Descriptor("Height", .number(175.3)),
        Descriptor("Weight", .number(80.2)),
        Descriptor("SAPS-I", .number(6), isReference: true),
        Descriptor("SOFA", .number(1), isReference: true),
        Descriptor("Length_of_stay", .number(5), isReference: true),
        Descriptor("In-hospital_death", .number(0), isReference: true),
      ])
    #expect(
      try stays.samples("7")
        == [
          "HR": [73, 1], "Temp": [-17.8], "AST": [14_220], "Weight": [80.2, 81.25], "Age": [54],
          "Height": [175.3],
        ])
  }

  @Test(
    "Several values at one minute mean what is stated",
    arguments: [
      (nil, 2, 500), (.mean, 2, 250), (.sum, 6, 500), (.keepFirst, 1, 450), (.keepLast, 3, 0),
    ] as [(DuplicatePolicy?, Float, Float)])
  func duplicates(policy: DuplicatePolicy?, potassium: Float, urine: Float) throws {
    let rows = "01:05,K,1\n01:05,Urine,450\n01:05,K,2\n01:05,Urine,50\n01:05,K,3\n"
    let stays = Stays(["7.txt": start + rows + (policy == .keepLast ? "01:05,Urine,0\n" : "")])
    let (summary, _) = try stays.convert(policy)
    #expect(summary.duplicates == (policy == .keepLast ? 4 : 3) && summary.withoutOutcome == 1)
    #expect(try stays.samples("7") == ["K": [potassium], "Urine": [urine]])
  }

  @Test func whatIsStatedOfDuplicatesCanBeSaid() {
    #expect(LongTable.challenge2012.duplicates() == "mean, sum for Urine")
    #expect(LongTable.challenge2012.duplicates(under: .keepLast) == "keepLast")
  }

  @Test(
    "A bad row is an error in its place, and only its stay is left out",
    arguments: [
      ("00:07,HR,x", "4:10: error: a number must stand here"),
      ("00:07,HR,", "4:10: error: a number must stand here"),
      ("00:07,HR,nan", "4:10: error: a number must stand here"),
      ("00:07,HR,0x1", "4:10: error: a number must stand here"),
      ("00:07,HR,1e99", "4:10: error: a number must stand here"),
      ("00:07,HR", "4:1: error: 3 columns must stand here, not 2"),
      ("00:07,HR,1,2", "4:1: error: 3 columns must stand here, not 4"),
      ("00:04,HR,1", "4:1: error: times must not go back"),
      ("0:70,HR,1", "4:1: error: a time must stand here as HH:MM"),
      ("-1:00,HR,1", "4:1: error: a time must stand here as HH:MM"),
      ("00:07,Lactat,1", "4:7: error: unknown quantity 'Lactat'; did you mean 'Lactate'?"),
      ("00:07,RecordID,8", "4:7: error: 'RecordID' must stand first, and once"),
      (
        "00:05,HR,2",
        "4:7: error: a second value of 'HR' at one time; "
          + "--on-duplicate says what it means"
      ),
    ])
  func hostile(row: String, message: String) throws {
    let stays = Stays([
      "7.txt": start + "00:05,HR,1\n\(row)\n",
      "8.txt": "Time,Parameter,Value\n00:00,RecordID,8\n00:05,HR,1\n",
    ])
    let (summary, report) = try stays.convert(.error)
    #expect(report == "set-t/7.txt:\(message)")
    #expect(summary == .init(recordings: 1, values: 1, failures: 1, withoutOutcome: 1))
    #expect(try RecordingReader.recordings(in: stays.output).map(\.id) == ["8"])
  }

  @Test func filesThatAreNoTablesAreRefused() throws {
    let stays = Stays(["1.txt": "", "2.txt": "Time,Value\n", "3.txt": "Time,Parameter,Value\n"])
    let (summary, report) = try stays.convert()
    #expect(
      report == """
        set-t/1.txt:1:1: error: the first line must be 'Time,Parameter,Value'
        set-t/2.txt:1:1: error: the first line must be 'Time,Parameter,Value'
        set-t/3.txt:1:1: error: the file must state its 'RecordID'
        """)
    #expect(summary.failures == 3)
    #expect(TemporaryFolder.bytes(of: stays.output).isEmpty, "no file where nothing could be read")
    #expect(LongTableFolder("/nowhere") == nil)
  }

  @Test(.enabled(if: SharedData.has("challenge2012-set-a"), "needs ../shared/data"))
  func allStaysOfSetA() throws {
    let path = try SharedData.path("challenge2012", in: "challenge2012-set-a")
    let folder = TemporaryFolder()
    let output = folder.file("a.h5")
    let summary = try #require(LongTableFolder(path)).write(to: output, as: .challenge2012) {
      Issue.record("\($0)")
    }
    #expect(summary == .init(recordings: 4000, values: 1_730_236, duplicates: 3744))
    #expect(TemporaryFolder.bytes(of: output).count < 60_000_000)
    let reader = try RecordingReader("\(output)#132540")
    let outcome = try reader.descriptors().first { $0.name == "SAPS-I" }
    #expect(outcome == Descriptor("SAPS-I", .number(16), isReference: true))
  }
}
