import LiquidNetworks
import Testing

@Suite("Attribution in liquid time-constant networks")
struct LTCAttributionTests {
  @Test("sums to the change and to the state, and changes no bits")
  func conservation() throws {
    for configuration in [
      try LTCLimitTests.full(),
      try LTCLimitTests.full(.tolerance(relative: 0, absolute: 1e-3, most: 512)),
      LTCCell.Configuration(wiring: try .autoNCP(inputs: 3, units: 32, outputs: 4)),
    ] {
      let trial = LTCTrial(configuration, steps: 60)
      var state = trial.network.start()
      state.values[0] = 0.7
      var attribution = trial.network.attribution(from: state)
      #expect(attribution.share(of: .start) == state.values.map(Double.init))
      for step in 0..<60 {
        let before = state
        var output = [Float](repeating: 0, count: trial.cell.outputs)
        var span = output.mutableSpan
        trial.network.step(
          trial.input(step).span, after: trial.whole.elapsed[step], &state, into: &span,
          &attribution)
        #expect(state.values == trial.after(step, before, trial.whole.elapsed[step]))
        var changes = before.values.map { -Double($0) }
        var shares = state.values.map { _ in 0.0 }
        for source in attribution.sources {
          for (unit, change) in attribution.change(by: source).enumerated() {
            changes[unit] -= change
          }
          for (unit, share) in attribution.share(of: source).enumerated() {
            shares[unit] += share
          }
        }
        // Hundreds of solver steps leave more of their rounding than six.
        let isFixed = configuration.solver == .unfolds(6)
        #expect(distance(state.values, changes.map { -$0 }) <= (isFixed ? 1e-6 : 2e-6))
        #expect(distance(state.values, shares) <= 2e-6)
      }
    }
  }

  @Test("gives nothing to an input that reaches no unit")
  func absent() throws {
    let trial = LTCTrial(
      LTCCell.Configuration(wiring: try .autoNCP(inputs: 3, units: 32, outputs: 4)))
    var state = trial.network.start()
    var attribution = trial.network.attribution(from: state)
    var output = [Float](repeating: 0, count: 4)
    var span = output.mutableSpan
    trial.network.step(
      trial.input(0).span, after: 1, &state, into: &span, &attribution)
    let wiring = trial.cell.configuration.wiring
    for input in 0..<3 {
      for (unit, change) in attribution.change(by: .input(input)).enumerated() {
        #expect((change != 0) == (wiring.sensoryAdjacency[input * 32 + unit] != 0))
      }
    }
  }
}
