extension String {
  /// The text with spaces after it up to a width.
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
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

extension Int {
  /// So many of a thing: `1 stage`, `2 stages`.
  func of(_ thing: String) -> String { self == 1 ? "1 \(thing)" : "\(self) \(thing)s" }
}
