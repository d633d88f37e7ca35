internal import Kernels

/// The discrete Fourier transform of complex signals whose length is a power of four, sixteen values
/// at a time.
///
/// The coefficients stay in the order in which they arise: enough for products of spectra. The steps
/// are those of radix 4, by decimation in frequency and back in time; every one of them is the same
/// for all lanes, so the bits do not depend on the CPU.
///
/// W. M. Gentleman, G. Sande, Fast Fourier transforms: for fun and profit, AFIPS 1966, 563–578,
/// doi:10.1145/1464291.1464352.
struct LaneTransform: Sendable {
  /// Real and imaginary parts, sixteen successive values in each element.
  struct Values: Sendable {
    var real: [Lanes]
    var imaginary: [Lanes]
  }

  /// A step over all values: quarters of so many elements, and the factors of all but the first.
  private struct Step: Sendable {
    let quarter: Int
    /// For each element of a quarter the real and the imaginary parts of three factors.
    let factors: [Lanes]
  }

  /// The number of values.
  let count: Int
  /// Those whose quarters lie in different elements.
  private let outer: [Step]
  /// Those of the sixteen values of an element, after an exchange of rows and columns.
  private let inner: [Step]

  /// A power of four, at least 256.
  init(count: Int) {
    precondition(count >= 256 && count & (count - 1) == 0 && count.trailingZeroBitCount % 2 == 0)
    self.count = count
    var outer: [Step] = []
    var length = count
    while length > 16 {
      outer.append(Step(quarter: length / 64, factors: Self.factors(length, lanes: true)))
      length /= 4
    }
    self.outer = outer
    inner = [16, 4].map { Step(quarter: $0 / 4, factors: Self.factors($0, lanes: false)) }
  }

  /// Values of zero.
  func zeros() -> Values {
    let zeros = [Lanes](repeating: .zero, count: count / 16)
    return Values(real: zeros, imaginary: zeros)
  }

  /// Puts the coefficients, sums over `values[n] · exp(−2πi · k · n / count)`, in place of the values.
  func forward(_ real: inout [Lanes], _ imaginary: inout [Lanes]) {
    var real = real.mutableSpan
    var imaginary = imaginary.mutableSpan
    for step in outer { Self.analyse(step, &real, &imaginary) }
    Self.transpose(&real)
    Self.transpose(&imaginary)
    for step in inner { Self.analyse(step, &real, &imaginary) }
  }

  /// Puts `count` times the values in place of the coefficients.
  func inverse(_ real: inout [Lanes], _ imaginary: inout [Lanes]) {
    var real = real.mutableSpan
    var imaginary = imaginary.mutableSpan
    for step in inner.reversed() { Self.synthesise(step, &real, &imaginary) }
    Self.transpose(&real)
    Self.transpose(&imaginary)
    for step in outer.reversed() { Self.synthesise(step, &real, &imaginary) }
  }

  /// The powers of exp(−2πi / length): along the lanes, or an element for each.
  private static func factors(_ length: Int, lanes: Bool) -> [Lanes] {
    let elements = lanes ? length / 64 : length / 4
    var factors: [Lanes] = []
    for element in 0..<elements {
      for power in 1...3 {
        var real = Lanes.zero
        var imaginary = Lanes.zero
        for lane in 0..<16 {
          let place = lanes ? 16 * element + lane : element
          let angle = -2 * Double.pi * Double(power * place) / Double(length)
          real[lane] = Float(Elementary.cos(angle))
          imaginary[lane] = Float(Elementary.sin(angle))
        }
        factors += [real, imaginary]
      }
    }
    return factors
  }

  private static func analyse(
    _ step: Step, _ real: inout MutableSpan<Lanes>, _ imaginary: inout MutableSpan<Lanes>
  ) {
    let quarter = step.quarter
    let factors = step.factors.span
    var start = 0
    while start < real.count {
      for element in 0..<quarter {
        let (p0, p1) = (start &+ element, start &+ element &+ quarter)
        let (p2, p3) = (p1 &+ quarter, p1 &+ 2 &* quarter)
        let evenReal = real[p0] + real[p2]
        let evenImaginary = imaginary[p0] + imaginary[p2]
        let halfReal = real[p0] - real[p2]
        let halfImaginary = imaginary[p0] - imaginary[p2]
        let oddReal = real[p1] + real[p3]
        let oddImaginary = imaginary[p1] + imaginary[p3]
        let turnedReal = imaginary[p1] - imaginary[p3]
        let turnedImaginary = real[p3] - real[p1]
        real[p0] = evenReal + oddReal
        imaginary[p0] = evenImaginary + oddImaginary
        let place = 6 &* element
        multiply(
          halfReal + turnedReal, halfImaginary + turnedImaginary, factors[place],
          factors[place &+ 1], &real[p1], &imaginary[p1])
        multiply(
          evenReal - oddReal, evenImaginary - oddImaginary, factors[place &+ 2],
          factors[place &+ 3], &real[p2], &imaginary[p2])
        multiply(
          halfReal - turnedReal, halfImaginary - turnedImaginary, factors[place &+ 4],
          factors[place &+ 5], &real[p3], &imaginary[p3])
      }
      start &+= 4 &* quarter
    }
  }

  private static func synthesise(
    _ step: Step, _ real: inout MutableSpan<Lanes>, _ imaginary: inout MutableSpan<Lanes>
  ) {
    let quarter = step.quarter
    let factors = step.factors.span
    var start = 0
    while start < real.count {
      for element in 0..<quarter {
        let (p0, p1) = (start &+ element, start &+ element &+ quarter)
        let (p2, p3) = (p1 &+ quarter, p1 &+ 2 &* quarter)
        let place = 6 &* element
        var (r1, i1, r2, i2, r3, i3) = (
          Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero, Lanes.zero
        )
        multiply(real[p1], imaginary[p1], factors[place], -factors[place &+ 1], &r1, &i1)
        multiply(real[p2], imaginary[p2], factors[place &+ 2], -factors[place &+ 3], &r2, &i2)
        multiply(real[p3], imaginary[p3], factors[place &+ 4], -factors[place &+ 5], &r3, &i3)
        let evenReal = real[p0] + r2
        let evenImaginary = imaginary[p0] + i2
        let halfReal = real[p0] - r2
        let halfImaginary = imaginary[p0] - i2
        let oddReal = r1 + r3
        let oddImaginary = i1 + i3
        let turnedReal = i3 - i1
        let turnedImaginary = r1 - r3
        real[p0] = evenReal + oddReal
        imaginary[p0] = evenImaginary + oddImaginary
        real[p1] = halfReal + turnedReal
        imaginary[p1] = halfImaginary + turnedImaginary
        real[p2] = evenReal - oddReal
        imaginary[p2] = evenImaginary - oddImaginary
        real[p3] = halfReal - turnedReal
        imaginary[p3] = halfImaginary - turnedImaginary
      }
      start &+= 4 &* quarter
    }
  }

  @inline(__always)
  static func multiply(
    _ real: Lanes, _ imaginary: Lanes, _ factor: Lanes, _ imaginaryFactor: Lanes,
    _ productReal: inout Lanes, _ productImaginary: inout Lanes
  ) {
    let crossed = imaginary * imaginaryFactor
    let straight = real * factor
    let first = real * imaginaryFactor
    let second = imaginary * factor
    productReal = straight - crossed
    productImaginary = first + second
  }

  /// Exchanges rows and columns of each sixteen elements.
  ///
  /// Parting even from odd lanes turns the place of a value, four bits of its row and four of its lane,
  /// by one bit: after four times the halves are exchanged.
  private static func transpose(_ values: inout MutableSpan<Lanes>) {
    var start = 0
    while start < values.count {
      var rows = InlineArray<16, Lanes>(repeating: .zero)
      for row in 0..<16 { rows[row] = values[start &+ row] }
      rows = parted(parted(parted(parted(rows))))
      for row in 0..<16 { values[start &+ row] = rows[row] }
      start &+= 16
    }
  }

  @inline(__always)
  private static func parted(_ rows: InlineArray<16, Lanes>) -> InlineArray<16, Lanes> {
    var result = InlineArray<16, Lanes>(repeating: .zero)
    for row in 0..<8 {
      let upper = rows[2 &* row]
      let lower = rows[2 &* row &+ 1]
      result[row] = Lanes(lowHalf: upper.evenHalf, highHalf: lower.evenHalf)
      result[row &+ 8] = Lanes(lowHalf: upper.oddHalf, highHalf: lower.oddHalf)
    }
    return result
  }
}
