/// Patterns of names, in which `*` stands for any run of characters.
enum Glob {
  /// Whether a name is like a pattern.
  static func matches(_ name: String, _ pattern: String) -> Bool {
    matches(Array(name.utf8), Array(pattern.utf8))
  }

  /// Linear in the name times the pattern: at a mismatch only the last `*` takes one byte more.
  private static func matches(_ name: [UInt8], _ pattern: [UInt8]) -> Bool {
    let star = UInt8(ascii: "*")
    var at = 0
    var of = 0
    var lastStar: Int?
    var resume = 0
    while at < name.count {
      if of < pattern.count, pattern[of] == star {
        lastStar = of
        resume = at
        of += 1
      } else if of < pattern.count, pattern[of] == name[at] {
        at += 1
        of += 1
      } else if let star = lastStar {
        resume += 1
        at = resume
        of = star + 1
      } else {
        return false
      }
    }
    return pattern[of...].allSatisfy { $0 == star }
  }
}
