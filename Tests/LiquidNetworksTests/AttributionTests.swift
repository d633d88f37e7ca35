import Kernels
import LiquidNetworks
import Testing

@Suite("Attribution by integrated gradients")
struct AttributionTests {
  static let sequence = LearningTask.sequences(1, seed: 9, longest: 12)[0].sequence
  static let baseline = [Float](repeating: 0, count: sequence.inputs.count)

  /// A model strong enough to bend what it sees.
  static let model: Model<LeakyCell> = {
    var model = LearningTask.model(outputs: 2)
    for index in model.weights.indices { model.weights[index] *= 2 }
    return model
  }()

  @Test func theContributionsSumToTheChangeOfTheOutput() {
    for output in 0..<2 {
      let found = Self.model.integratedGradients(
        of: Self.sequence, from: Self.baseline, output: output)
      #expect(abs(found.score - found.baseline) > 1e-3)
      #expect(abs(found.residue) < 1e-5)
      #expect(found.score == Double(Self.model.lastScores(on: [Self.sequence])[0][output]))
    }
  }

  @Test func anInputAtItsBaselineContributesNothing() {
    var baseline = Self.baseline
    baseline[1] = Self.sequence.inputs[1]
    let found = Self.model.integratedGradients(of: Self.sequence, from: baseline, output: 0)
    #expect(found.contributions[1] == 0)
    #expect(found.contributions[0] != 0)
    #expect(abs(found.residue) < 1e-5)
  }

  @Test func itGoesOnFromAStateAndGivesTheSameBitsWithTwoThreads() {
    let state: [Float] = [0.5, -0.25, 0, 0.125, 1]
    let one = Self.model.integratedGradients(
      of: Self.sequence, from: Self.baseline, output: 0, state: state)
    let two = Self.model.integratedGradients(
      of: Self.sequence, from: Self.baseline, output: 0, state: state, threads: 2)
    #expect(one == two)
    #expect(abs(one.residue) < 1e-5)
    #expect(
      one != Self.model.integratedGradients(of: Self.sequence, from: Self.baseline, output: 0))
  }

  @Test func moreOfAnInputThatAlwaysRaisesTheOutputContributesAboveZero() {
    var model = Self.model
    // Weights of one sign throughout: the output rises with every input.
    for index in model.weights.indices { model.weights[index] = abs(model.weights[index]) }
    let rising = TimedSequence(
      inputs: Self.baseline.map { _ in 0.7 }, elapsed: Self.sequence.elapsed)
    let found = model.integratedGradients(of: rising, from: Self.baseline, output: 1)
    #expect(found.contributions.allSatisfy { $0 > 0 })
  }
}
