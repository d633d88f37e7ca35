import Glibc

/// What the equations of the reference are written over: plain doubles, or variables that remember
/// how they came about.
protocol Real {
  /// A constant.
  init(_ constant: Double)
  /// The number.
  var value: Double { get }

  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static prefix func - (a: Self) -> Self

  /// A function of this number, given as its value and its slope there.
  func mapped(_ function: (Double) -> (value: Double, slope: Double)) -> Self

  /// A start and the products of some weights and numbers, added one after another.
  static func sum(_ start: Self, _ weights: ArraySlice<Self>, _ values: [Self]) -> Self
}

extension Double: Real {
  var value: Double { self }

  func mapped(_ function: (Double) -> (value: Double, slope: Double)) -> Double {
    function(self).value
  }

  static func sum(_ start: Double, _ weights: ArraySlice<Double>, _ values: [Double]) -> Double {
    zip(weights, values).reduce(start) { $0 + $1.0 * $1.1 }
  }
}

extension Real {
  func exp() -> Self {
    mapped {
      let y = Glibc.exp($0)
      return (y, y)
    }
  }

  func tanh() -> Self {
    mapped {
      let y = Glibc.tanh($0)
      return (y, 1 - y * y)
    }
  }

  func sigmoid() -> Self {
    mapped {
      let y = 1 / (1 + Glibc.exp(-$0))
      return (y, y * (1 - y))
    }
  }

  func softplus() -> Self {
    mapped { (max($0, 0) + log1p(Glibc.exp(-Swift.abs($0))), 1 / (1 + Glibc.exp(-$0))) }
  }

  func abs() -> Self {
    mapped { (Swift.abs($0), $0 > 0 ? 1 : $0 < 0 ? -1 : 0) }
  }

  /// What is above zero.
  func positivePart() -> Self {
    mapped { (max($0, 0), $0 > 0 ? 1 : 0) }
  }

  /// The error function.
  func erf() -> Self {
    mapped { (Glibc.erf($0), 2 / Double.pi.squareRoot() * Glibc.exp(-$0 * $0)) }
  }
}
