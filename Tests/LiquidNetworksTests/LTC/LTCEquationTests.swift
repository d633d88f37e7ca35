import Kernels
import LiquidNetworks
import Testing

@Suite("A liquid time-constant cell, from its equations alone")
struct LTCEquationTests {
  private let wiring: Wiring
  private let cell: LTCCell
  private let weights: [Float]

  init() throws {
    wiring = try Wiring.autoNCP(inputs: 4, units: 20, outputs: 3)
    cell = LTCCell(LTCCell.Configuration(wiring: wiring, positivity: .explicit))
    var random = Xoshiro(seed: 31)
    weights = cell.initial(&random)
  }

  private func some(_ count: Int, _ random: inout Xoshiro) -> [Float] {
    (0..<count).map { _ in 2 * random.uniform() - 1 }
  }

  @Test("In no time nothing moves, and in little time little")
  func atOnce() {
    var random = Xoshiro(seed: 32)
    let (x, v) = (some(4, &random), some(20, &random))
    let network = cell.network(weights)
    #expect(network.remembered(x, after: 0, from: v) == v)
    let little = network.remembered(x, after: 1e-4, from: v)
    #expect(little != v)
    #expect(largestDifference(little, v) <= 1e-2)
  }

  @Test("In the end a unit is where its conductances pull it: Σ g E / Σ g")
  func inTheEnd() {
    // Gates that depend on nothing are half open.
    let weights = cell.weights(weights, setting: ["sigma": 0, "sensory_sigma": 0])
    let found = cell.network(weights)
      .remembered([1, -1, 0, 2], after: 1e9, from: [Float](repeating: 0.3, count: 20))
    let all = cell.tensors(weights)
    func tensor(_ name: String) -> [Double] { all["rnn_cell." + name] ?? [] }
    for unit in 0..<20 {
      var conductance = tensor("gleak")[unit]
      var pull = conductance * tensor("vleak")[unit]
      for (kind, polarities) in [("", wiring.adjacency), ("sensory_", wiring.sensoryAdjacency)] {
        for place in stride(from: unit, to: polarities.count, by: 20) where polarities[place] != 0 {
          let g = tensor(kind + "w")[place] / 2
          conductance += g
          pull += g * tensor(kind + "erev")[place]
        }
      }
      #expect(abs(Double(found[unit]) - pull / conductance) <= 1e-6)
    }
  }

  @Test("A unit stays among what pulls it and where it was, however long the time")
  func convexity() {
    let network = cell.network(weights)
    let leak = cell.tensors(weights)["rnn_cell.vleak"] ?? []
    var random = Xoshiro(seed: 33)
    for dt in [1e-3, 0.1, 1, 10, 1e6] as [Float] {
      let v = some(20, &random)
      let found = network.remembered(some(4, &random).map { 5 * $0 }, after: dt, from: v)
      for unit in 0..<20 {
        var pulls = [v[unit], Float(leak[unit])]
        for polarities in [wiring.adjacency, wiring.sensoryAdjacency] {
          for place in stride(from: unit, to: polarities.count, by: 20)
          where polarities[place] != 0 {
            pulls.append(Float(polarities[place]))
          }
        }
        let (lower, upper) = (pulls.min() ?? 0, pulls.max() ?? 0)
        #expect(found[unit] >= lower - 1e-6 && found[unit] <= upper + 1e-6)
      }
    }
  }

  @Test("Two halves of a time are nearly the whole, more nearly with more unfolds")
  func halves() {
    func gap(_ unfolds: Int) -> Float {
      let cell = LTCCell(
        LTCCell.Configuration(wiring: wiring, solver: .unfolds(unfolds), positivity: .explicit))
      let network = cell.network(weights)
      var random = Xoshiro(seed: 34)
      let (x, v) = (some(4, &random), some(20, &random))
      func step(_ dt: Float, _ v: [Float]) -> [Float] { network.remembered(x, after: dt, from: v) }
      return largestDifference(step(0.5, step(0.5, v)), step(1, v))
    }
    let (six, many) = (gap(6), gap(96))
    #expect(six > 1e-3 && six < 0.1, "\(six)")
    #expect(many < six / 8, "\(many)")
  }
}
