import Glibc
import Kernels
import Testing

/// A function, what it must equal, how near, and where.
struct DoubleCase: Sendable, CustomTestStringConvertible {
  let name: String
  let ours: @Sendable (Double) -> Double
  let exact: @Sendable (Float80) -> Float80
  let bound: Double
  let ranges: [ClosedRange<Double>]
  var testDescription: String { name }

  static let all: [DoubleCase] = [
    DoubleCase(
      name: "exp", ours: Elementary.exp, exact: { Glibc.exp($0) }, bound: 1,
      ranges: [-1...1, -708...709.78, -745.2...(-708), -1e-300...1e-300]),
    DoubleCase(
      name: "expMinus1", ours: Elementary.expMinus1, exact: { Glibc.expm1($0) }, bound: 2,
      ranges: [-1...1, -50...50, -1e-10...1e-10, 600...709.78]),
    DoubleCase(
      name: "tanh", ours: Elementary.tanh, exact: { Glibc.tanh($0) }, bound: 3,
      ranges: [-1...1, -25...25, -1e-9...1e-9]),
    DoubleCase(
      name: "sinh", ours: Elementary.sinh, exact: { Glibc.sinh($0) }, bound: 3,
      ranges: [-1...1, -709...709, -1e-9...1e-9]),
    DoubleCase(
      name: "cosh", ours: Elementary.cosh, exact: { Glibc.cosh($0) }, bound: 2,
      ranges: [-1...1, -709...709]),
    DoubleCase(
      name: "asinh", ours: Elementary.asinh, exact: { Glibc.asinh($0) }, bound: 4,
      ranges: [-1...1, -1e-7...1e-7, -1e3...1e3, 0...1e150]),
    DoubleCase(
      name: "sigmoid", ours: Elementary.sigmoid, exact: { 1 / (1 + Glibc.exp(-$0)) }, bound: 2,
      ranges: [-1...1, -700...50]),
    DoubleCase(
      name: "log", ours: Elementary.log, exact: { Glibc.log($0) }, bound: 1,
      ranges: [0.5...2, 0.999...1.001, 0x1p-1070...1e-300, 0...1e300]),
    DoubleCase(
      name: "log2", ours: Elementary.log2, exact: { Glibc.log2($0) }, bound: 2,
      ranges: [0.5...2, 0.999...1.001, 0x1p-1070...1e-300, 0...1e300]),
    DoubleCase(
      name: "log10", ours: Elementary.log10, exact: { Glibc.log10($0) }, bound: 2,
      ranges: [0.5...2, 0.999...1.001, 0x1p-1070...1e-300, 0...1e300]),
    DoubleCase(
      name: "sin", ours: Elementary.sin, exact: { Glibc.sin($0) }, bound: 1,
      ranges: [-1...1, -7...7, -1e6...1e6, 1e6...1e18, 1e300...1.7e308, 3.141592...3.141593]),
    DoubleCase(
      name: "cos", ours: Elementary.cos, exact: { Glibc.cos($0) }, bound: 1,
      ranges: [-1...1, -7...7, -1e6...1e6, 1e6...1e18, 1e300...1.7e308, 1.570796...1.570797]),
    DoubleCase(
      name: "tan", ours: Elementary.tan, exact: { Glibc.tan($0) }, bound: 3,
      ranges: [-1...1, -7...7, -1e6...1e6, 1e6...1e18, 1.570796...1.570797]),
    DoubleCase(
      name: "atan", ours: Elementary.atan, exact: { Glibc.atan($0) }, bound: 1,
      ranges: [-1...1, -5...5, -1e9...1e9, -1e-9...1e-9]),
  ]
}

@Suite("Elementary functions of doubles")
struct DoubleElementaryTests {
  @Test("stay within their stated error", arguments: DoubleCase.all)
  func bound(_ function: DoubleCase) {
    var numbers = Numbers()
    for range in function.ranges {
      var worst = (error: 0.0, at: 0.0)
      for _ in 0..<20_000 {
        let x = numbers.uniform(range)
        let error = ulps(function.ours(x), function.exact(Float80(x)))
        if error > worst.error { worst = (error, x) }
      }
      #expect(worst.error <= function.bound, "\(worst.error) ulp at \(worst.at)")
    }
  }

  @Test("reduce the double that is nearest to a multiple of π/2 without losing a bit")
  func hardestAngle() {
    let x = 6_381_956_970_095_103.0 * 0x1p797
    #expect(ulps(Elementary.cos(x), Glibc.cos(Float80(x))) <= 1)
    #expect(abs(Elementary.cos(x)) < 1e-18)
    for n in 1...2000 {
      let angle = Double(n) * 1.570_796_326_794_896_6
      #expect(ulps(Elementary.sin(angle), Glibc.sin(Float80(angle))) <= 1)
      #expect(ulps(Elementary.cos(angle), Glibc.cos(Float80(angle))) <= 1)
    }
  }

  @Test("give a power to one ulp, large exponents included")
  func power() {
    var numbers = Numbers()
    var worst = 0.0
    for _ in 0..<50_000 {
      let x = numbers.uniform(0...20)
      let y = numbers.uniform(-230...230)
      let exact = Glibc.pow(Float80(x), Float80(y))
      worst = max(worst, ulps(Elementary.pow(x, y), exact))
      let near = numbers.uniform(0.9999...1.0001)
      let far = numbers.uniform(-6e6...6e6)
      worst = max(worst, ulps(Elementary.pow(near, far), Glibc.pow(Float80(near), Float80(far))))
    }
    #expect(worst <= 1)
    #expect(Elementary.pow(10, 3) == 1000)
    #expect(Elementary.pow(2, -1074) == .leastNonzeroMagnitude)
  }

  @Test("treat the edges of a power as IEEE 754 does")
  func powerEdges() {
    let edges = [0, -0.0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, .infinity, -.infinity, .nan, 1e300]
    for x in edges {
      for y in edges {
        let ours = Elementary.pow(x, y)
        let theirs = Glibc.pow(x, y)
        #expect(
          ulps(ours, Float80(theirs)) <= 1 && (ours.isNaN || ours.sign == theirs.sign),
          "pow(\(x), \(y)) = \(ours), not \(theirs)")
      }
    }
  }

  @Test("give the angle of a point in every quadrant and on the axes")
  func quadrants() {
    var numbers = Numbers()
    var worst = 0.0
    for _ in 0..<50_000 {
      let y = numbers.uniform(-3...3)
      let x = numbers.uniform(-3...3)
      worst = max(worst, ulps(Elementary.atan2(y, x), Glibc.atan2(Float80(y), Float80(x))))
    }
    #expect(worst <= 2)
    for y in [0, -0.0, 1, -1, .infinity, -.infinity] {
      for x in [0, -0.0, 1, -1, .infinity, -.infinity] {
        let ours = Elementary.atan2(y, x)
        #expect(ours == Glibc.atan2(y, x) && ours.sign == y.sign, "atan2(\(y), \(x)) = \(ours)")
      }
    }
  }

  @Test("pass NaN through and meet infinity with their limits")
  func edges() {
    for function in DoubleCase.all {
      #expect(function.ours(.nan).isNaN, "\(function.name)")
    }
    #expect(Elementary.exp(Double.infinity) == .infinity)
    #expect(Elementary.exp(-Double.infinity) == 0)
    #expect(Elementary.exp(1e300) == .infinity)
    #expect(Elementary.log(0.0) == -.infinity)
    #expect(Elementary.log(-1.0).isNaN)
    #expect(Elementary.log(Double.infinity) == .infinity)
    #expect(Elementary.log2(0x1p-1074) == -1074)
    #expect(Elementary.tanh(Double.infinity) == 1)
    #expect(Elementary.atan(-Double.infinity) == -Double.pi / 2)
    #expect(Elementary.sin(Double.infinity).isNaN)
    #expect(Elementary.sin(-0.0).sign == .minus)
  }
}
