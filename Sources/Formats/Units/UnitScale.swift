public import Signals

/// What a UCUM code stands for: a dimension, and a size in the base units of it.
///
/// The grammar is that of *The Unified Code for Units of Measure*, version 2.1, §§ 4–17 and 21–23,
/// case-sensitive, over the atoms that physiological recordings use. Units with an origin of their
/// own, degrees Celsius and Fahrenheit, are a dimension each: no factor leads from one to the other.
public struct UnitScale: Hashable, Sendable {
  /// The powers of metre, gram, second, ampere, kelvin, international unit, °C and °F.
  var dimension: SIMD8<Int8>
  /// The size in base units.
  var size: Double

  init(size: Double, _ dimension: SIMD8<Int8> = .zero) {
    self.dimension = dimension
    self.size = size
  }

  /// What a unit stands for; nothing where its code is not one of UCUM's that is known.
  public init?(_ unit: Unit) {
    var parser = UnitParser(code: Array(unit.rawValue.utf8))
    guard let scale = parser.whole() else { return nil }
    self = scale
  }

  /// How many of another unit make one of this; nothing where they measure different things.
  public func ratio(to other: UnitScale) -> Double? {
    dimension == other.dimension ? size / other.size : nil
  }

  /// The product with a power of another; nothing where a power leaves its range.
  func times(_ other: UnitScale, power: Int) -> UnitScale? {
    guard abs(power) <= 30 else { return nil }
    var result = self
    for _ in 0..<abs(power) {
      result.size = power > 0 ? result.size * other.size : result.size / other.size
    }
    for index in dimension.indices {
      let sum = Int(dimension[index]) + Int(other.dimension[index]) * power
      guard let sum = Int8(exactly: sum) else { return nil }
      result.dimension[index] = sum
    }
    return result.size.isFinite && result.size > 0 ? result : nil
  }
}

/// Reads a code from left to right.
private struct UnitParser {
  let code: [UInt8]
  var at = 0

  init(code: [UInt8]) { self.code = code }

  private var byte: UInt8? { at < code.count ? code[at] : nil }

  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard byte == UInt8(ascii: character) else { return false }
    at += 1
    return true
  }

  mutating func whole() -> UnitScale? {
    guard code.count <= 64, let scale = term(depth: 0), at == code.count else { return nil }
    return scale
  }

  private mutating func term(depth: Int) -> UnitScale? {
    guard depth < 8 else { return nil }
    var result = UnitScale(size: 1)
    var sign = skip("/") ? -1 : 1
    while true {
      guard let (scale, power) = component(depth: depth),
        let product = result.times(scale, power: sign * power)
      else { return nil }
      result = product
      if skip(".") {
        sign = 1
      } else if skip("/") {
        sign = -1
      } else {
        return result
      }
    }
  }

  private mutating func component(depth: Int) -> (UnitScale, Int)? {
    if skip("(") {
      guard let scale = term(depth: depth + 1), skip(")") else { return nil }
      return (scale, 1)
    }
    var found = false
    var scale = UnitScale(size: 1)
    var power = 1
    if let symbol = symbol() {
      if let atom = UnitScale.atom(symbol) {
        (scale, power) = (atom, exponent() ?? 1)
      } else if let factor = Int(symbol), factor > 0 {
        scale = UnitScale(size: Double(factor))
      } else {
        return nil
      }
      found = true
    }
    if skip("{") {
      while let byte, byte != UInt8(ascii: "}") {
        guard (33...126).contains(byte), byte != UInt8(ascii: "{") else { return nil }
        at += 1
      }
      guard skip("}") else { return nil }
      found = true
    }
    return found ? (scale, power) : nil
  }

  /// A symbol: letters and what stands in brackets, or digits, or a power of ten before its exponent.
  private mutating func symbol() -> String? {
    let start = at
    for power in ["10*", "10^"] where code[at...].starts(with: Array(power.utf8)) {
      at += 3
      return power
    }
    if byte?.isDigit == true {
      while byte?.isDigit == true { at += 1 }
    } else {
      var isBracketed = false
      while let byte {
        if byte == UInt8(ascii: "[") { isBracketed = true }
        if byte == UInt8(ascii: "]") { isBracketed = false }
        let isLetter =
          (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
          || [UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "%"), UInt8(ascii: "'")]
            .contains(byte)
        guard isLetter || isBracketed && (byte.isDigit || byte == UInt8(ascii: "_")) else { break }
        at += 1
      }
    }
    return at == start ? nil : String(decoding: code[start..<at], as: UTF8.self)
  }

  private mutating func exponent() -> Int? {
    let start = at
    if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { at += 1 }
    while let byte, byte.isDigit { at += 1 }
    guard at > start, let power = Int(String(decoding: code[start..<at], as: UTF8.self)) else {
      at = start
      return nil
    }
    return power
  }
}

extension UInt8 {
  fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
