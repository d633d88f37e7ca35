import CAllocations
import Kernels
import LiquidNetworks
import Testing

/// A network to try every rule on, whatever its kind.
struct AnyCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let run: @Sendable (any CaseVisitor) throws -> Void

  init(_ name: String, _ make: @escaping @Sendable () throws -> some LaneNetwork) {
    testDescription = name
    run = { try $0.visit(make()) }
  }

  static let all: [AnyCase] = [
    AnyCase("CfC 70") { randomCfC(inputs: 9, units: 70) },
    AnyCase("CfC 8, two layers") {
      randomCfC(
        CfC.Configuration(
          inputs: 3, units: 8, backboneUnits: 20, backboneLayers: 2, activation: .relu))
    },
    AnyCase("CfC 20, pure") { randomCfC(CfC.Configuration(inputs: 4, units: 20, mode: .pure)) },
  ]
}

protocol CaseVisitor: Sendable {
  func visit(_ network: some LaneNetwork) throws
}

@Suite("Every network")
struct StepTests {
  @Test(
    "gives each sequence of a batch what it gives it alone, bit for bit", arguments: AnyCase.all)
  func batch(_ network: AnyCase) throws {
    struct Visitor: CaseVisitor {
      func visit(_ network: some LaneNetwork) {
        var random = Xoshiro(seed: 4)
        let lengths = [0, 1, 7, 12, 3, 12, 9, 1, 5, 6, 2, 8, 11, 10, 4, 7, 12, 3, 5]
        let sequences = lengths.map { sequence(of: $0, network.inputs, &random) }
        let together = network.outputs(for: sequences)
        for (row, sequence) in sequences.enumerated() {
          let alone = stepped(network, over: sequence)
          #expect(together[row].map(\.bitPattern) == alone.map(\.bitPattern))
        }
      }
    }
    try network.run(Visitor())
  }

  @Test("goes on with the same bits from a state that was kept", arguments: AnyCase.all)
  func restart(_ network: AnyCase) throws {
    struct Visitor: CaseVisitor {
      func visit(_ network: some LaneNetwork) {
        var random = Xoshiro(seed: 5)
        let whole = sequence(of: 20, network.inputs, &random)
        let expected = stepped(network, over: whole)
        var state = network.start()
        var outputs: [Float] = []
        for time in 0..<20 {
          // Kept as numbers, and put back into a fresh state.
          var restored = network.start()
          restored.values = state.values
          #expect(restored == state)
          state = restored
          outputs += advance(network, whole, time, &state)
        }
        #expect(outputs.map(\.bitPattern) == expected.map(\.bitPattern))
      }
    }
    try network.run(Visitor())
  }

  @Test("answers a question between two observations without moving", arguments: AnyCase.all)
  func peek(_ network: AnyCase) throws {
    struct Visitor: CaseVisitor {
      func visit(_ network: some LaneNetwork) {
        var random = Xoshiro(seed: 6)
        let whole = sequence(of: 8, network.inputs, &random)
        var state = network.start()
        for time in 0..<8 {
          let before = state
          let input = Array(whole.inputs[time * network.inputs..<(time + 1) * network.inputs])
          let answer = network.peek(input.span, after: whole.elapsed[time], state)
          #expect(state == before)
          #expect(advance(network, whole, time, &state) == answer)
        }
      }
    }
    try network.run(Visitor())
  }

  @Test("allocates nothing per step", arguments: AnyCase.all)
  func allocations(_ network: AnyCase) throws {
    struct Visitor: CaseVisitor {
      func visit(_ network: some LaneNetwork) {
        let input = [Float](repeating: 0.5, count: network.inputs)
        var output = [Float](repeating: 0, count: network.outputs)
        var state = network.start()
        var span = output.mutableSpan
        network.step(input.span, after: 1, &state, into: &span)
        let before = allocations_on_this_thread()
        for _ in 0..<10 { network.step(input.span, after: 0.5, &state, into: &span) }
        let made = allocations_on_this_thread() - before
        #expect(made == 0)
      }
    }
    try network.run(Visitor())
  }

  @Test("stays finite at no time, a long time and large inputs", arguments: AnyCase.all)
  func extremes(_ network: AnyCase) throws {
    struct Visitor: CaseVisitor {
      func visit(_ network: some LaneNetwork) {
        var random = Xoshiro(seed: 7)
        var whole = sequence(of: 6, network.inputs, &random)
        whole.elapsed = [0, 1e-30, 1e9, 0, 1e-3, 3e4]
        for index in whole.inputs.indices { whole.inputs[index] *= 1e4 }
        let allAreFinite = stepped(network, over: whole).allSatisfy(\.isFinite)
        #expect(allAreFinite)
      }
    }
    try network.run(Visitor())
  }
}

@Suite("Limits of liquid networks")
struct LimitTests {
  @Test("A CfC gate opens with time towards the second head, or closes towards the first")
  func cfcLimits() {
    let configuration = CfC.Configuration(inputs: 1, units: 2, backboneLayers: 0)
    // Heads that depend on nothing: first 0.3, second −0.4; the gate opens in unit 0, closes in 1.
    func constant(_ bias: [Float]) -> Affine {
      Affine(rows: 2, columns: 3, weight: [Float](repeating: 0, count: 6), bias: bias)
    }
    var random = Xoshiro(seed: 0)
    var weights = CfC.Weights.xavier(configuration, &random)
    weights.ff1 = constant([0.3, 0.3])
    weights.ff2 = constant([-0.4, -0.4])
    weights.timeA = constant([2, -2])
    weights.timeB = constant([0, 0])
    let network = CfC(configuration, weights)
    let late = network.peek([0].span, after: 1e4, network.start())
    let now = network.peek([0].span, after: 0, network.start())
    #expect(abs(late[0] - -0.379_949) < 1e-6)
    #expect(abs(late[1] - 0.291_313) < 1e-6)
    #expect(abs(now[0] - (0.291_313 - 0.379_949) / 2) < 1e-6)
  }
}

/// A sequence of random inputs and times.
func sequence(of length: Int, _ inputs: Int, _ random: inout Xoshiro) -> TimedSequence {
  TimedSequence(
    inputs: (0..<length * inputs).map { _ in 4 * random.uniform() - 2 },
    elapsed: (0..<length).map { _ in 3 * random.uniform() })
}

/// The outputs of one step along a sequence.
func advance(
  _ network: some RecurrentNetwork, _ whole: TimedSequence, _ time: Int, _ state: inout NetworkState
) -> [Float] {
  let input = Array(whole.inputs[time * network.inputs..<(time + 1) * network.inputs])
  var output = [Float](repeating: 0, count: network.outputs)
  var span = output.mutableSpan
  network.step(input.span, after: whole.elapsed[time], &state, into: &span)
  return output
}

func randomCfC(inputs: Int, units: Int) -> CfC {
  randomCfC(CfC.Configuration(inputs: inputs, units: units))
}

func randomCfC(_ configuration: CfC.Configuration) -> CfC {
  var random = Xoshiro(seed: 1)
  return CfC(configuration, CfC.Weights.xavier(configuration, &random))
}

func randomLTC(_ wiring: Wiring) -> LTC {
  var random = Xoshiro(seed: 2)
  let cell = LTCCell(LTCCell.Configuration(wiring: wiring))
  return LTC(cell, cell.initial(&random))
}
