/// Civil times as ISO 8601 writes them, always with their distance from Greenwich.
enum CivilTime {
  /// A moment and the offset it was written with.
  struct Moment: Hashable {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    var unixNanoseconds: Int64
    /// Seconds east of Greenwich.
    var offset: Int
  }

  /// The moment as `2023-11-14T22:13:20.5+01:00`.
  static func text(_ moment: Moment) -> String {
    let local = moment.unixNanoseconds &+ Int64(moment.offset) * 1_000_000_000
    let seconds = floorDivide(local, 1_000_000_000)
    let fraction = local - seconds * 1_000_000_000
    let days = floorDivide(seconds, 86_400)
    let clock = Int(seconds - days * 86_400)
    let (year, month, day) = date(ofDays: Int(days))
    var text = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T"
    text += "\(padded(clock / 3600, 2)):\(padded(clock / 60 % 60, 2)):\(padded(clock % 60, 2))"
    if fraction != 0 {
      var digits = padded(Int(fraction), 9)
      while digits.last == "0" { digits.removeLast() }
      text += ".\(digits)"
    }
    guard moment.offset != 0 else { return text + "Z" }
    let minutes = abs(moment.offset) / 60
    return text
      + "\(moment.offset < 0 ? "-" : "+")\(padded(minutes / 60, 2)):\(padded(minutes % 60, 2))"
  }

  /// The moment that a text names, or nil where it is no date, no time, or has no offset.
  static func moment(_ text: String) -> Moment? {
    guard let local = try? CivilFormat.standard.local(text), let offset = offset(local.zone) else {
      return nil
    }
    return local.moment(offset: offset)
  }

  /// The seconds east of Greenwich that a text such as `+01:00`, `Z` or `UTC` names.
  static func offset(_ text: String) -> Int? {
    if ["Z", "z", "UTC", "GMT"].contains(text) { return 0 }
    let bytes = Array(text.utf8)
    let digits = bytes.dropFirst().filter { $0 != UInt8(ascii: ":") }
    guard let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      digits.count == 4, let hours = number(digits[0..<2]), let minutes = number(digits[2..<4]),
      hours < 24, minutes < 60
    else { return nil }
    return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 3600 + minutes * 60)
  }

  static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    guard digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  /// Days since 1970-01-01 of a date of the Gregorian calendar.
  ///
  /// By eras of 400 years that begin in March (Hinnant, chrono-compatible low-level date algorithms).
  static func days(year: Int, month: Int, day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The year in which a day since 1970-01-01 lies.
  static func year(ofDays days: Int) -> Int { date(ofDays: days).0 }

  static func date(ofDays days: Int) -> (Int, Int, Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// The quotient, rounded down.
  static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    value / divisor - (value % divisor < 0 ? 1 : 0)
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
