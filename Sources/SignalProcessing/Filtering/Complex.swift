/// A complex number in double precision, for filter design only.
struct Complex: Equatable {
  var real: Double
  var imaginary: Double

  init(_ real: Double, _ imaginary: Double = 0) {
    self.real = real
    self.imaginary = imaginary
  }

  var conjugate: Complex { Complex(real, -imaginary) }

  var magnitude: Double { (real * real + imaginary * imaginary).squareRoot() }

  var isReal: Bool { imaginary == 0 }

  /// The root with a real part that is not negative.
  ///
  /// Half-sums are taken on the side where nothing cancels; the other part follows from the product.
  var squareRoot: Complex {
    let length = magnitude
    guard length > 0 else { return Complex(0) }
    let larger = ((length + real.magnitude) / 2).squareRoot()
    let smaller = imaginary.magnitude / (2 * larger)
    let sign: Double = imaginary < 0 ? -1 : 1
    return real >= 0 ? Complex(larger, sign * smaller) : Complex(smaller, sign * larger)
  }

  static func + (left: Complex, right: Complex) -> Complex {
    Complex(left.real + right.real, left.imaginary + right.imaginary)
  }

  static func - (left: Complex, right: Complex) -> Complex {
    Complex(left.real - right.real, left.imaginary - right.imaginary)
  }

  static func * (left: Complex, right: Complex) -> Complex {
    Complex(
      left.real * right.real - left.imaginary * right.imaginary,
      left.real * right.imaginary + left.imaginary * right.real)
  }

  static func * (left: Double, right: Complex) -> Complex {
    Complex(left * right.real, left * right.imaginary)
  }

  static func / (left: Complex, right: Complex) -> Complex {
    let square = right.real * right.real + right.imaginary * right.imaginary
    let product = left * right.conjugate
    return Complex(product.real / square, product.imaginary / square)
  }

  static prefix func - (value: Complex) -> Complex { Complex(-value.real, -value.imaginary) }
}
