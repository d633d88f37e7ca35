/// What each input of each observation contributed to one output, against a baseline.
///
/// It says what moved the network, not why anything is so.
public struct Attribution: Sendable, Equatable {
  /// One value for each input of the first observation, then of the second, and so on.
  public var contributions: [Double]
  /// The output with the baseline in place of the observations.
  public var baseline: Double
  /// The output with the observations.
  public var score: Double

  /// What the contributions leave of `score − baseline`: the error of the quadrature.
  public var residue: Double {
    score - baseline - contributions.reduce(0, +)
  }
}

extension Model {
  /// Returns how each input of each observation moved an output after the last one.
  ///
  /// Integrated gradients along the straight line from the baseline (M. Sundararajan et al.,
  /// Axiomatic attribution for deep networks, 2017, arXiv:1703.01365) by Gauss–Legendre quadrature:
  /// the contributions sum to the change of the output up to `residue`, and an input that equals the
  /// baseline contributes nothing. Costs sixteen passes forth and back for each panel.
  ///
  /// - Parameters:
  ///   - sequence: The observations, of which there is at least one.
  ///   - baseline: Inputs that say nothing, laid out as those of `sequence`.
  ///   - output: The output.
  ///   - state: What was remembered before the first observation; none: nothing.
  ///   - panels: The number of pieces that the line is cut into.
  ///   - threads: The number of threads, which changes no bit.
  /// - Returns: The contributions.
  public func integratedGradients(
    of sequence: TimedSequence, from baseline: [Float], output: Int, state: [Float]? = nil,
    panels: Int = 2, threads: Int = 1
  ) -> Attribution {
    let steps = sequence.elapsed.count
    precondition(steps > 0 && baseline.count == sequence.inputs.count && output < outputs)
    let rule = GaussLegendre(panels: panels)
    func point(_ share: Double) -> TimedSequence {
      TimedSequence(
        inputs: zip(baseline, sequence.inputs).map { from, to in
          from + Float(share) * (to - from)
        }, elapsed: sequence.elapsed)
    }
    var slopes = [Float](repeating: 0, count: steps * outputs)
    slopes[(steps - 1) * outputs + output] = 1
    let gradients = inputGradients(
      on: rule.nodes.map(point), slopes: rule.nodes.map { _ in slopes }, state: state,
      threads: threads)
    var contributions = [Double](repeating: 0, count: sequence.inputs.count)
    for (gradient, weight) in zip(gradients, rule.weights) {
      for place in contributions.indices {
        contributions[place] += weight * Double(gradient[place])
      }
    }
    for place in contributions.indices {
      contributions[place] *= Double(sequence.inputs[place]) - Double(baseline[place])
    }
    let ends = scores(on: [point(0), sequence], state: state, threads: threads)
    return Attribution(
      contributions: contributions, baseline: Double(ends[0][(steps - 1) * outputs + output]),
      score: Double(ends[1][(steps - 1) * outputs + output]))
  }
}
