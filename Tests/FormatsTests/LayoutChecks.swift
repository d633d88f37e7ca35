import Configuration
import Formats
import Foundation
import Signals
import Testing

/// What an independent reader says of one recording of a file of others: see `golden_tools.py`.
struct LayoutGolden: Decodable {
  struct Channel: Decodable {
    var name: String
    var unit: String
    var count: Int
    var measured: Int
    /// Of a channel at a rate: the rate, the position of the first sample, and where runs of measured
    /// samples begin and end.
    var rate: Double?
    var first: Int?
    var runs: [[Int]]?
    /// Of a channel with times: some of them, in nanoseconds, by their places, and the sum of all.
    var times: [[Int64]]?
    var timeSum: String?
    /// The sums of the values, of the values times their places from 1 on, and of their magnitudes.
    var sum: Double
    var weightedSum: Double
    var magnitude: Double
    /// Some values by their places.
    var values: [[Double]]
  }

  struct Layer: Decodable {
    struct Label: Decodable {
      var kind: String
      var onset: Int64
      var duration: Int64?
      var label: String
      var channel: String?
    }
    var name: String
    var intervals: [Label]
  }

  /// The civil time of the start, in nanoseconds since 1970.
  var start: Int64?
  var channels: [Channel]
  var layers: [Layer]?

  /// The recordings of each file that a file of goldens tells of.
  static func all(_ name: String) throws -> [String: [LayoutGolden]] {
    let data = try Data(contentsOf: URL(filePath: Goldens.file(name)))
    return try JSONDecoder().decode([String: [LayoutGolden]].self, from: data)
  }
}

extension LayoutGolden {
  /// The layers of labels, in the order of their names.
  func references() throws -> [ReferenceLayer] {
    try (layers ?? []).sorted { $0.name < $1.name }.map { layer in
      ReferenceLayer(
        name: layer.name,
        intervals: try layer.intervals.map { label in
          Interval(
            try #require(Annotation.Kind(rawValue: label.kind)),
            onset: Time(nanoseconds: label.onset),
            duration: label.duration.map { Time(nanoseconds: $0) }, label: label.label,
            channel: label.channel)
        })
    }
  }
}

/// What every file of every layout must give: the values of an independent reader, however it is cut
/// into parts, and whichever process reads it.
struct LayoutChecks {
  var path: String
  var mapping: Mapping?

  /// Checks the recordings of the file, in its order.
  func run(_ goldens: [LayoutGolden]) throws {
    let addresses = try RecordingReader.recordings(in: path)
    try #require(addresses.count == goldens.count, "\(addresses.map(\.description))")
    for (address, golden) in zip(addresses, goldens) {
      let reader = try RecordingReader(address, mapping: mapping)
      var whole = Recording(reader.header.layout)
      try reader.read(until: .distantFuture, into: &whole)
      #expect(reader.header.clock?.steps.first?.unixNanoseconds == golden.start)
      try check(whole, golden)
      #expect(
        try reader.references().sorted { $0.name < $1.name } == golden.references())
      try checkCuts(address, whole)
      try checkIsolation(address, whole, try reader.references())
    }
  }

  // MARK: Against the goldens

  private func check(_ whole: Recording, _ golden: LayoutGolden) throws {
    #expect(
      whole.channels.map(\.description.name).sorted() == golden.channels.map(\.name).sorted())
    for expected in golden.channels {
      let channel = try #require(
        whole.channels.first { $0.description.name == expected.name }, "\(expected.name)")
      check(channel, expected)
    }
  }

  private func check(_ channel: Channel, _ golden: LayoutGolden.Channel) {
    let name = golden.name
    #expect(channel.description.unit.rawValue == golden.unit, "\(name)")
    #expect(channel.description.rate?.hertz == golden.rate, "\(name)")
    #expect(channel.count == golden.count, "\(name)")
    guard channel.count == golden.count else { return }
    let measured = channel.samples.indices.filter { !channel.samples[$0].isNaN }
    #expect(measured.count == golden.measured, "\(name)")
    if let first = golden.first, let runs = golden.runs {
      #expect(channel.first == first, "\(name)")
      var found: [[Int]] = []
      for place in measured {
        if found.last?[1] == place {
          found[found.count - 1][1] = place + 1
        } else {
          found.append([place, place + 1])
        }
      }
      #expect(found == runs, "\(name)")
    }
    if let times = golden.times {
      for time in times {
        #expect(channel.times[Int(time[0])].nanoseconds == time[1], "\(name)")
      }
      let sum = channel.times.reduce(Int128(0)) { $0 + Int128($1.nanoseconds) }
      #expect("\(sum)" == golden.timeSum, "\(name)")
    }
    // Values are computed in double precision and rounded once; what two orders of the same
    // arithmetic leave near zero is a share of the values around it.
    let unit = 0x1.000002p-24
    let floor = 1e-13 * golden.magnitude / Double(max(1, golden.measured))
    for value in golden.values {
      let found = Double(channel.samples[Int(value[0])])
      #expect(abs(found - value[1]) <= unit * abs(value[1]) + floor, "\(name)[\(value[0])]")
    }
    let sum = measured.reduce(0) { $0 + Double(channel.samples[$1]) }
    let weighted = measured.reduce(0) { $0 + Double(channel.samples[$1]) * Double($1 + 1) }
    #expect(abs(sum - golden.sum) <= 2 * unit * golden.magnitude, "\(name)")
    #expect(
      abs(weighted - golden.weightedSum) <= 2 * unit * golden.magnitude * Double(golden.count),
      "\(name)")
  }

  // MARK: However it is read

  private func checkCuts(_ address: RecordingAddress, _ whole: Recording) throws {
    let expected = Contents(whole)
    var generator = Seeded(state: 5)
    for longest in [0.05, 1.7, 40] {
      let reader = try RecordingReader(address, mapping: mapping)
      let duration = reader.header.duration
      // A long recording in parts that are too short would only take long.
      let scale = max(1, duration.seconds / longest / 400)
      var part = Recording(reader.header.layout)
      var contents = Contents(reader.header.layout)
      var until = Time.zero
      repeat {
        until = until + Time(seconds: Double.random(in: 0...longest * scale, using: &generator))
        try reader.read(until: until, into: &part)
        contents.append(part)
      } while until < duration
      #expect(contents == expected, "in parts of up to \(longest) s")
    }
  }

  private func checkIsolation(
    _ address: RecordingAddress, _ whole: Recording, _ references: [ReferenceLayer]
  ) throws {
    guard Program.isBuilt else { return }
    let reader = try IsolatedReader(address, mapping: mapping, program: Program.path)
    let duration = reader.header.duration
    var part = Recording(reader.header.layout)
    var contents = Contents(reader.header.layout)
    var until = Time.zero
    repeat {
      until = until + Time(seconds: max(3, duration.seconds / 7))
      try reader.read(until: until, into: &part)
      contents.append(part)
    } while until < duration
    #expect(contents == Contents(whole))
    #expect(try reader.references() == references)
  }
}

/// Numbers that are the same in each run (SplitMix64).
private struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
