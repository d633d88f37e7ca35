import Configuration
import Formats
import Foundation
import Scratch
import Signals
import Testing

/// What wfdb reads of the sample records; `Goldens/make_wfdb.py` wrote it.
private struct Golden: Decodable {
  struct Signal: Decodable {
    var name: String
    var units: String
    var perFrame: Int
    var samples: Int
    var missing: Int
    var values: String
    var sum: String?
    var counts: String?
  }

  struct Record: Decodable {
    var rate: Double
    var frames: Int
    var signals: [Signal]
  }

  struct Annotations: Decodable {
    var count: Int
    var first: Int
    var last: Int
    var samples: String
    var codes: String
    var subtypes: String
    var channels: String
    var numbers: String
    var texts: Int
    var textBytes: String
  }

  var records: [String: Record]
  var annotations: [String: Annotations]
  var unread: [String: String]

  static let all: Golden? = try? JSONDecoder().decode(
    Golden.self, from: Data(contentsOf: URL(filePath: Goldens.file("wfdb.json"))))
  static var names: [String] { (all?.records.keys.sorted() ?? []) }
}

/// The sum of words, each times its place from 1, in 64 bits.
private struct Digest {
  private(set) var sum: UInt64 = 0
  private var place: UInt64 = 0

  init() {}

  init(_ words: some Sequence<Int>) {
    for word in words { add(UInt32(truncatingIfNeeded: word)) }
  }

  mutating func add(_ word: UInt32) {
    place += 1
    sum &+= UInt64(word) &* place
  }

  var text: String { "\(sum)" }
}

private func path(_ name: String) throws -> String {
  try SharedData.path("wfdb/\(name)", in: "wfdb-samples")
}

@Suite(.enabled(if: SharedData.has("wfdb-samples"), "needs ../shared/data"))
struct WFDBSampleRecordTests {
  @Test("Every sample record is read as wfdb reads it", arguments: Golden.names)
  func record(name: String) throws {
    let golden = try #require(Golden.all?.records[name])
    let record = try WFDBRecord(try path(name))
    #expect(record.header.rate.hertz == golden.rate)
    #expect(record.frames == golden.frames)
    #expect(record.header.signals.map(\.name) == golden.signals.map(\.name))
    #expect(record.header.signals.map(\.units) == golden.signals.map(\.units))
    #expect(record.header.signals.map(\.samplesPerFrame) == golden.signals.map(\.perFrame))

    let folder = TemporaryFolder()
    let writer = try RecordingWriter(creating: folder.file("r.h5"))
    try record.write(to: writer)
    try writer.finish()
    let reader = try RecordingReader(folder.file("r.h5"))
    var digests = golden.signals.map { _ in Digest() }
    var missing = golden.signals.map { _ in 0 }
    var samples = golden.signals.map { _ in 0 }
    var part = Recording(reader.header.layout)
    for (channel, signal) in zip(part.channels, golden.signals) {
      let rate = try #require(channel.description.rate)
      #expect(abs(rate.hertz - golden.rate * Double(signal.perFrame)) < 1e-12 * rate.hertz)
    }
    try reader.read(until: reader.header.duration, into: &part)
    for (index, channel) in part.channels.enumerated() {
      // A file does not hold a stretch without values at either end.
      for _ in 0..<channel.first { digests[index].add(0x7FC0_0000) }
      for value in channel.samples {
        digests[index].add(value.isNaN ? 0x7FC0_0000 : value.bitPattern)
      }
      missing[index] = channel.first + channel.samples.count { $0.isNaN }
      samples[index] = channel.first + channel.samples.count
      let rest = max(0, golden.signals[index].samples - samples[index])
      for _ in 0..<rest { digests[index].add(0x7FC0_0000) }
      missing[index] += rest
      samples[index] += rest
    }
    #expect(samples == golden.signals.map(\.samples))
    #expect(missing == golden.signals.map(\.missing))
    #expect(digests.map(\.text) == golden.signals.map(\.values))
  }

  @Test("Every count is the one that wfdb reads", arguments: Golden.names)
  func counts(name: String) throws {
    let golden = try #require(Golden.all?.records[name])
    // wfdb has no counts for records of segments.
    guard golden.signals.allSatisfy({ $0.counts != nil }) else { return }
    let header = try WFDBHeader(parsing: try SourceText(reading: try path("\(name).hea")))
    var digests = golden.signals.map { _ in Digest() }
    var sums = golden.signals.map { _ in 0 }
    try WFDBSamples(header).forEachBlock { _, rows in
      for (index, row) in rows.enumerated() {
        for count in row {
          digests[index].add(UInt32(bitPattern: count))
          if count != WFDBSamples.missing { sums[index] += Int(count) }
        }
      }
    }
    #expect(digests.map(\.text) == golden.signals.map(\.counts))
    #expect(sums.map { "\($0)" } == golden.signals.map(\.sum))
  }

  @Test("Every annotation file is read as wfdb reads it")
  func annotations() throws {
    let golden = try #require(Golden.all?.annotations)
    #expect(golden.count == 7)
    for (name, golden) in golden.sorted(by: { $0.key < $1.key }) {
      let file = try path(name)
      // wfdb takes every comment at the first sample for a definition. The WFDB library does so
      // only up to the mark that ends them: a program's own comment behind it is a remark.
      let all = try WFDBAnnotations(try SourceText(reading: file).bytes, path: file).all
        .filter { $0.code != .note || $0.sample > 0 }
      let places = all.enumerated().reduce(0 as UInt64) {
        $0 &+ UInt64(truncatingIfNeeded: $1.element.sample) &* UInt64($1.offset + 1)
      }
      #expect(all.count == golden.count, "\(name)")
      #expect(all.first?.sample == golden.first && all.last?.sample == golden.last, "\(name)")
      #expect("\(places)" == golden.samples, "\(name)")
      #expect(Digest(all.map(\.code.rawValue)).text == golden.codes, "\(name)")
      #expect(Digest(all.map(\.subtype)).text == golden.subtypes, "\(name)")
      #expect(Digest(all.map(\.channel)).text == golden.channels, "\(name)")
      #expect(Digest(all.map(\.number)).text == golden.numbers, "\(name)")
      #expect(all.count { !$0.text.isEmpty } == golden.texts, "\(name)")
      #expect(
        Digest(all.flatMap { $0.text.utf8.map(Int.init) }).text == golden.textBytes, "\(name)")
    }
  }

  @Test("Records whose files are missing say which")
  func unread() throws {
    let golden = try #require(Golden.all?.unread)
    #expect(golden.count == 15)
    for name in golden.keys.sorted() {
      let header = try path("\(name).hea")
      #expect {
        _ = try WFDBRecord(header)
      } throws: { error in
        let message = "\(error)"
        return message.contains(".hea:")
          && (message.contains("No such file") || message.contains("the length must be stated"))
      }
    }
  }
}
