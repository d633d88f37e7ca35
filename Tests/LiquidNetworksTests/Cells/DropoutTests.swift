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

  /// The number of layers of a backbone, and whether values are lost behind the first one or behind
  /// all others.
  static let places = [(layers: 3, isFirst: false), (layers: 1, isFirst: true)]

  /// A cell that loses values behind these layers of its backbone.
  private func example(
    _ layers: Int, _ isFirst: Bool
  ) -> (cell: CfCCell, weights: [Float], trial: Trial) {
    let cell = CfCCell(
      .init(
        inputs: 3, units: 4, backboneUnits: 8, backboneLayers: layers, activation: .tanh,
        dropout: isFirst ? 0 : 0.4, firstLayerDropout: isFirst ? 0.4 : 0))
    let example = CellExample("", cell, ReferenceCfC(units: 4))
    return (cell, example.weights, example.trial([3, 1, 2, 3, 2]))
  }

  @Test("is another choice for another sequence, and none without keys", arguments: places)
  func choices(_ layers: Int, _ isFirst: Bool) {
    let (cell, weights, trial) = example(layers, isFirst)
    let whole = CellTape(cell, weights, trial).given
    let thin = CellTape(cell, weights, trial, keys: keys).given
    #expect(thin == CellTape(cell, weights, trial, keys: keys).given)
    for (whole, thin) in zip(whole, thin) { #expect(whole != thin) }
    var others = keys
    others[1] &+= 1
    let changed = CellTape(cell, weights, trial, keys: others).given
    for lane in thin.indices { #expect((changed[lane] == thin[lane]) == (lane != 1)) }
  }

  @Test("goes back along the slopes that the same choices have", arguments: places)
  func slopes(_ layers: Int, _ isFirst: Bool) {
    let (cell, weights, trial) = example(layers, isFirst)
    var tape = CellTape(cell, weights, trial, keys: keys)
    let slopes = tape.slopes()
    var whole = CellTape(cell, weights, trial)
    let others = whole.slopes()
    for entry in cell.layout.entries {
      let places = stride(from: entry.range.lowerBound, to: entry.range.upperBound, by: 3)
      let differences = places.map { place in
        func loss(_ change: Float) -> Double {
          var moved = weights
          moved[place] += change
          return CellTape(cell, moved, trial, keys: keys).loss
        }
        let (near, far) = (loss(0x1p-5) - loss(-0x1p-5), loss(0x1p-4) - loss(-0x1p-4))
        return (8 * near - far) / (12 * 0x1p-5)
      }
      func found(_ slopes: Slopes) -> [Double] {
        let values = slopes.weights[entry.name] ?? []
        return places.map { values[$0 - entry.range.lowerBound] }
      }
      #expect(relativeDifference(found(slopes), differences) <= 1e-3, "\(entry.name)")
      #expect(relativeDifference(found(others), differences) > 1e-2, "\(entry.name)")
    }
  }
}
