internal import Kernels

/// Jacobi's elliptic functions of one modulus k, by Landen's descending transformations.
///
/// Arguments are given as shares of the quarter period K. All of it is sums, products and roots of
/// positive numbers besides circular and hyperbolic functions, so little is lost at any modulus.
///
/// S. J. Orfanidis, Lecture Notes on Elliptic Filter Design, Rutgers University 2006; M. Abramowitz,
/// I. A. Stegun, Handbook of Mathematical Functions, 1964, chapters 16 and 17.
struct EllipticModulus {
  let modulus: Double
  /// The root of 1 − k².
  let complement: Double
  /// The moduli that k descends to, until they vanish.
  private let descent: [Double]

  init(_ modulus: Double, complement: Double) {
    self.modulus = modulus
    self.complement = complement
    var descent: [Double] = []
    var (k, rest) = (modulus, complement)
    while k > 1e-18 {
      k = (k / (1 + rest)) * (k / (1 + rest))
      rest = 2 * rest.squareRoot() / (1 + rest)
      descent.append(k)
    }
    self.descent = descent
  }

  /// The modulus of a nome between zero and one, by Jacobi's infinite products.
  init(nome: Double) {
    var (modulus, complement) = (1.0, 1.0)
    var power = nome
    while power > 1e-18 {
      modulus *= (1 + power * nome) / (1 + power)
      complement *= (1 - power) / (1 + power)
      power *= nome * nome
    }
    self.init(
      4 * nome.squareRoot() * Self.fourth(modulus), complement: Self.fourth(complement))
  }

  /// The nome: exp(−π K′ / K), the periods' ratio being that of two means.
  func nome(root order: Int) -> Double {
    let ratio = Self.mean(1, complement) / Self.mean(1, modulus)
    return Elementary.exp(-Double.pi * ratio / Double(order))
  }

  /// cd(`u` K).
  func cd(_ u: Complex) -> Complex {
    let across = Double.pi / 2 * u.real
    let along = Double.pi / 2 * u.imaginary
    let start = Complex(
      Elementary.cos(across) * Elementary.cosh(along),
      -Elementary.sin(across) * Elementary.sinh(along))
    return descent.reversed().reduce(start) { w, k in
      (1 + k) * w / (Complex(1) + k * (w * w))
    }
  }

  /// sn(i `v` K) / i.
  func imaginarySn(_ v: Double) -> Double {
    descent.reversed().reduce(Elementary.sinh(Double.pi / 2 * v)) { y, k in
      (1 + k) * y / (1 - k * y * y)
    }
  }

  /// The v for which sn(i v K) is i `y`.
  func inverseImaginarySn(_ y: Double) -> Double {
    var (y, before) = (y, modulus)
    for k in descent {
      y = 2 * y / ((1 + k) * (1 + (1 + y * before * (y * before)).squareRoot()))
      before = k
    }
    return Elementary.asinh(y) / (Double.pi / 2)
  }

  /// The arithmetic-geometric mean.
  private static func mean(_ a: Double, _ b: Double) -> Double {
    var (a, b) = (a, b)
    while (a - b).magnitude > 1e-15 * a { (a, b) = ((a + b) / 2, (a * b).squareRoot()) }
    return (a + b) / 2
  }

  private static func fourth(_ x: Double) -> Double { x * x * (x * x) }
}
