import Kernels
import LiquidNetworks
import Testing

@Suite("The solver of liquid time-constant networks")
struct LTCSolverTests {
  @Test("errs half as much with twice the unfolds")
  func order() throws {
    let trial = LTCTrial(try LTCLimitTests.full())
    var state = trial.network.start()
    for step in 0..<5 { trial.advance(step, &state) }
    let exact = trial.limit(5, state, 1)
    let errors = [16, 32, 64, 128].map { unfolds in
      let cell = LTCCell(
        LTCCell.Configuration(
          wiring: trial.cell.configuration.wiring, solver: .unfolds(unfolds)))
      var state = state
      var output = [Float](repeating: 0, count: 5)
      var span = output.mutableSpan
      LTC(cell, trial.network.weights).step(trial.input(5).span, after: 1, &state, into: &span)
      return distance(state.values, exact)
    }
    for (coarse, fine) in zip(errors, errors.dropFirst()) {
      #expect((1.8...2.3).contains(coarse / fine), "\(errors)")
    }
  }

  @Test("keeps within the tolerance asked, at the cost it says", arguments: [1e-2, 1e-3, 1e-4])
  func tolerance(_ absolute: Float) throws {
    for wiring in [
      try Wiring.fullyConnected(inputs: 3, units: 20, outputs: 5),
      try .autoNCP(inputs: 3, units: 32, outputs: 4),
    ] {
      let trial = LTCTrial(
        LTCCell.Configuration(
          wiring: wiring, solver: .tolerance(relative: 0, absolute: absolute, most: 1 << 14)))
      var state = trial.network.start()
      var costs: [Int] = []
      for step in 0..<20 {
        let dt = trial.whole.elapsed[step] * (step.isMultiple(of: 3) ? 0.01 : 1)
        let exact = trial.limit(step, state, dt)
        let unfolds = trial.network.unfolds(trial.input(step).span, after: dt, state)
        state.values = trial.after(step, state, dt)
        #expect(distance(state.values, exact) <= Double(absolute), "\(step), \(unfolds)")
        costs.append(unfolds)
      }
      #expect((costs.max() ?? 0) > 8 * (costs.min() ?? 0), "\(costs)")
    }
  }

  @Test("gives each lane the bits that its sequence has alone")
  func lanes() throws {
    let trial = LTCTrial(
      try LTCLimitTests.full(.tolerance(relative: 1e-3, absolute: 1e-4, most: 256)))
    var random = Xoshiro(seed: 33)
    let sequences = (1..<20).map { sequence(of: $0 % 7, 3, &random) }
    let together = trial.cell.outputs(trial.network.weights, for: sequences)
    for (row, sequence) in sequences.enumerated() {
      let alone = stepped(trial.network, over: sequence)
      #expect(together[row].map(\.bitPattern) == alone.map(\.bitPattern))
    }
  }

  @Test("comes with a tolerance nearer to two half steps being one")
  func semigroup() throws {
    func gap(_ solver: LTCCell.Solver) throws -> Double {
      let trial = LTCTrial(try LTCLimitTests.full(solver))
      var state = trial.network.start()
      for step in 0..<5 { trial.advance(step, &state) }
      let whole = trial.after(5, state, 1).map(Double.init)
      state.values = trial.after(5, state, 0.5)
      return distance(trial.after(5, state, 0.5), whole)
    }
    let fixed = try gap(.unfolds(6))
    let refined = try gap(.tolerance(relative: 0, absolute: 1e-4, most: 4096))
    // ncps at its random start: 0.06.
    #expect((1e-3...0.2).contains(fixed), "\(fixed)")
    #expect(refined <= 3e-4, "\(refined)")
  }
}
