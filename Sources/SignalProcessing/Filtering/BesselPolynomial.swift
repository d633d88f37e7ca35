internal import Kernels

/// The reverse Bessel polynomial of an order up to 15, whose coefficients a `Double` holds exactly.
///
/// H. L. Krall, O. Frink, A new class of orthogonal polynomials: the Bessel polynomials, Trans. AMS 65
/// (1949) 100–115, doi:10.1090/S0002-9947-1949-0028473-1.
struct BesselPolynomial {
  /// The coefficients, that of the highest power first.
  let coefficients: [Double]

  init(_ order: Int) {
    precondition((1...15).contains(order), "a Bessel filter has an order from 1 to 15")
    // Each coefficient is that of the next higher power times (n + j)(n − j + 1) / (2j).
    coefficients = (1...order).reduce(into: [1]) { coefficients, j in
      coefficients.append(
        coefficients[j - 1] * Double((order + j) * (order - j + 1)) / Double(2 * j))
    }
  }

  /// The roots, exact to some units in the last place, in conjugate pairs and the real one last.
  var roots: [Complex] {
    let upper = approximateRoots.filter { $0.imaginary > 1e-6 * $0.magnitude }.map(refined)
    let pairs = upper.flatMap { [$0, $0.conjugate] }
    let real = approximateRoots.filter { $0.imaginary.magnitude <= 1e-6 * $0.magnitude }
    return pairs + real.map { refined(Complex($0.real)) }
  }

  /// All roots at once, as well as plain arithmetic finds them.
  ///
  /// O. Aberth, Iteration methods for finding all zeros of a polynomial simultaneously, Math. Comp. 27
  /// (1973) 339–344, doi:10.1090/S0025-5718-1973-0329236-7.
  private var approximateRoots: [Complex] {
    let order = coefficients.count - 1
    let size = Elementary.exp(Elementary.log(coefficients[order]) / Double(order))
    var roots = (0..<order).map { index in
      let angle = Double.pi * (0.5 + (Double(index) + 0.5) / Double(order))
      return Complex(size * Elementary.cos(angle), size * Elementary.sin(angle))
    }
    for _ in 0..<60 {
      var largest = 0.0
      for index in roots.indices {
        let newton = value(at: roots[index]) / slope(at: roots[index])
        var others = Complex(0)
        for other in roots.indices where other != index {
          others = others + Complex(1) / (roots[index] - roots[other])
        }
        let step = newton / (Complex(1) - newton * others)
        roots[index] = roots[index] - step
        largest = max(largest, step.magnitude / roots[index].magnitude)
      }
      if largest < 1e-9 { break }
    }
    return roots
  }

  /// Newton's method on values that are exact to twice the usual number of digits.
  private func refined(_ root: Complex) -> Complex {
    (0..<4).reduce(root) { root, _ in root - value(at: root) / slope(at: root) }
  }

  private func slope(at s: Complex) -> Complex {
    var value = Complex(0)
    var slope = Complex(0)
    for coefficient in coefficients {
      slope = slope * s + value
      value = value * s + Complex(coefficient)
    }
    return slope
  }

  /// The value by Horner's rule, with all that rounding loses carried along and added at the end.
  ///
  /// S. Graillat, V. Ménissier-Morain, Accurate summation, dot product and polynomial evaluation in
  /// complex floating point arithmetic, Inf. Comput. 216 (2012) 57–71, doi:10.1016/j.ic.2011.09.003.
  private func value(at s: Complex) -> Complex {
    var value = Complex(0)
    var lost = Complex(0)
    for coefficient in coefficients {
      let real = sum(
        DoubleDouble(product: value.real, s.real),
        DoubleDouble(product: -value.imaginary, s.imaginary), coefficient)
      let imaginary = sum(
        DoubleDouble(product: value.real, s.imaginary),
        DoubleDouble(product: value.imaginary, s.real), 0)
      value = Complex(real.high, imaginary.high)
      lost = lost * s + Complex(real.low, imaginary.low)
    }
    return value + lost
  }

  private func sum(_ a: DoubleDouble, _ b: DoubleDouble, _ c: Double) -> DoubleDouble {
    let products = DoubleDouble(sum: a.high, b.high)
    var all = DoubleDouble(sum: products.high, c)
    all.low += products.low + a.low + b.low
    return all
  }
}
