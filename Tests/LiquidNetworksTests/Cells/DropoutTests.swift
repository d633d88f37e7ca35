import Kernels
import LiquidNetworks
import Testing

@Suite("What is left out in training")
struct DropoutTests {
  private var keys: SIMD16<UInt32> {
    var random = Xoshiro(seed: 51)
    var keys = SIMD16<UInt32>.zero
    for lane in 0..<16 { keys[lane] = UInt32(truncatingIfNeeded: random.next()) }
    return keys
  }

  @Test("keeps the mean, and leaves out as much as is said", arguments: [0.1, 0.5, 0.9] as [Float])
  func mean(_ rate: Float) {
    var sum = 0.0
    var zeros = 0
    for step in 0..<64 {
      let dropout = Dropout(keys: keys, step: UInt32(step))
      for place in 0..<64 {
        let factors = dropout.factor(at: place, rate: rate)
        for lane in 0..<16 {
          #expect(factors[lane] == 0 || factors[lane] == 1 / (1 - rate))
          sum += Double(factors[lane])
          zeros += factors[lane] == 0 ? 1 : 0
        }
      }
    }
    // Five deviations of the mean of so many draws.
    let count = Double(64 * 64 * 16)
    let variance = Double(rate / (1 - rate))
    #expect(abs(sum / count - 1) <= 5 * (variance / count).squareRoot())
    let share = Double(rate)
    #expect(abs(Double(zeros) / count - share) <= 5 * (share * (1 - share) / count).squareRoot())
  }

  @Test("chooses anew for each place, step and sequence")
  func independence() {
    func agreement(_ other: (Dropout, Int) -> Lanes) -> Double {
      var same = 0
      for step in 0..<32 {
        let dropout = Dropout(keys: keys, step: UInt32(step))
        for place in 0..<32 {
          let (a, b) = (dropout.factor(at: place, rate: 0.5), other(dropout, place))
          for lane in 0..<16 where (a[lane] == 0) == (b[lane] == 0) { same += 1 }
        }
      }
      return Double(same) / (32 * 32 * 16)
    }
    let places = agreement { $0.factor(at: $1 + 1, rate: 0.5) }
    let steps = agreement {
      Dropout(keys: $0.keys, step: $0.step + 1).factor(at: $1, rate: 0.5)
    }
    let sequences = agreement {
      Dropout(keys: $0.keys &+ 1, step: $0.step).factor(at: $1, rate: 0.5)
    }
    for share in [places, steps, sequences] { #expect(abs(share - 0.5) <= 0.02) }
    #expect(agreement { $0.factor(at: $1, rate: 0.5) } == 1)
  }
}
