/// How a text spells a date and a time of day, in the letters of Unicode TR 35: `yyyy MM dd HH mm ss`,
/// `S` for a fraction of any length; all else stands for itself.
///
/// Whatever follows the last letter is the zone.
struct CivilFormat: Hashable, Sendable {
  /// What a text spells, on a clock that shows local time.
  struct Local: Hashable {
    /// Seconds since 1970 of that clock.
    var seconds: Int64
    var fraction: Int64
    /// The zone as the text names it, empty where it names none.
    var zone: String

    /// The moment, for a clock so far east of Greenwich.
    func moment(offset: Int) -> CivilTime.Moment? {
      let (scaled, overflow) = (seconds - Int64(offset))
        .multipliedReportingOverflow(by: 1_000_000_000)
      let (sum, carry) = scaled.addingReportingOverflow(fraction)
      return overflow || carry ? nil : CivilTime.Moment(unixNanoseconds: sum, offset: offset)
    }
  }

  /// Why a text names no moment.
  enum Trouble: Error {
    /// It is spelled otherwise.
    case spelling
    /// There is no such day or time of day.
    case impossible
    /// It is a second that time since 1970 does not count.
    case leapSecond
  }

  private enum Piece: Hashable {
    case number(Field, digits: Int)
    case fraction
    case literal([UInt8])
  }

  private enum Field: Hashable { case year, month, day, hour, minute, second }

  private var pieces: [Piece]
  /// The pattern as it was stated.
  let pattern: String

  /// ISO 8601, with a blank for the `T` where one stands there, and a fraction where there is one.
  static let standard = CivilFormat(standard: ())

  private init(standard: Void) {
    pattern = ""
    pieces = []
  }

  /// The format of a pattern, or nil where it does not name year, month, day, hour and minute once
  /// each.
  init?(_ pattern: String) {
    self.pattern = pattern
    pieces = []
    var fields: [Field] = []
    var rest = Array(pattern)[...]
    while let letter = rest.first {
      let run = rest.prefix { $0 == letter }.count
      rest = rest.dropFirst(run)
      let field: (Field, Int)? =
        switch (letter, run) {
        case ("y", 4): (.year, 4)
        case ("M", 2): (.month, 2)
        case ("d", 2): (.day, 2)
        case ("H", 2): (.hour, 2)
        case ("m", 2): (.minute, 2)
        case ("s", 2): (.second, 2)
        default: nil
        }
      if let (field, digits) = field {
        guard !fields.contains(field) else { return nil }
        fields.append(field)
        pieces.append(.number(field, digits: digits))
      } else if letter == "S" {
        pieces.append(.fraction)
      } else if letter.isLetter, letter != "T" {
        return nil
      } else {
        pieces.append(.literal(Array(String(repeating: letter, count: run).utf8)))
      }
    }
    guard [.year, .month, .day, .hour, .minute].allSatisfy({ fields.contains($0) }) else {
      return nil
    }
  }

  /// What a text spells.
  func local(_ text: String) throws(Trouble) -> Local {
    var bytes = Array(text.utf8)[...]
    while bytes.last == 0 || bytes.last == 0x20 { bytes.removeLast() }
    var pieces = pieces
    if pieces.isEmpty { pieces = CivilFormat.pieces(of: bytes) }
    var numbers: [Field: Int] = [:]
    var fraction: Int64 = 0
    for piece in pieces {
      switch piece {
      case .number(let field, let digits):
        guard bytes.count >= digits, let number = CivilTime.number(bytes.prefix(digits)) else {
          throw .spelling
        }
        numbers[field] = number
        bytes = bytes.dropFirst(digits)
      case .fraction:
        let digits = bytes.prefix { (0x30...0x39).contains($0) }
        guard (1...9).contains(digits.count), let number = CivilTime.number(digits) else {
          throw .spelling
        }
        fraction = (digits.count..<9).reduce(Int64(number)) { scaled, _ in scaled * 10 }
        bytes = bytes.dropFirst(digits.count)
      case .literal(let expected):
        guard bytes.starts(with: expected) else { throw .spelling }
        bytes = bytes.dropFirst(expected.count)
      }
    }
    let zone = String(decoding: bytes.drop { $0 == 0x20 }, as: UTF8.self)
    guard let year = numbers[.year], let month = numbers[.month], let day = numbers[.day],
      let hour = numbers[.hour], let minute = numbers[.minute]
    else { throw .spelling }
    let second = numbers[.second] ?? 0
    guard (1...12).contains(month), hour < 24, minute < 60, second <= 60 else { throw .impossible }
    let days = CivilTime.days(year: year, month: month, day: day)
    guard CivilTime.date(ofDays: days) == (year, month, day) else { throw .impossible }
    guard second < 60 else { throw .leapSecond }
    let seconds = Int64(days * 86_400 + hour * 3600 + minute * 60 + second)
    return Local(seconds: seconds, fraction: fraction, zone: zone)
  }

  /// The pieces of ISO 8601 for a text: with `T` or a blank, and a fraction where one follows.
  private static func pieces(of bytes: ArraySlice<UInt8>) -> [Piece] {
    let dash = Piece.literal([0x2D])
    let colon = Piece.literal([0x3A])
    let hasBlank = bytes.count > 10 && bytes[bytes.startIndex + 10] == 0x20
    let hasFraction = bytes.count > 19 && bytes[bytes.startIndex + 19] == 0x2E
    let clock: [Piece] = [
      .number(.hour, digits: 2), colon, .number(.minute, digits: 2), colon,
      .number(.second, digits: 2),
    ]
    return [
      .number(.year, digits: 4), dash, .number(.month, digits: 2), dash, .number(.day, digits: 2),
      .literal([hasBlank ? 0x20 : 0x54]),
    ] + clock + (hasFraction ? [.literal([0x2E]), .fraction] : [])
  }
}
