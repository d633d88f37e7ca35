import Configuration
import Formats
import Foundation
import Scratch
import Signals
import Testing

@Suite struct TableGoldenTests {
  private static let package = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let numerics = package.appending(
    path: "../shared/data/mimic4-numerics-p100.csv.gz"
  ).path

  /// FNV-1a over the bytes of numbers.
  private func digest<T: FixedWidthInteger>(_ numbers: some Sequence<T>) -> String {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325
    for number in numbers {
      withUnsafeBytes(of: number.littleEndian) {
        for byte in $0 { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
      }
    }
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The lines of `digests.txt` that a recording gives.
  private func lines(_ recording: TableRecording, _ id: String) -> Set<String> {
    var part = Recording(recording.header.layout)
    recording.rewound().read(until: recording.header.duration, into: &part)
    return Set(
      part.channels.map { channel in
        let name = channel.description.name.replacing(" ", with: "_")
        let isRegular = channel.description.rate != nil
        // A regular channel is filled up to the end of the longest.
        let samples = isRegular ? channel.samples.prefix(60_001) : channel.samples[...]
        let bits = digest(samples.map { $0.isNaN ? 0x7FC0_0000 : $0.bitPattern })
        let times = isRegular ? "" : " \(digest(channel.times.map(\.nanoseconds)))"
        return "\(id) \(name) \(samples.count) \(bits)\(times)"
      })
  }

  private func golden(_ id: String) -> Set<String> {
    let path = Goldens.file("tables/digests.txt")
    let text = String(decoding: TemporaryFolder.bytes(of: path), as: UTF8.self)
    return Set(text.split(separator: "\n").map(String.init).filter { $0.hasPrefix("\(id) ") })
  }

  @Test(.enabled(if: SharedData.has("bidmc-10"), "needs ../shared/data"))
  func recordingsOfBIDMCAreWhatPandasReads() throws {
    let folder = try SharedData.path("bidmc", in: "bidmc-10")
    let collection = try #require(try TableCollection(folder))
    #expect(collection.ids.count == 10 && collection.mapping.name == "BIDMC")
    for id in ["bidmc_01", "bidmc_02", "bidmc_10"] {
      let recording = try collection.recording(try #require(collection.ids.firstIndex(of: id)))
      #expect(lines(recording, id) == golden(id))
      #expect(recording.references().map(\.name) == ["breaths ann1", "breaths ann2"])
      #expect(recording.descriptors().map(\.name) == ["Age", "Gender", "Location"])
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: numerics), "needs ../shared/data"))
  func numericsOfMIMICAreWhatPandasReads() throws {
    let collection = try #require(try TableCollection(TableGoldenTests.numerics))
    #expect(collection.mapping.name == "MIMIC-IV numerics")
    let id = "mimic4-numerics-p100"
    let recording = try collection.recording(0)
    #expect(lines(recording, id) == golden(id))
    #expect(
      recording.warnings.contains {
        $0.message.hasSuffix("43 values of 'btbHR' shared a time with another: keepFirst")
      })
  }
}
