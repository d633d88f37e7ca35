internal import Kernels

extension Model {
  /// Returns the gradient of `loss` with respect to all weights, in their flat order.
  ///
  /// - Parameters:
  ///   - sequences: Whole sequences, each begun anew.
  ///   - objective: What the outputs should come to.
  ///   - threads: The number of threads, which changes no bit.
  /// - Returns: One value for each weight, fixed ones included.
  public func gradients(
    on sequences: [LabelledSequence], _ objective: Objective, threads: Int = 1
  ) -> [Float] {
    precondition(cell.canGoBack, "a cell has gradients if it can go back")
    let lengths = sequences.map(\.sequence.elapsed.count)
    var totals = [Double](repeating: 0, count: objective.terms.count)
    for sequence in sequences {
      objective.addTotals(of: sequence, 0..<sequence.sequence.elapsed.count, to: &totals)
    }
    let scales = objective.scales(totals)
    var sum = [Float](repeating: 0, count: weights.count)
    forEachGroup(lengths, objective, threads: threads) { group, tape, model in
      group.gradients = [Float](repeating: 0, count: weights.count)
      tape.learn(&group, sequences, 0..<lengths[group.members[0]], model, scales)
      // The group's sum is the first member's result.
      return [group.gradients]
    } taking: { _, gradients in
      for index in sum.indices { sum[index] += gradients[index] }
    }
    return sum
  }

  /// Returns the gradient of a sum over outputs with respect to all inputs.
  ///
  /// - Parameters:
  ///   - sequences: Whole sequences, each begun anew.
  ///   - slopes: For each sequence what each output of each observation counts in the sum, laid out
  ///     as `scores` gives them.
  ///   - state: What is remembered before the first observations; none: nothing.
  ///   - threads: The number of threads, which changes no bit.
  /// - Returns: For each sequence one value for each of its inputs, laid out as they are.
  public func inputGradients(
    on sequences: [TimedSequence], slopes: [[Float]], state: [Float]? = nil, threads: Int = 1
  ) -> [[Float]] {
    precondition(cell.canGoBack, "a cell has gradients if it can go back")
    precondition(slopes.count == sequences.count)
    let lengths = sequences.map(\.elapsed.count)
    let (inputs, outputs) = (cell.inputs, outputs)
    var results = lengths.map { [Float](repeating: 0, count: $0 * inputs) }
    forEachGroup(lengths, threads: threads) { group, tape, model in
      let steps = lengths[group.members[0]]
      tape.begin(steps: steps)
      for (lane, member) in group.members.enumerated() {
        tape.load(sequences[member], from: 0, into: lane)
      }
      group.remember(state)
      tape.forward(model, state: &group.state)
      for place in 0..<steps * outputs { tape.slopes[place] = .zero }
      for (lane, member) in group.members.enumerated() {
        precondition(slopes[member].count == lengths[member] * outputs)
        for (place, slope) in slopes[member].enumerated() { tape.slopes[place][lane] = slope }
      }
      var gradients = [Lanes](repeating: .zero, count: steps * inputs)
      tape.backward(model, inputGradients: &gradients)
      return group.members.enumerated().map { lane, member in
        tape.lane(lane, of: gradients, width: inputs, steps: lengths[member])
      }
    } taking: { member, values in
      results[member] = values
    }
    return results
  }
}
