import Glibc
import Kernels
import Testing

/// A function over lanes, what it must equal, how near, and where.
struct LaneCase: Sendable, CustomTestStringConvertible {
  let name: String
  let lanes: @Sendable (Lanes) -> Lanes
  let scalar: @Sendable (Float) -> Float
  let exact: @Sendable (Double) -> Double
  let bound: Double
  let ranges: [ClosedRange<Double>]
  var testDescription: String { name }

  static let all: [LaneCase] = [
    LaneCase(
      name: "exp", lanes: { Elementary.exp($0) }, scalar: { Elementary.exp($0) },
      exact: { Glibc.exp($0) }, bound: 2,
      ranges: [-1...1, -87...88.72, -104...(-87), -1e-30...1e-30, 88.8...200, -1000...(-104)]),
    LaneCase(
      name: "exp2", lanes: { Elementary.exp2($0) }, scalar: { Elementary.exp2($0) },
      exact: { Glibc.exp2($0) }, bound: 2, ranges: [-1...1, -126...127]),
    LaneCase(
      name: "sigmoid", lanes: { Elementary.sigmoid($0) }, scalar: { Elementary.sigmoid($0) },
      exact: { 1 / (1 + Glibc.exp(-$0)) }, bound: 3, ranges: [-1...1, -87...200]),
    LaneCase(
      name: "gate", lanes: { Elementary.gate($0) }, scalar: { Elementary.gate($0) },
      exact: { 1 / (1 + Glibc.exp2($0)) }, bound: 5, ranges: [-1...1, -200...115]),
    LaneCase(
      name: "tanh", lanes: { Elementary.tanh($0) }, scalar: { Elementary.tanh($0) },
      exact: { Glibc.tanh($0) }, bound: 3,
      ranges: [-1...1, -12...12, -1e-6...1e-6, -1e-37...1e-37, -0x1p-146...0x1p-146]),
    LaneCase(
      name: "softplus", lanes: { Elementary.softplus($0) }, scalar: { Elementary.softplus($0) },
      exact: { max($0, 0) + Glibc.log1p(Glibc.exp(-abs($0))) }, bound: 3,
      ranges: [-1...1, -87...100]),
    LaneCase(
      name: "log", lanes: { Elementary.log($0) },
      scalar: { Elementary.log(Lanes(repeating: $0))[0] },
      exact: { Glibc.log($0) }, bound: 2,
      ranges: [0.5...2, 0.99...1.01, 0...1e-30, 1...1e30, 0x1p-149...0x1p-126]),
    LaneCase(
      name: "log1p", lanes: { Elementary.log1p($0) },
      scalar: { Elementary.log1p(Lanes(repeating: $0))[0] },
      exact: { Glibc.log1p($0) }, bound: 3,
      ranges: [-0.999...1, -1e-3...1e-3, -1e-30...1e-30, 1...1e30]),
    LaneCase(
      name: "erf", lanes: { Elementary.erf($0) }, scalar: { Elementary.erf($0) },
      exact: { Glibc.erf($0) }, bound: 3,
      ranges: [-1...1, -1.1...(-0.9), -5...5, -1e-6...1e-6, -1e-37...1e-37, 5...1e9]),
  ]
}

@Suite("Elementary functions of lanes")
struct LaneElementaryTests {
  @Test("stay within their stated error", arguments: LaneCase.all)
  func bound(_ function: LaneCase) {
    var numbers = Numbers()
    for range in function.ranges {
      var worst = (error: 0.0, at: Float(0))
      for _ in 0..<4_000 {
        var x = Lanes.zero
        for lane in x.indices { x[lane] = Float(numbers.uniform(range)) }
        let y = function.lanes(x)
        for lane in x.indices {
          let error = ulps(y[lane], function.exact(Double(x[lane])))
          if error > worst.error { worst = (error, x[lane]) }
        }
      }
      #expect(worst.error <= function.bound, "\(worst.error) ulp at \(worst.at)")
    }
  }

  @Test("give a scalar the bits of a lane", arguments: LaneCase.all)
  func scalar(_ function: LaneCase) {
    var numbers = Numbers()
    for _ in 0..<2_000 {
      var x = Lanes.zero
      for lane in x.indices {
        x[lane] = Float(bitPattern: UInt32(truncatingIfNeeded: numbers.bits()))
      }
      let y = function.lanes(x)
      for lane in x.indices where !x[lane].isNaN {
        #expect(y[lane].bitPattern == function.scalar(x[lane]).bitPattern)
      }
    }
  }

  @Test("keep NaN in its lane", arguments: LaneCase.all)
  func notANumber(_ function: LaneCase) {
    var x = Lanes(repeating: 0.5)
    x[3] = .nan
    let y = function.lanes(x)
    for lane in x.indices { #expect(y[lane].isNaN == (lane == 3)) }
  }

  @Test("meet infinity with their limits")
  func infinity() {
    #expect(Elementary.exp(Float.infinity) == .infinity)
    #expect(Elementary.exp(-Float.infinity) == 0)
    #expect(Elementary.sigmoid(Float.infinity) == 1)
    #expect(Elementary.sigmoid(-Float.infinity) < 1e-38)
    #expect(Elementary.tanh(Float.infinity) == 1)
    #expect(Elementary.tanh(-Float.infinity) == -1)
    #expect(Elementary.tanh(Float(-0.0)).sign == .minus)
    #expect(Elementary.softplus(Float.infinity) == .infinity)
    #expect(Elementary.softplus(-Float.infinity) == 0)
    let edges = Lanes(0, .infinity, -1, -0.0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
    let logarithms = Elementary.log(edges)
    #expect(logarithms[0] == -.infinity && logarithms[1] == .infinity && logarithms[2].isNaN)
    #expect(logarithms[3] == -.infinity && logarithms[4] == 0)
    let ends = Lanes(repeating: -1).replacing(with: .infinity, where: edges .> 4)
    let ofNext = Elementary.log1p(ends)
    #expect(ofNext[0] == -.infinity && ofNext[15] == .infinity)
  }
}
