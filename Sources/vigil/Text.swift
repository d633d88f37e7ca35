extension String {
  /// The text with spaces after it up to a width.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  /// The text with spaces before it up to a width.
  func indented(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }

  /// The text without the spaces at its end.
  var trimmingEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}

extension Double {
  /// The number with a fixed count of decimals, `-` where it is not finite.
  func fixed(_ decimals: Int) -> String {
    guard isFinite, abs(self) < 1e12 else { return isNaN ? "-" : "\(self)" }
    let scale = (0..<decimals).reduce(Int64(1)) { product, _ in product * 10 }
    let scaled = Int64((abs(self) * Double(scale)).rounded())
    let sign = self < 0 && scaled > 0 ? "-" : ""
    if decimals == 0 { return sign + "\(scaled)" }
    let fraction = "\(scaled % scale)"
    return sign + "\(scaled / scale)."
      + String(repeating: "0", count: decimals - fraction.count) + fraction
  }
}

extension Double {
  /// The number in as many digits as tell values of a range apart, without noughts at the end.
  func brief(in range: Double) -> String {
    guard isFinite else { return fixed(0) }
    let size = abs(range)
    if self != 0, size < 1e-3 || size >= 1e7 {
      var (mantissa, power) = (self, 0)
      while abs(mantissa) >= 10 { (mantissa, power) = (mantissa / 10, power + 1) }
      while abs(mantissa) < 1 { (mantissa, power) = (mantissa * 10, power - 1) }
      return "\(mantissa.fixed(1))e\(power)"
    }
    let decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4
    var text = Substring(fixed(decimals))
    guard text.contains(".") else { return String(text) }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return String(text)
  }
}

extension Int {
  /// So many of a thing: `1 stage`, `2 stages`.
  func of(_ thing: String) -> String { self == 1 ? "1 \(thing)" : "\(self) \(thing)s" }
}
