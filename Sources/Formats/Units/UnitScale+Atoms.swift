extension UnitScale {
  /// A symbol of UCUM with its prefix, if it has one.
  static func atom(_ symbol: String) -> UnitScale? {
    if let atom = metric[symbol] ?? plain[symbol] { return atom }
    for (prefix, size) in prefixes where symbol.hasPrefix(prefix) {
      if let atom = metric[String(symbol.dropFirst(prefix.count))] {
        return UnitScale(size: size * atom.size, atom.dimension)
      }
    }
    return nil
  }

  private static let prefixes: [(String, Double)] = [
    ("G", 1e9), ("M", 1e6), ("k", 1e3), ("h", 1e2), ("da", 1e1), ("d", 1e-1), ("c", 1e-2),
    ("m", 1e-3), ("u", 1e-6), ("n", 1e-9), ("p", 1e-12), ("f", 1e-15),
  ]

  private static func of(
    _ size: Double, metre: Int8 = 0, gram: Int8 = 0, second: Int8 = 0, ampere: Int8 = 0,
    kelvin: Int8 = 0, international: Int8 = 0, celsius: Int8 = 0, fahrenheit: Int8 = 0
  ) -> UnitScale {
    UnitScale(
      size: size, SIMD8(metre, gram, second, ampere, kelvin, international, celsius, fahrenheit))
  }

  /// Atoms that take prefixes.
  ///
  /// The coulomb and the farad are left out: in recordings of people `C` and `F` are meant as
  /// temperatures, and such a unit has to be asked for.
  private static let metric: [String: UnitScale] = [
    "m": of(1, metre: 1), "g": of(1, gram: 1), "s": of(1, second: 1), "A": of(1, ampere: 1),
    "K": of(1, kelvin: 1), "Cel": of(1, celsius: 1), "[iU]": of(1, international: 1),
    "Hz": of(1, second: -1), "N": of(1e3, metre: 1, gram: 1, second: -2),
    "Pa": of(1e3, metre: -1, gram: 1, second: -2), "J": of(1e3, metre: 2, gram: 1, second: -2),
    "W": of(1e3, metre: 2, gram: 1, second: -3),
    "V": of(1e3, metre: 2, gram: 1, second: -3, ampere: -1),
    "Ohm": of(1e3, metre: 2, gram: 1, second: -3, ampere: -2),
    "S": of(1e-3, metre: -2, gram: -1, second: 3, ampere: 2),
    "T": of(1e3, gram: 1, second: -2, ampere: -1), "bar": of(1e8, metre: -1, gram: 1, second: -2),
    "m[Hg]": of(133_322_000, metre: -1, gram: 1, second: -2),
    "m[H2O]": of(9_806_650, metre: -1, gram: 1, second: -2),
    "[g]": of(9.80665, metre: 1, second: -2), "L": of(1e-3, metre: 3), "l": of(1e-3, metre: 3),
    "mol": of(6.0221367e23), "eq": of(6.0221367e23), "osm": of(6.0221367e23),
    "kat": of(6.0221367e23, second: -1), "rad": of(1),
  ]

  private static let plain: [String: UnitScale] = [
    "10*": of(10), "10^": of(10), "%": of(1e-2), "[ppm]": of(1e-6), "deg": of(0.017453292519943295),
    "min": of(60, second: 1), "h": of(3600, second: 1), "d": of(86_400, second: 1),
    "wk": of(604_800, second: 1), "[degF]": of(1, fahrenheit: 1), "[in_i]": of(0.0254, metre: 1),
    "[lb_av]": of(453.59237, gram: 1), "[pH]": of(1),
  ]
}
