import CAllocations
import Kernels
import LiquidNetworks
import Testing

@Suite("A liquid time-constant network")
struct LTCLimitTests {
  static func full(
    _ solver: LTCCell.Solver = .unfolds(6), positivity: LTCCell.Positivity = .implicit
  ) throws -> LTCCell.Configuration {
    LTCCell.Configuration(
      wiring: try .fullyConnected(inputs: 3, units: 20, outputs: 5), solver: solver,
      positivity: positivity)
  }

  @Test("does not move in no time, even without capacitance")
  func noTime() throws {
    for solver in [LTCCell.Solver.unfolds(6), .tolerance(relative: 0, absolute: 1e-4, most: 64)] {
      let trial = LTCTrial(try Self.full(solver, positivity: .explicit))
      var weights = trial.network.weights
      for entry in trial.cell.layout.entries where entry.name.hasSuffix("cm") {
        weights[entry.range.lowerBound] = 0
      }
      let network = LTC(trial.cell, weights)
      var state = network.start()
      for step in 0..<10 {
        let kept = state
        _ = LiquidNetworksTests.advance(network, trial.whole, step, &state)
        let moved = state
        var still = TimedSequence(inputs: trial.whole.inputs, elapsed: trial.whole.elapsed)
        still.elapsed[step] = 0
        _ = LiquidNetworksTests.advance(network, still, step, &state)
        #expect(state.values == moved.values)
        #expect(state.values != kept.values)
      }
    }
  }

  @Test("ends in a long time where conductances weigh what they pull to")
  func longTime() throws {
    let trial = LTCTrial(try Self.full(.unfolds(1)))
    var state = trial.network.start()
    for step in 0..<10 {
      // In doubles so late that the capacitance no longer counts: Σ g E / Σ g.
      let expected = trial.reference(step, state, 1e30, unfolds: 1)
      #expect(distance(trial.after(step, state, 1e9), expected) <= 1e-6)
      trial.advance(step, &state)
    }
  }

  @Test("stays within certified bounds, and finite whatever comes")
  func bounds() throws {
    for configuration in [
      try Self.full(), try Self.full(positivity: .explicit),
      LTCCell.Configuration(wiring: try .autoNCP(inputs: 3, units: 32, outputs: 4)),
    ] {
      let trial = LTCTrial(configuration, steps: 200)
      let bounds = trial.network.bounds
      #expect(bounds.areCertified && bounds == trial.cell.bounds(trial.network.weights))
      var state = trial.network.start()
      for step in 0..<200 {
        let before = state.values
        trial.advance(step, &state)
        for (unit, v) in state.values.enumerated() {
          let range = bounds.potentials[unit]
          // A mean of the old potential and those that are pulled to.
          #expect(v >= min(before[unit], range.lowerBound) - 1e-6)
          #expect(v <= max(before[unit], range.upperBound) + 1e-6)
          #expect(v >= range.lowerBound - 1e-6 && v <= range.upperBound + 1e-6)
        }
      }
      for dt in [1e-30, 1e-9, 1e4, 1e12] as [Float] {
        let isFinite = trial.after(0, state, dt).allSatisfy(\.isFinite)
        #expect(isFinite)
      }
    }
  }

  @Test("has time constants within certified bounds")
  func timeConstants() throws {
    // A unit without synapses that conduct has that of its leak: v decays as e^(−t/τ).
    let trial = LTCTrial(try Self.full(.unfolds(4096), positivity: .explicit))
    var weights = trial.network.weights
    for entry in trial.cell.layout.entries where entry.name.hasSuffix("w") {
      if entry.shape.count == 2 { for place in entry.range { weights[place] = 0 } }
    }
    for entry in trial.cell.layout.entries where entry.name.hasSuffix("vleak") {
      for place in entry.range { weights[place] = 0 }
    }
    let closed = LTC(trial.cell, weights)
    var state = closed.start()
    state.values = state.values.map { _ in 1 }
    var output = [Float](repeating: 0, count: 5)
    var span = output.mutableSpan
    closed.step([0, 0, 0].span, after: 0.01, &state, into: &span)
    for (unit, v) in state.values.enumerated() {
      let tau = -0.01 / Float(Elementary.log(Double(v)))
      let (closed, open) = (closed.bounds.timeConstants[unit], trial.network.bounds)
      #expect(abs(tau / closed.upperBound - 1) <= 0.05)
      #expect(closed.lowerBound == closed.upperBound)
      #expect(open.timeConstants[unit].upperBound == closed.upperBound)
      #expect(open.timeConstants[unit].lowerBound < closed.upperBound / 2)
    }
  }

  @Test("certifies nothing where a conductance is below zero")
  func uncertified() throws {
    let trial = LTCTrial(try Self.full(positivity: .explicit))
    var weights = trial.network.weights
    for entry in trial.cell.layout.entries where entry.name.hasSuffix("gleak") {
      weights[entry.range.lowerBound] = -1
    }
    let bounds = trial.cell.bounds(weights)
    #expect(!bounds.areCertified)
    #expect(bounds.potentials[0].upperBound == .infinity)
  }

  @Test("allocates nothing per step")
  func allocations() throws {
    for solver in [LTCCell.Solver.unfolds(6), .tolerance(relative: 0, absolute: 1e-4, most: 64)] {
      let trial = LTCTrial(try Self.full(solver))
      let input = trial.input(0)
      var output = [Float](repeating: 0, count: 5)
      var state = trial.network.start()
      var span = output.mutableSpan
      trial.network.step(input.span, after: 1, &state, into: &span)
      let before = allocations_on_this_thread()
      for _ in 0..<10 { trial.network.step(input.span, after: 0.5, &state, into: &span) }
      let made = allocations_on_this_thread() - before
      #expect(made == 0)
    }
  }

  @Test("gives absent synapses no gradients, and the same ones whether gates are clamped or not")
  func gradients() throws {
    let wiring = try Wiring.random(inputs: 2, units: 18, outputs: 2, sparsity: 0.7)
    let cell = LTCCell(LTCCell.Configuration(wiring: wiring))
    let example = CellExample("", cell, ReferenceLTC(units: 18, outputs: 2))
    var tape = CellTape(cell, example.weights, example.trial([3, 2, 5]))
    let slopes = tape.slopes()
    for entry in cell.layout.entries where entry.shape.count == 2 && entry.role != .fixed {
      let polarities = entry.name.contains("sensory") ? wiring.sensoryAdjacency : wiring.adjacency
      let isZero = zip(slopes.weights[entry.name] ?? [], polarities).allSatisfy {
        $1 != 0 || $0 == 0
      }
      #expect(isZero, "\(entry.name)")
    }
    // A synapse that conducts nothing, so steep that the gates of all must be clamped.
    func place(_ name: String) -> Int {
      let first = wiring.adjacency.firstIndex { $0 != 0 } ?? 0
      let entry = cell.layout.entries.first { $0.name == "rnn_cell." + name }
      return (entry?.range.lowerBound ?? 0) + first
    }
    var weights = example.weights
    weights[place("w")] = -200
    let free = CellTape(cell, weights, example.trial([3, 2, 5])).given
    weights[place("sigma")] = 1e6
    #expect(CellTape(cell, weights, example.trial([3, 2, 5])).given == free)
  }
}
