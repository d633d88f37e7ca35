internal import Glibc
internal import HDF5

/// The header of an EDF, EDF+, BDF or BDF+ file, checked before the library sees the file.
///
/// Fields and limits are those of the specifications (Kemp et al., doi:10.1016/0013-4694(92)90009-7;
/// Kemp and Olivan, doi:10.1016/S1388-2457(03)00123-8) and of EDFlib. What is said of the patient is
/// skipped.
struct EDFHeader {
  /// A signal that is no list of annotations.
  struct Signal {
    var label: String
    var unit: String
    var physical: (least: Double, most: Double)
    var digital: (least: Int, most: Int)
    var samplesPerRecord: Int

    /// value = (x − baseline) / gain, which takes the digital range to the physical one.
    var gain: Double {
      Double(digital.most - digital.least) / (physical.most - physical.least)
    }
    var baseline: Double { Double(digital.most) - physical.most * gain }
  }

  /// Whether samples have 24 bits.
  let isBDF: Bool
  /// Whether the file follows EDF+ or BDF+, and can have annotations.
  let isPlus: Bool
  let records: Int
  /// How long a record lasts, in seconds.
  let recordLength: Double
  private(set) var signals: [Signal] = []

  /// Whether the first bytes are those of an EDF or BDF file.
  static func claims(_ path: String) -> Bool {
    guard let head = try? FileHead(path, count: 8) else { return false }
    return head.bytes == edfMark || head.bytes == bdfMark
  }

  /// Reads the header of a file, and holds it against the length of the file.
  init(of path: String) throws(HDF5Error) {
    let fixed = try FileHead(path, count: 256)
    guard fixed.bytes.count == 256 else { throw EDFHeader.cut("the header") }
    let main = Fields(bytes: fixed.bytes, place: "header")
    isBDF = fixed.bytes.starts(with: EDFHeader.bdfMark)
    let reserved = main.text(192..<236)
    let name = isBDF ? "BDF" : "EDF"
    isPlus = reserved.hasPrefix("\(name)+")
    guard !reserved.hasPrefix("\(name)+D") else {
      throw HDF5Error(
        "", "is discontinuous (\(name)+D), which the EDF library does not read",
        remedy:
          "split it into continuous files, as EDFbrowser does, or have it exported as \(name)+C")
    }
    let count = try main.integer(252..<256, "the number of signals", in: 1...640)
    _ = try main.integer(
      184..<192, "the length of the header", in: 256 * (count + 1)...256 * (count + 1))
    let records = try main.integer(236..<244, "the number of data records", in: -1...99_999_999)
    guard records > 0 else {
      throw HDF5Error(
        "header", "does not say how many data records follow: the file was not finished",
        remedy: "let the program that wrote it finish it")
    }
    self.records = records
    recordLength = try main.number(244..<252, "the duration of a data record")
    guard (0...86_400).contains(recordLength) else {
      throw HDF5Error("header", "the duration of a data record must be 0 to 86400 s")
    }
    let whole = try FileHead(path, count: 256 * (count + 1))
    guard whole.bytes.count == 256 * (count + 1) else { throw EDFHeader.cut("the header") }
    let samples = try takeSignals(whole.bytes, count, marked: "\(name) Annotations")
    let (bytes, limit) = (samples * (isBDF ? 3 : 2), isBDF ? 15 << 20 : 10 << 20)
    guard bytes <= limit else {
      throw HDF5Error("header", "a data record has \(bytes) bytes, and at most \(limit) are read")
    }
    let expected = 256 * (count + 1) + records * bytes
    guard whole.size >= expected else {
      throw EDFHeader.cut("its \(records) data records", "\(whole.size) of \(expected) bytes")
    }
    guard whole.size == expected else {
      throw HDF5Error(
        "", "has \(whole.size - expected) bytes more than its header states",
        remedy: "copy it again from its source")
    }
    guard signals.isEmpty || recordLength > 0 else {
      throw HDF5Error("header", "a data record with samples must last longer than 0 s")
    }
  }

  /// Reads what is said of each signal, and gives the samples of a data record.
  private mutating func takeSignals(_ bytes: [UInt8], _ count: Int, marked annotations: String)
    throws(HDF5Error) -> Int
  {
    var samples = 0
    for index in 0..<count {
      let fields = Fields(bytes: bytes, place: "signal \(index + 1)")
      func field(_ start: Int, _ width: Int) -> Range<Int> {
        let from = 256 + start * count + index * width
        return from..<from + width
      }
      let perRecord = try fields.integer(
        field(216, 8), "the number of samples in a data record", in: 1...99_999_999)
      samples += perRecord
      let label = fields.text(field(0, 16))
      if isPlus, label == annotations { continue }
      let limit = isBDF ? 1 << 23 : 1 << 15
      let signal = Signal(
        label: label, unit: fields.text(field(96, 8)),
        physical: (
          try fields.number(field(104, 8), "the physical minimum"),
          try fields.number(field(112, 8), "the physical maximum")
        ),
        digital: (
          try fields.integer(field(120, 8), "the digital minimum", in: -limit...limit - 1),
          try fields.integer(field(128, 8), "the digital maximum", in: -limit...limit - 1)
        ),
        samplesPerRecord: perRecord)
      guard signal.digital.least < signal.digital.most,
        signal.physical.least != signal.physical.most
      else {
        throw HDF5Error(fields.place, "the digital and the physical range must not be empty")
      }
      signals.append(signal)
    }
    return samples
  }

  private static func cut(_ what: String, _ share: String = "") -> HDF5Error {
    HDF5Error(
      "",
      "ends before \(what) \(what.hasPrefix("its") ? "do" : "does")"
        + (share.isEmpty ? "" : ": there are \(share)"),
      remedy: "copy it again from its source")
  }

  private static let edfMark = Array("0       ".utf8)
  private static let bdfMark = [0xFF] + Array("BIOSEMI".utf8)
}

/// Fields of fixed width in a header.
private struct Fields {
  let bytes: [UInt8]
  let place: String

  /// A field without the spaces around it.
  func text(_ range: Range<Int>) -> String {
    let field = bytes[range].drop { $0 <= 0x20 }
    let end = field.lastIndex { $0 > 0x20 } ?? field.startIndex - 1
    return String(decoding: field[field.startIndex..<max(end + 1, field.startIndex)], as: UTF8.self)
      .printable
  }

  /// A field as a whole number.
  func integer(_ range: Range<Int>, _ what: String, in limits: ClosedRange<Int>) throws(HDF5Error)
    -> Int
  {
    guard let number = Int(text(range)), limits.contains(number) else {
      let wish =
        limits.count == 1
        ? "\(limits.lowerBound)" : "a whole number of \(limits.lowerBound) to \(limits.upperBound)"
      throw HDF5Error(place, "\(what) must be \(wish)")
    }
    return number
  }

  /// A field as a number in decimal notation.
  func number(_ range: Range<Int>, _ what: String) throws(HDF5Error) -> Double {
    let text = text(range)
    let isDecimal = text.utf8.allSatisfy {
      (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0)
    }
    guard isDecimal, let number = Double(text), number.isFinite else {
      throw HDF5Error(place, "\(what) must be a number")
    }
    return number
  }
}

/// The first bytes of a plain file, and its size.
struct FileHead {
  let bytes: [UInt8]
  let size: Int

  init(_ path: String, count wanted: Int) throws(HDF5Error) {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw HDF5Error("", String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw HDF5Error("", "is not a plain file")
    }
    size = Int(status.st_size)
    bytes = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
      count = max(0, pread(descriptor, buffer.baseAddress, wanted, 0))
    }
  }
}
