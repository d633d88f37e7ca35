import Testing

/// A simulated recording, and what converting it needs.
private final class Converting {
  let path: String
  let golden = root + "/Tests/FormatsTests/Goldens/edf"

  init() throws { path = try scratch() }

  deinit { remove(path) }

  func convert(_ options: String...) throws -> Outcome {
    let words = options.map { $0.replacing("@", with: path).replacing("EDF", with: golden) }
    var outcome = try vigil(arguments: ["convert"] + words)
    outcome.errors = outcome.errors.replacing(path, with: "@").replacing(golden, with: "EDF")
    return outcome
  }

  func text(_ name: String) throws -> String { try contents(of: path + "/" + name) }
}

@Suite struct ConvertFormatTests {
  private let done = Outcome(status: 0, output: "", errors: "")

  @Test func anEDFFileBecomesHDF5AndBothTheSameLines() throws {
    let folder = try Converting()
    #expect(try folder.convert("EDF/plus.edf", "@/a.h5") == done)
    let direct = try folder.convert("EDF/plus.edf", "-")
    #expect(direct.status == 0 && direct.errors.isEmpty)
    #expect(try folder.convert("@/a.h5", "-") == direct)
    let lines = direct.output.split(separator: "\n")
    #expect(
      lines.first?.hasPrefix("{\"recording\":{\"duration\":2,\"channels\":[{\"name\":\"ECG II\",")
        == true)
    #expect(
      lines.last
        == "{\"end\":{\"complete\":true,\"recordings\":1,\"samples\":120,\"annotations\":3}}")
  }

  @Test func aLongTableHasARowForEachSample() throws {
    let folder = try Converting()
    #expect(try folder.convert("EDF/plus.edf", "@/a.csv") == done)
    let rows = try folder.text("a.csv").split(separator: "\n")
    #expect(rows.count == 121 && rows[0] == "time,channel,value")
    #expect(rows[1].hasPrefix("0,ECG II,") && rows[2].hasPrefix("0,Resp,-0."))
    #expect(rows[3].hasPrefix("0.02,ECG II,0."))
    #expect(
      try folder.text("a.channels.csv")
        == "channel,kind,lead,unit,rate\nECG II,ecg,II,mV,50.0\nResp,respiration,,Ohm,10.0\n")
    #expect(
      try folder.text("a.annotations.csv") == """
        time,layer,kind,phase,label,channel,score,reference
        0.5,annotations,event,point,spike,Resp,,1
        1.25,annotations,event,begin,Sleep stage W,,,1
        1.75,annotations,event,end,Sleep stage W,,,1

        """)
    #expect(throws: Failure.self) { try folder.text("a.descriptors.csv") }
  }

  @Test func aWideTableHasOneRate() throws {
    let folder = try Converting()
    #expect(
      try folder.convert("EDF/plus.edf", "@/a.csv", "--wide")
        == Outcome(
          status: 2, output: "",
          errors: "vigil: error: @/a.csv: a wide table has one rate, and the channels have not; "
            + "leave out --wide\n"))
    #expect(throws: Failure.self) { try folder.text("a.csv") }
  }

  @Test func anythingOfTheOutputThatIsThereKeepsIt() throws {
    let folder = try Converting()
    try write("mine", to: folder.path + "/a.channels.csv")
    #expect(
      try folder.convert("EDF/plus.edf", "@/a.csv")
        == Outcome(
          status: 2, output: "",
          errors: "vigil: error: @/a.channels.csv: is there already; --force replaces it\n"))
    #expect(try folder.convert("EDF/plus.edf", "@/a.csv", "--force") == done)
  }

  @Test func anEDFFileBecomesAWFDBRecordAndThatTheSameSamples() throws {
    let folder = try Converting()
    #expect(try folder.convert("EDF/plus.edf", "@/rec.hea").status == 0)
    #expect(try folder.convert("@/rec.hea", "@/a.csv").status == 0)
    #expect(try folder.convert("EDF/plus.edf", "@/b.csv").status == 0)
    let rows = try folder.text("b.csv").split(separator: "\n")
    #expect(try folder.text("a.csv").split(separator: "\n").count == rows.count)
  }

  @Test func aFileThatCannotBeReadIsNamedAndNothingWritten() throws {
    let folder = try Converting()
    let header = try contents(of: folder.golden + "/plain.edf").prefix(700)
    try write(String(header), to: folder.path + "/cut.edf")
    let outcome = try folder.convert("@/cut.edf", "@/a.h5")
    #expect(outcome.status == 3 && outcome.errors.hasPrefix("vigil: error: @/cut.edf: ends before"))
    #expect(throws: Failure.self) { try folder.text("a.h5") }
  }
}
