public import Formats
internal import Glibc
internal import Signals

/// Reads damaged copies of sound files, one for each seed, and says what became of each.
///
/// The process that runs it is the parent whose life is at stake: a trap ends it, and leaves the copy
/// behind that brought it about.
public struct FuzzRun {
  /// What became of the cases of one kind.
  public struct Tally: Sendable {
    /// The cases in all.
    public var cases = 0
    /// Those that were refused with an error, at once or on the way.
    public var refused = 0
    /// Those that were read to their end.
    public var read = 0
    /// Those that ended the reading process.
    public var deaths = 0
    /// The seconds that the slowest took.
    public var slowest = 0.0
    /// The seed of the slowest.
    public var slowestSeed: UInt64 = 0
  }

  private let sound: [(name: String, bytes: [UInt8])]
  private let program: String
  private let path: String
  /// What became of the cases, by the kind of damage.
  public private(set) var tallies: [Mutation.Kind: Tally] = [:]
  /// What went wrong, each with its seed.
  public private(set) var failures: [String] = []

  /// Damages the files at these paths; the copies lie at `path`, one at a time.
  public init(_ files: [String], program: String, at path: String) throws {
    sound = try files.map { file in
      guard let bytes = FuzzRun.bytes(of: file), !bytes.isEmpty else {
        throw FuzzFailure("\(file) cannot be read")
      }
      return (String(file.split(separator: "/").last ?? ""), bytes)
    }
    self.program = program
    self.path = path
  }

  /// The files of a folder that are recordings: not what says where they come from.
  public static func files(of folder: Folder) -> [String] {
    folder.names.filter { name in ![".md", ".py", ".json"].contains { name.hasSuffix($0) } }
      .map { folder.path(of: $0) }
  }

  /// Damages a file as the seed says, and reads it.
  public mutating func take(seed: UInt64) throws {
    let (name, bytes) = sound[Int(seed % UInt64(sound.count))]
    var mutation = Mutation(seed: seed)
    unlink(path)
    try mutation.write(bytes, to: path)
    let start = FuzzRun.now
    let message = reading()
    let seconds = FuzzRun.now - start
    var tally = tallies[mutation.kind] ?? Tally()
    tally.cases += 1
    if seconds > tally.slowest { (tally.slowest, tally.slowestSeed) = (seconds, seed) }
    if let message {
      tally.refused += 1
      if message.contains("reading process") { tally.deaths += 1 }
    } else {
      tally.read += 1
    }
    tallies[mutation.kind] = tally
    let label = "seed \(seed), \(name), \(mutation.kind.rawValue)"
    if let message, let fault = FuzzRun.fault(of: message, about: path) {
      failures.append("\(label): \(fault): \(message.prefix(200))")
    }
    if mutation.kind == .truncation, message == nil, !isWhole(bytes) {
      failures.append("\(label): a truncated file was read as if it were whole")
    }
  }

  /// Reads the damaged file to its end; gives what was said of it where it cannot be read.
  private func reading() -> String? {
    do throws(FormatError) {
      let recordings = try IsolatedReader.recordings(
        in: path, program: program, patience: FuzzRun.patience,
        processorSeconds: FuzzRun.processorSeconds)
      for address in recordings.prefix(3) {
        let reader = try IsolatedReader(
          address, program: program, patience: FuzzRun.patience,
          processorSeconds: FuzzRun.processorSeconds)
        var part = Recording(reader.header.layout)
        // A wrong rate can make a recording last for decades: read in a hundred parts, it must fit
        // into memory or be refused.
        let step = max(
          Time(seconds: 60), Time(nanoseconds: reader.header.duration.nanoseconds / 100))
        var until = Time.zero
        while until < reader.header.duration {
          until = until + step
          try reader.read(until: until, into: &part)
        }
        _ = try reader.references()
        _ = try reader.descriptors()
        _ = try reader.findings()
      }
      return nil
    } catch {
      return error.description
    }
  }

  /// What is wrong with a message: it must be one printable line that names the file.
  private static func fault(of message: String, about path: String) -> String? {
    if !message.contains(path) { return "the message does not name the file" }
    if message.contains(where: \.isNewline) || message != message.printable {
      return "the message is not one printable line"
    }
    return message.utf8.count > 2000 ? "the message is longer than 2000 bytes" : nil
  }

  /// Whether the damaged file is as long as the sound one.
  private func isWhole(_ bytes: [UInt8]) -> Bool { FuzzRun.bytes(of: path)?.count == bytes.count }

  private static func bytes(of path: String) -> [UInt8]? {
    guard let file = fopen(path, "r") else { return nil }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&block, 1, block.count, file), count > 0 {
      bytes += block[..<count]
    }
    return bytes
  }

  /// What a file of some kilobytes may take: less than is allowed otherwise, to come through.
  private static let (patience, processorSeconds) = (20.0, 4.0)

  private static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
