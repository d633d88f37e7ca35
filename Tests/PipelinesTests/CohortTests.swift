import Configuration
import Glibc
import Pipelines
import Signals
import Testing

/// A folder with the files of a cohort, which is removed again.
final class CohortFolder {
  let path: String

  init(_ files: [String: String]) throws {
    var template = Array("/tmp/vigil-cohort-XXXXXX".utf8CString)
    try #require(mkdtemp(&template) != nil)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    for (name, text) in files {
      let file = try #require(fopen(path + "/" + name, "w"))
      fputs(text, file)
      fclose(file)
    }
  }

  deinit {
    if let entries = opendir(path) {
      while let entry = readdir(entries) {
        let name = withUnsafePointer(to: entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        unlink(path + "/" + name)
      }
      closedir(entries)
    }
    rmdir(path)
  }

  func cohort() throws(Diagnostics) -> Cohort {
    try Cohort(SourceText(reading: path + "/cohort.json"))
  }

  /// The problems, with the folder's name left out.
  func problems() -> [String] {
    do throws(Diagnostics) {
      _ = try cohort()
      return []
    } catch {
      return error.all.map { $0.description.replacing(path + "/", with: "") }
    }
  }
}

private let plain = #"{ "table": "cohort.csv", "reference": "reference" }"#

@Suite struct CohortTests {
  @Test func recordingsAreFoundBesideTheTableAndSortedIntoSplits() throws {
    let folder = try CohortFolder([
      "cohort.json": #"""
      { "$schema": "x", "table": "cohort.csv", "reference": { "layer": "beats" },
        "comparison": { "skip": 0 },
        "acceptance": [ { "layer": "QRS", "figure": "sensitivity", "atLeast": 0.99 } ] }
      """#,
      "cohort.csv":
        "patient,recording,split\np1,a.h5#one,train\np1,\"a.h5#two\",train\np2,b.h5,test\n",
      "a.h5": "", "b.h5": "",
    ])
    let cohort = try folder.cohort()
    #expect(
      cohort.members.map(\.path) == ["a.h5#one", "a.h5#two", "b.h5"].map { folder.path + "/" + $0 })
    #expect(cohort.members(of: .train).map(\.name) == ["a.h5#one", "a.h5#two"])
    #expect(cohort.members(of: nil).count == 3 && cohort.members(of: .validation).isEmpty)
    #expect(cohort.comparison.skip == .zero && cohort.comparison.window == Time(seconds: 0.15))
    #expect(cohort.limits.map(\.bound) == [0.99])
    #expect(cohort.reference == Reference(layer: "beats"))
  }

  @Test func allMistakesOfATableAreReportedAtOnceWhereTheyStand() throws {
    let folder = try CohortFolder([
      "cohort.json": plain,
      "cohort.csv": """
      recording,patient,split
      a.h5,p1,train
      a.h5,p1,train
      b.h5,p2,tset
      c.h5,p3,
      a.h5#x,p1,test
      ,p4,test
      b.h5#x,,test
      """,
      "a.h5": "", "b.h5": "",
    ])
    #expect(
      folder.problems() == [
        "cohort.csv:3:1: error: this recording stands in line 2 already",
        "cohort.csv:4:9: error: a split must be 'train', 'validation', 'test', or empty;"
          + " did you mean 'test'?",
        "cohort.csv:5:1: error: c.h5: No such file or directory",
        "cohort.csv:6:11: error: this patient is in another split in line 3;"
          + " all recordings of a patient must be in one",
        "cohort.csv:7:1: error: the recording must be named",
        "cohort.csv:8:8: error: the patient must be named",
      ])
  }

  @Test func missingColumnsAndFilesAreNamed() throws {
    let columns = try CohortFolder(["cohort.json": plain, "cohort.csv": "record,pateint\na,b\n"])
    #expect(
      columns.problems() == [
        "cohort.csv:1:1: error: there must be a column 'recording'",
        "cohort.csv:1:1: error: there must be a column 'patient'; did you mean 'pateint'?",
      ])
    let table = try CohortFolder([
      "cohort.json": #"{ "table": "cohort.csv", "reference": { "kind": "beet" } }"#
    ])
    #expect(
      table.problems() == [
        "cohort.json:1:49: error: 'cohort.reference.kind' must be one of 'beat', 'rhythm', 'event',"
          + " 'quality', 'diagnosis', not 'beet'; did you mean 'beat'?",
        "cohort.json:1:39: error: 'cohort.reference.layer' must be given, or else 'column' or 'table',"
          + " and only one of them",
        "cohort.json:1:12: error: cohort.csv: No such file or directory",
      ])
  }

  @Test func rowsOfAnotherLengthAndOpenQuotesAreRefused() throws {
    let rows = try CohortFolder([
      "cohort.json": plain, "cohort.csv": "recording,patient\na,b,c\na\n",
    ])
    #expect(
      rows.problems() == [
        "cohort.csv:2:5: error: a row must have 2 fields, as the first line has, not 3",
        "cohort.csv:3:1: error: a row must have 2 fields, as the first line has, not 1",
      ])
    let quote = try CohortFolder(["cohort.json": plain, "cohort.csv": "recording,patient\na,\"b\n"])
    #expect(
      quote.problems() == ["cohort.csv:2:3: error: the quote that opens here is never closed"])
  }

  @Test func labelsOfWholeRecordingsAndOfMomentsBecomeTruth() throws {
    let whole = try CohortFolder([
      "cohort.json": #"{ "table": "cohort.csv", "reference": { "column": "outcome" } }"#,
      "cohort.csv": "recording,patient,outcome\na.h5,p1,AF\n", "a.h5": "",
    ])
    #expect(
      try whole.cohort().members[0].truth
        == [Interval(.diagnosis, onset: .zero, duration: nil, label: "AF")])
    let moments = try CohortFolder([
      "cohort.json":
        #"{ "table": "cohort.csv", "reference": { "table": "times.csv", "kind": "event" } }"#,
      "cohort.csv": "recording,patient\na.h5,p1\n", "a.h5": "",
      "times.csv": "recording,time,label,end\na.h5,7.5,late,\na.h5,1,early,2\n",
    ])
    #expect(
      try moments.cohort().members[0].truth == [
        Interval(.event, onset: Time(seconds: 1), duration: Time(seconds: 1), label: "early"),
        Interval(.event, onset: Time(seconds: 7.5), label: "late"),
      ])
  }

  @Test func theDigestFollowsTheTable() throws {
    func digest(_ table: String) throws -> String {
      try CohortFolder(["cohort.json": plain, "cohort.csv": table, "a.h5": ""]).cohort().digest
    }
    let one = try digest("recording,patient\na.h5,p1\n")
    #expect(try digest("recording,patient\na.h5,p1\n") == one)
    #expect(try digest("recording,patient\na.h5,p2\n") != one)
  }
}
