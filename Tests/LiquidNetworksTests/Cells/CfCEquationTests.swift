import Glibc
import Kernels
import LiquidNetworks
import Testing

@Suite("A closed-form cell, from its equations alone")
struct CfCEquationTests {
  private let inputs = 3
  private let units = 20

  /// A cell without backbone, its weights, and what it reads and remembers.
  private func example(
    _ mode: CfCCell.Mode
  ) -> (cell: CfCCell, weights: [Float], x: [Float], h: [Float]) {
    let cell = CfCCell(.init(inputs: inputs, units: units, backboneLayers: 0, mode: mode))
    var random = Xoshiro(seed: 21)
    let weights = cell.initial(&random).map { 2 * $0 }
    func some(_ count: Int) -> [Float] { (0..<count).map { _ in 2 * random.uniform() - 1 } }
    return (cell, weights, some(inputs), some(units))
  }

  /// What a head says.
  private func head(
    _ name: String, _ example: (cell: CfCCell, weights: [Float], x: [Float], h: [Float])
  ) -> [Float] {
    let tensors = Tensors(example.cell.tensors(example.weights)).part("rnn_cell.")
    return tensors.linear(name, (example.x + example.h).map(Double.init)).map { Float($0) }
  }

  @Test(
    "The gate is open at one end of time and closed at the other", arguments: [1, -1] as [Float])
  func farAway(_ sign: Float) {
    for mode in [CfCCell.Mode.default, .noGate] {
      let example = example(mode)
      let found = example.cell.network(example.weights)
        .remembered(example.x, after: sign * 1e6, from: example.h)
      let (first, second) = (head("ff1", example), head("ff2", example))
      let opening = head("time_a", example)
      var kinds = Set<Bool>()
      for unit in 0..<units where abs(opening[unit]) > 1e-3 {
        let isOpen = sign * opening[unit] > 0
        kinds.insert(isOpen)
        let kept = mode == .noGate || !isOpen ? tanh(first[unit]) : 0
        let expected = kept + (isOpen ? tanh(second[unit]) : 0)
        #expect(abs(found[unit] - expected) <= 1e-6)
      }
      #expect(kinds.count == 2)
    }
  }

  @Test("At once the gate stands where its own head says, whatever that of time says")
  func atOnce() {
    let example = example(.default)
    let found = example.cell.network(example.weights)
      .remembered(example.x, after: 0, from: example.h)
    let (first, second) = (head("ff1", example), head("ff2", example))
    for (unit, b) in head("time_b", example).enumerated() {
      let gate = 1 / (1 + exp(-b))
      let expected = tanh(first[unit]) * (1 - gate) + gate * tanh(second[unit])
      #expect(abs(found[unit] - expected) <= 1e-6)
    }
  }

  @Test("The pure cell leaves A by A times its head at once, and has come to A in the end")
  func pure() {
    let example = example(.pure)
    let network = example.cell.network(example.weights)
    let level = (example.cell.tensors(example.weights)["rnn_cell.A"] ?? []).map { Float($0) }
    let atOnce = network.remembered(example.x, after: 0, from: example.h)
    let late = network.remembered(example.x, after: 1e6, from: example.h)
    let expected = zip(level, head("ff1", example)).map { $0 - $0 * $1 }
    #expect(largestDifference(atOnce, expected) <= 1e-6)
    #expect(largestDifference(late, level) <= 1e-6)
  }

  @Test("States stay within one, without a gate within two")
  func bounds() {
    for (mode, bound) in [(CfCCell.Mode.default, 1 as Float), (.noGate, 2)] {
      let example = example(mode)
      var random = Xoshiro(seed: 22)
      var whole = sequence(of: 50, inputs, &random)
      for index in whole.inputs.indices { whole.inputs[index] *= 100 }
      let outputs = stepped(example.cell.network(example.weights), over: whole)
      let isWithin = outputs.allSatisfy { abs($0) <= bound }
      #expect(isWithin)
    }
  }

  @Test("LeCun's tangent is 1.7159 tanh(0.666 x)", arguments: [0.3, 1, -1, 100] as [Float])
  func lecun(_ x: Float) {
    let cell = CfCCell(.init(inputs: 1, units: 1, backboneUnits: 1))
    // Everything is one or nothing but the gate, which is closed.
    let weights = cell.weights(
      [Float](repeating: 0, count: cell.layout.count),
      setting: ["backbone.0.weight": 1, "ff1.weight": 0.5, "time_b.bias": -100])
    let found = cell.network(weights).remembered([x], after: 1, from: [0])[0]
    #expect(abs(found - tanh(0.5 * 1.7159 * tanh(0.666 * x))) <= 1e-6)
  }

  @Test("Two halves of a time are not the whole, nor is no time nothing")
  func halves() {
    let example = example(.default)
    let network = example.cell.network(example.weights)
    func step(_ dt: Float, _ h: [Float]) -> [Float] {
      network.remembered(example.x, after: dt, from: h)
    }
    let gap = largestDifference(step(0.5, step(0.5, example.h)), step(1, example.h))
    let leap = largestDifference(step(0, example.h), example.h)
    #expect(gap > 0.1 && gap < 2, "\(gap)")
    #expect(leap > 0.1 && leap < 2, "\(leap)")
  }
}
