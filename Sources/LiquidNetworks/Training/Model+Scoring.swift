internal import Kernels

extension Model {
  /// Returns the outputs after each observation, the first observation's first.
  ///
  /// - Parameters:
  ///   - sequences: The sequences.
  ///   - state: What is remembered before the first observation of each; none: nothing.
  ///   - threads: The number of threads, which changes no bit.
  /// - Returns: For each sequence as many values for each observation as the model has outputs.
  public func scores(
    on sequences: [TimedSequence], state: [Float]? = nil, threads: Int = 1
  ) -> [[Float]] {
    let lengths = sequences.map(\.elapsed.count)
    var results = lengths.map { [Float](repeating: 0, count: $0 * outputs) }
    forEachGroup(lengths, threads: threads) { group, tape, model in
      tape.begin(steps: lengths[group.members[0]])
      for (lane, member) in group.members.enumerated() {
        tape.load(sequences[member], from: 0, into: lane)
      }
      group.remember(state)
      tape.forward(model, state: &group.state)
      return group.members.enumerated().map { lane, member in
        tape.lane(lane, of: tape.readouts, width: outputs, steps: lengths[member])
      }
    } taking: { member, values in
      results[member] = values
    }
    return results
  }

  /// Returns the outputs after the last observation of each sequence; zeros for one without any.
  public func lastScores(on sequences: [TimedSequence], threads: Int = 1) -> [[Float]] {
    scores(on: sequences, threads: threads).map {
      $0.isEmpty ? [Float](repeating: 0, count: outputs) : Array($0.suffix(outputs))
    }
  }

  /// Returns the loss over all steps with a target; zero where there is none.
  ///
  /// - Parameters:
  ///   - sequences: Whole sequences, each begun anew.
  ///   - objective: What the outputs should come to.
  ///   - threads: The number of threads, which changes no bit.
  /// - Returns: The loss, summed in the order of the sequences.
  public func loss(
    on sequences: [LabelledSequence], _ objective: Objective, threads: Int = 1
  ) -> Double {
    let lengths = sequences.map(\.sequence.elapsed.count)
    let terms = objective.terms.count
    var totals = [Double](repeating: 0, count: terms)
    for sequence in sequences {
      objective.addTotals(of: sequence, 0..<sequence.sequence.elapsed.count, to: &totals)
    }
    var losses = [[Double]](repeating: [], count: sequences.count)
    let scales = objective.scales(totals)
    forEachGroup(lengths, objective, threads: threads) { group, tape, model in
      tape.run(&group, sequences, 0..<lengths[group.members[0]], model, scales)
      return group.members.indices.map { lane in
        (0..<terms).map { group.losses[$0 * 16 + lane] }
      }
    } taking: { member, values in
      losses[member] = values
    }
    var sum = 0.0
    for (term, scale) in scales.enumerated() {
      var own = 0.0
      for loss in losses { own += loss[term] }
      sum += scale * own
    }
    return sum
  }

  /// Works on all sequences, those of like length together, and hands on what comes of each.
  ///
  /// What comes of a sequence does not depend on its group, as lanes depend on themselves alone.
  func forEachGroup<Result: Sendable>(
    _ lengths: [Int], _ objective: Objective = Objective([]), threads: Int,
    _ body: @Sendable (inout Group, inout GroupTape<C>, PreparedModel<C>) -> [Result],
    taking take: (_ member: Int, _ result: Result) -> Void
  ) {
    let order = lengths.indices.sorted { (lengths[$1], $0) < (lengths[$0], $1) }
    let prepared = prepared()
    var work = stride(from: 0, to: order.count, by: 16).map { first in
      var group = Group(units: cell.units, weights: 0)
      group.begin(Array(order[first..<min(first + 16, order.count)]))
      return (group: group, results: [Result]())
    }
    var tapes = (0..<max(1, threads)).map { _ in GroupTape(self, objective) }
    forEachInParallel(&work, &tapes) { _, item, tape in
      item.results = body(&item.group, &tape, prepared)
    }
    for item in work {
      for (member, result) in zip(item.group.members, item.results) { take(member, result) }
    }
  }
}

extension GroupTape {
  /// Returns one lane's values, step after step.
  func lane(_ lane: Int, of lanes: [Lanes], width: Int, steps: Int) -> [Float] {
    var values = [Float](repeating: 0, count: steps * width)
    for place in values.indices { values[place] = lanes[place][lane] }
    return values
  }
}
