internal import Formats
internal import Glibc
internal import HDF5
internal import Kernels
internal import Signals

/// A way of reading a file to time, from the file to samples in this process, the process that reads
/// included.
struct FileCase {
  /// The samples of the long file, as the peers' case has them.
  static let count = 20_000_000
  /// The samples that are read at once.
  private static let part = 1 << 19
  /// This program reads for itself, in a process that is started for each reading.
  private static let program = CommandLine.arguments[0].replacing("/bench", with: "/vigil")

  let name: String
  /// How the samples lie in the file.
  let form: RandomWalkFile.Form
  let count: Int

  static var all: [FileCase] {
    [
      FileCase(name: "hdf5-read-int16-gzip-shuffle/20M", form: .compressed, count: count),
      FileCase(
        name: "hdf5-read-int16-gzip-shuffle-one-chunk/5M", form: .oneChunk, count: 5_000_000),
      FileCase(name: "hdf5-read-int16/20M", form: .plain, count: count),
      FileCase(name: "hdf5-read-float32-gzip-shuffle/5M", form: .float32, count: 5_000_000),
    ]
  }

  /// Times the reading of all samples, part by part, into a sum, and says what memory it took.
  func run(matching filter: String) throws {
    guard filter.isEmpty || name.contains(filter) else { return }
    let file = try RandomWalkFile(form, count: count)
    var sums: [Double] = []
    var failure: (any Error)?
    let measurement = Measurement(repeats: 5, work: Double(count)) {
      do { sums.append(try sum(file.path)) } catch {
        failure = error
      }
    }.inverted(times: 1)
    if let failure { throw failure }
    var memory = 0.0
    sums.append(try sum(file.path) { memory = Memory.together })
    precondition(Set(sums).count == 1, "every reading gives the same samples")
    print(measurement.line(name, unit: "Msample/s"))
    print(
      "{\"case\": \"\(name)/memory\", \"peer\": \"vigil\", \"value\": \(memory), "
        + "\"unit\": \"MB\"}")
  }

  /// The sum of all samples; `atLast` is called before the last part is done with, when all memory is
  /// taken that will be.
  private func sum(_ path: String, atLast: () -> Void = {}) throws -> Double {
    let reader = try IsolatedReader(path, program: FileCase.program)
    var part = Recording(reader.header.layout)
    let rate = reader.header.layout.channels[0].rate ?? RandomWalkFile.rate
    var sum = 0.0
    var position = 0
    while position < count {
      position = min(position + FileCase.part, count)
      try reader.read(until: rate.time(of: position), into: &part)
      sum += FileCase.total(part.channels[0].samples)
    }
    atLast()
    return sum
  }

  /// The sum of samples, in four that are added at the end.
  private static func total(_ samples: [Float]) -> Double {
    var (a, b, c, d): (Float, Float, Float, Float) = (0, 0, 0, 0)
    var index = 0
    while index + 4 <= samples.count {
      a += samples[index]
      b += samples[index + 1]
      c += samples[index + 2]
      d += samples[index + 3]
      index += 4
    }
    while index < samples.count {
      a += samples[index]
      index += 1
    }
    return Double(a) + Double(b) + Double(c) + Double(d)
  }

  /// Times 30 s out of the middle of a file of 8 hours, once it is open.
  static func slice(matching filter: String) throws {
    let name = "hdf5-slice-30s-of-8h"
    guard filter.isEmpty || name.contains(filter) else { return }
    let file = try RandomWalkFile(.compressed, count: 8 * 3600 * 250)
    var times: [Double] = []
    for turn in 0..<15 {
      let reader = try IsolatedReader(file.path, program: FileCase.program)
      var part = Recording(reader.header.layout)
      let start = Time(seconds: Double(1800 * turn + 7))
      let before = Memory.now
      try reader.skip(to: start)
      try reader.read(until: start + Time(seconds: 30), into: &part)
      times.append((Memory.now - before) * 1e3)
      precondition(part.channels[0].count == 7500, "30 s of samples")
    }
    times.sort()
    print(
      "{\"case\": \"\(name)\", \"peer\": \"vigil\", \"value\": \(times[7]), \"unit\": \"ms\", "
        + "\"max\": \(times[14])}")
  }
}

/// What this process and the one that reads for it take.
enum Memory {
  /// Megabytes that are resident in this process and in the ones that it started; what several share
  /// counts once.
  static var together: Double {
    let own = "\(getpid())"
    var kilobytes = 0
    for name in Folder("/proc")?.names ?? [] where Int(name) != nil {
      guard name == own || fields(of: "/proc/\(name)/status")["PPid"] == own else { continue }
      let share = fields(of: "/proc/\(name)/smaps_rollup")["Pss"]?.split(separator: " ").first
      kilobytes += share.flatMap { Int($0) } ?? 0
    }
    return Double(kilobytes / 100) / 10
  }

  private static func fields(of path: String) -> [String: String] {
    guard let file = fopen(path, "r") else { return [:] }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 8192)
    bytes.removeLast(bytes.count - fread(&bytes, 1, bytes.count, file))
    var fields: [String: String] = [:]
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      fields[String(parts[0])] = String(parts[1].drop { $0 == "\t" || $0 == " " })
    }
    return fields
  }

  /// Seconds of a clock that never steps.
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// A file with a random walk of whole numbers, as the peers' case writes it, removed with its owner.
final class RandomWalkFile {
  /// How the samples lie in the file.
  enum Form { case compressed, oneChunk, plain, float32 }

  static let rate: Rate = {
    guard let rate = Rate(hertz: 250) else { preconditionFailure("a rate above 0") }
    return rate
  }()
  let path: String

  init(_ form: Form, count: Int) throws {
    path = "/tmp/vigil-bench-\(getpid())-\(count).h5"
    unlink(path)
    let file = try File(creating: path)
    let group = try file.root.makeGroup("Waveforms")
    let rows = form == .oneChunk ? count : 65_536
    let chunking = Chunking(rows: rows, compression: form == .plain ? 0 : 4)
    var random = Xoshiro(seed: 0)
    var walk = 0
    func block(_ length: Int) -> [Int16] {
      (0..<length).map { _ in
        walk += Int(random.next() % 7) - 3
        return Int16(((walk % 2000) + 2000) % 2000 - 1000)
      }
    }
    if form == .float32 {
      var dataset = try group.makeDataset("II", of: Float.self, chunking: chunking)
      for start in stride(from: 0, to: count, by: 65_536) {
        try dataset.append(contentsOf: block(min(65_536, count - start)).map { Float($0) })
      }
      try RandomWalkFile.describe(dataset)
    } else {
      var dataset = try group.makeDataset("II", of: Int16.self, chunking: chunking)
      let step = form == .oneChunk ? count : 65_536
      for start in stride(from: 0, to: count, by: step) {
        try dataset.append(contentsOf: block(min(step, count - start)))
      }
      try RandomWalkFile.describe(dataset)
    }
  }

  deinit { unlink(path) }

  private static func describe(_ dataset: borrowing Dataset) throws {
    try dataset.setAttribute("uom", .text("mV"))
    for (name, number) in [
      ("sample_rate", 250.0), ("gain", 200), ("baseline", 0), ("nanvalue", -32_768),
    ] { try dataset.setAttribute(name, .number(number)) }
  }
}
