import Formats
import Foundation
import Scratch
import Signals
import Testing

/// The records of MIT-BIH DS1 against what wfdb-python 4.3.1 reads of them: `rdrecord(record,
/// physical=False)` and `rdann(record, 'atr')`, counted and summed up over all 22.
@Suite(.enabled(if: SharedData.has("mitdb-ds1"), "needs ../shared/data"))
struct WFDBDatabaseTests {
  @Test func allRecordsOfDS1AreExact() throws {
    let folder = TemporaryFolder()
    let records = try #require(Folder(try SharedData.path("mitdb", in: "mitdb-ds1")))
    var sum = 0
    var samples = 0
    var beats: [String: Int] = [:]
    var rhythms: [String: Int] = [:]
    var events: [String: Int] = [:]
    var beatPositions = 0
    var rhythmPositions = 0
    let output = folder.file("ds1.h5")
    let writer = try RecordingWriter(creating: output)
    let headers = records.names.filter { $0.hasSuffix(".hea") }
    for header in headers {
      try WFDBRecord(records.path(of: header)).write(to: writer, id: String(header.dropLast(4)))
    }
    try writer.finish()
    for address in try RecordingReader.recordings(in: output) {
      let reader = try RecordingReader(address)
      var part = Recording(reader.header.layout)
      try reader.read(until: reader.header.duration, into: &part)
      for channel in part.channels {
        // 200 counts a millivolt around 1024, so that each value names its count.
        for value in channel.samples { sum += Int((Double(value) * 200 + 1024).rounded()) }
        samples += channel.count
      }
      let rate = try #require(part.channels[0].description.rate)
      for layer in try reader.references() {
        for interval in layer.intervals {
          let (position, shift) = rate.position(nearest: interval.onset)
          #expect(abs(shift) < 1e-9)
          switch layer.name {
          case "beats":
            beats[interval.label, default: 0] += 1
            beatPositions += position
          case "rhythm":
            rhythms[interval.label, default: 0] += 1
            rhythmPositions += position
          case "events": events[interval.label, default: 0] += 1
          default: break
          }
        }
      }
    }
    #expect(headers.count == 22 && samples == 28_600_000 && sum == 27_516_265_655)
    #expect(
      beats == [
        "A": 810, "E": 105, "F": 415, "J": 32, "L": 3949, "N": 38_102, "Q": 8, "R": 3783, "S": 2,
        "V": 3683, "a": 100, "e": 16, "j": 16,
      ])
    #expect(beatPositions == 16_539_056_616)
    #expect(
      rhythms == [
        "(AFIB": 24, "(AFL": 2, "(B": 66, "(IVR": 4, "(N": 284, "(NOD": 5, "(PREX": 103,
        "(SVTA": 21, "(T": 62, "(VFL": 6, "(VT": 39,
      ])
    #expect(rhythmPositions == 180_942_801)
    #expect(events == ["!": 472, "\"": 2, "[": 6, "]": 6, "x": 58, "|": 66])
  }
}
