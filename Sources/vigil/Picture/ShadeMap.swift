import Kernels

/// Shades for values of a range, by their logarithms where it spans more than a thousandfold.
struct ShadeMap {
  private static let shades = Array(" ░▒▓█")

  private let low: Float
  private let high: Float
  private let isLogarithmic: Bool

  /// Shades from one value to another.
  init(_ low: Float, _ high: Float) {
    isLogarithmic = high > 0 && low >= 0 && high > 1000 * low
    // Of what is near nought the logarithm goes on without end.
    self.low = isLogarithmic ? max(low, high * 1e-4) : low
    self.high = high
  }

  /// What the shades stand for.
  var words: String {
    let size = Double(high) - Double(low)
    let scale = isLogarithmic ? ", by logarithms" : ""
    return "'░' near \(Double(low).brief(in: isLogarithmic ? Double(low) : size))"
      + " to '█' near \(Double(high).brief(in: size))\(scale)"
  }

  /// The shade of a value; a space where there is none.
  subscript(_ value: Float) -> Character {
    guard value.isFinite, high > low else { return " " }
    let share =
      isLogarithmic
      ? Elementary.log(Double(max(value, low)) / Double(low))
        / Elementary.log(Double(high) / Double(low))
      : (Double(value) - Double(low)) / (Double(high) - Double(low))
    return Self.shades[min(4, max(0, Int(share * 5)))]
  }
}
