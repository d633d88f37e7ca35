internal import Foundation
internal import SignalProcessing

extension SignalCase {
  /// The beats of half an hour of one lead, found with the file already in memory.
  static var beats: SignalCase {
    SignalCase(name: "qrs/mitdb-203", unit: "s") {
      let folder = ProcessInfo.processInfo.environment["MITDB"] ?? ".build/data/mitdb"
      let samples = try firstLead("\(folder)/203.dat")
      let detector = QRSDetector(rate: 360)
      return Measurement(repeats: 15, work: 1e6) {
        var state = detector.start()
        var beats: [QRSDetector.Beat] = []
        detector.process(samples.span, &state, into: &beats)
      }
    }
  }

  /// The first of two signals of 12 bits each, in mV: zero is at 1024, and a mV is 200.
  private static func firstLead(_ path: String) throws -> [Float] {
    guard let data = FileManager.default.contents(atPath: path) else { throw Absence(path: path) }
    let bytes = [UInt8](data)
    return stride(from: 0, to: bytes.count - 2, by: 3).map { index in
      let bits = UInt16(bytes[index]) | UInt16(bytes[index + 1] & 0x0F) << 8
      return Float(Int16(bitPattern: bits << 4) >> 4 - 1024) / 200
    }
  }
}
