/// Patterns of names, in which `*` stands for any run of characters.
enum Glob {
  /// Whether a name is like a pattern.
  static func matches(_ name: String, _ pattern: String) -> Bool {
    matches(Array(name.utf8), Array(pattern.utf8))
  }

  /// What a name has in place of the `{name}` of a pattern, nil inside where the pattern has none of
  /// it, or nothing where the name is not like the pattern.
  static func capture(_ name: String, _ pattern: String) -> String?? {
    guard let mark = pattern.firstRange(of: "{name}") else {
      return matches(name, pattern) ? .some(nil) : nil
    }
    let head = String(pattern[..<mark.lowerBound])
    let tail = String(pattern[mark.upperBound...])
    // What comes before a '*' is caught as a part too: the pattern names one capture alone.
    guard !head.contains("*"), !tail.contains("*") else {
      return matches(name, head + "*" + tail) ? .some(name) : nil
    }
    guard name.hasPrefix(head), name.hasSuffix(tail),
      name.utf8.count > head.utf8.count + tail.utf8.count
    else { return nil }
    return .some(String(name.dropFirst(head.count).dropLast(tail.count)))
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
