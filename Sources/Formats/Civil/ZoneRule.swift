/// When the clocks of a zone change every year, as the last line of a TZif file says (POSIX, TZ):
/// `GMT0BST,M3.5.0/1,M10.5.0`.
struct ZoneRule: Hashable, Sendable {
  private var standard: Int
  private var saving: Saving?

  private struct Saving: Hashable {
    var offset: Int
    var start: Change
    var end: Change
  }

  /// The `week`-th weekday of a month, the fifth being the last, and seconds after its midnight.
  private struct Change: Hashable {
    var month: Int
    var week: Int
    var weekday: Int
    var seconds: Int

    /// The change in a year, in seconds since 1970 of a clock that shows local time.
    func local(_ year: Int) -> Int64 {
      let first = CivilTime.days(year: year, month: month, day: 1)
      let length =
        (month == 12
          ? CivilTime.days(year: year + 1, month: 1, day: 1)
          : CivilTime.days(year: year, month: month + 1, day: 1)) - first
      // 1970-01-01 was a Thursday.
      let weekdayOfFirst = ((first + 4) % 7 + 7) % 7
      var day = (weekday - weekdayOfFirst + 7) % 7 + (week - 1) * 7
      if day >= length { day -= 7 }
      return Int64((first + day) * 86_400 + seconds)
    }
  }

  /// The rule that a text says, or nil where it is none, or one that counts days of the year.
  init?(_ text: String) {
    var rest = Array(text.utf8)[...]
    guard ZoneRule.takeName(&rest), let west = ZoneRule.takeTime(&rest) else { return nil }
    standard = -west
    if rest.isEmpty { return }
    guard ZoneRule.takeName(&rest) else { return nil }
    var offset = standard + 3600
    if rest.first != UInt8(ascii: ",") {
      guard let west = ZoneRule.takeTime(&rest) else { return nil }
      offset = -west
    }
    guard let start = ZoneRule.takeChange(&rest), let end = ZoneRule.takeChange(&rest),
      rest.isEmpty
    else { return nil }
    saving = Saving(offset: offset, start: start, end: end)
  }

  /// The offset in force at a moment.
  func offset(at seconds: Int64) -> Int {
    guard let saving else { return standard }
    let year = CivilTime.year(ofDays: Int(CivilTime.floorDivide(seconds, 86_400)))
    let start = saving.start.local(year) - Int64(standard)
    let end = saving.end.local(year) - Int64(saving.offset)
    let isSaving = start < end ? (start..<end).contains(seconds) : !(end..<start).contains(seconds)
    return isSaving ? saving.offset : standard
  }

  private static func takeName(_ rest: inout ArraySlice<UInt8>) -> Bool {
    if rest.first == UInt8(ascii: "<") {
      guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
      rest = rest[(end + 1)...]
      return true
    }
    let name = rest.prefix { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
    rest = rest.dropFirst(name.count)
    return name.count >= 3
  }

  /// Hours, and minutes and seconds where given, as seconds.
  private static func takeTime(_ rest: inout ArraySlice<UInt8>) -> Int? {
    var sign = 1
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") {
      sign = rest.first == UInt8(ascii: "-") ? -1 : 1
      rest = rest.dropFirst()
    }
    var total = 0
    for scale in [3600, 60, 1] {
      guard let number = takeNumber(&rest), number <= 167 else { return nil }
      total += number * scale
      guard rest.first == UInt8(ascii: ":") else { break }
      rest = rest.dropFirst()
    }
    return sign * total
  }

  private static func takeNumber(_ rest: inout ArraySlice<UInt8>) -> Int? {
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    guard !digits.isEmpty, digits.count <= 4 else { return nil }
    rest = rest.dropFirst(digits.count)
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }

  private static func takeChange(_ rest: inout ArraySlice<UInt8>) -> Change? {
    guard rest.starts(with: ",M".utf8) else { return nil }
    rest = rest.dropFirst(2)
    guard let month = takeNumber(&rest), (1...12).contains(month), rest.popFirst() == 0x2E,
      let week = takeNumber(&rest), (1...5).contains(week), rest.popFirst() == 0x2E,
      let weekday = takeNumber(&rest), (0...6).contains(weekday)
    else { return nil }
    var seconds = 7200
    if rest.first == UInt8(ascii: "/") {
      rest = rest.dropFirst()
      guard let time = takeTime(&rest) else { return nil }
      seconds = time
    }
    return Change(month: month, week: week, weekday: weekday, seconds: seconds)
  }
}
