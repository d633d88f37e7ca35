import Formats
import Scratch
import Signals
import Testing

/// Recordings with bytes changed at random, read by a process: whatever it does, this one goes on.
@Suite(.enabled(if: Program.isBuilt, "the program vigil is not built beside the tests"))
struct DamagedFileTests {
  let folder = TemporaryFolder()

  /// What came of reading a file.
  private func outcome(_ path: String) -> String {
    do {
      let reader = try IsolatedReader(
        RecordingAddress(file: path), program: Program.path, patience: 10)
      var part = Recording(reader.header.layout)
      let duration = min(reader.header.duration, Time(seconds: 200))
      var until = Time.zero
      while until < duration {
        until = until + Time(seconds: 50)
        try reader.read(until: until, into: &part)
      }
      _ = try reader.references()
      _ = try reader.descriptors()
      return "read"
    } catch {
      #expect(error.path == path)
      #expect(!error.message.isEmpty)
      #expect(!error.description.contains("\n"))
      return error.description
    }
  }

  @Test func `damage is an error or goes unseen, and never ends this process`() throws {
    let path = folder.file("whole.h5")
    let writer = try RecordingWriter(creating: path)
    try writer.begin(
      Samples.header, storage: Samples.storage, descriptors: [Descriptor("age", .number(61))])
    try writer.append(Samples.whole())
    try writer.add(Samples.reference)
    try writer.finish()
    #expect(outcome(path) == "read")
    #expect(damage(path) > rounds / 4)
  }

  @Test(.enabled(if: SharedFiles.hasLayouts, "the example layouts are not beside the package"))
  func `damage to files without checksums never ends this process`() {
    // Formats before 1.8 have no checksums, so damage gets as far as the library lets it.
    for name in ["plain_timestamps.h5", "uva_prevent.h5"] {
      #expect(outcome(SharedFiles.layout(name)) == "read")
      #expect(damage(SharedFiles.layout(name)) > rounds / 4)
    }
  }

  /// Reads copies of a file with bytes changed at random, and says how many were refused.
  private func damage(_ path: String) -> Int {
    let whole = TemporaryFolder.bytes(of: path)
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    var refused = 0
    for round in 0..<rounds {
      var bytes = whole
      for _ in 0...random(8) {
        // Most of the file's structure lies near its beginning.
        let place = random(random(2) == 0 ? min(20_000, bytes.count) : bytes.count)
        bytes[place] = random(3) == 0 ? 0xFF : UInt8(random(256))
      }
      if outcome(folder.file("damaged \(round).h5", bytes)) != "read" { refused += 1 }
    }
    return refused
  }

  private let rounds = 20
}
