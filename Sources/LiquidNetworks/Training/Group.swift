internal import Kernels

/// At most sixteen sequences that are worked on together, and what comes of them.
struct Group: Sendable {
  /// The numbers of the sequences, one for each lane.
  var members: [Int] = []
  /// What is remembered of each.
  var state: [Lanes]
  /// The gradients of all weights.
  var gradients: [Float]
  /// Sixteen losses for each term, one for each lane.
  var losses: [Double] = []
  /// What is left out.
  var dropping: Dropping?

  /// A group without sequences.
  init(units: Int, weights: Int) {
    state = [Lanes](repeating: .zero, count: units)
    gradients = [Float](repeating: 0, count: weights)
  }

  /// Gives every sequence a state to go on from, if there is one.
  mutating func remember(_ values: [Float]?) {
    guard let values else { return }
    precondition(values.count == state.count)
    for (unit, value) in values.enumerated() { state[unit] = Lanes(repeating: value) }
  }

  /// Begins with sequences whose states are zero.
  mutating func begin(_ members: [Int]) {
    self.members = members
    for unit in state.indices { state[unit] = .zero }
  }
}

extension GroupTape {
  /// Steps a group over a piece of its sequences and back.
  ///
  /// - Parameters:
  ///   - group: The group, whose state moves on and whose losses and gradients are those of the piece.
  ///   - sequences: All sequences.
  ///   - range: The steps of the piece.
  ///   - model: The weights.
  ///   - scales: What the slopes of each term are multiplied by.
  mutating func learn(
    _ group: inout Group, _ sequences: [LabelledSequence], _ range: Range<Int>,
    _ model: PreparedModel<C>, _ scales: [Double]
  ) {
    run(&group, sequences, range, model, scales)
    for index in group.gradients.indices { group.gradients[index] = 0 }
    if steps == 0 { return }
    var none: [Lanes] = []
    backward(model, group.dropping, from: range.lowerBound, inputGradients: &none)
    accumulate(model, into: &group.gradients)
  }

  /// Steps a group over a piece of its sequences and judges what comes.
  mutating func run(
    _ group: inout Group, _ sequences: [LabelledSequence], _ range: Range<Int>,
    _ model: PreparedModel<C>, _ scales: [Double]
  ) {
    group.losses = [Double](repeating: 0, count: objective.terms.count * 16)
    let longest = group.members.map { sequences[$0].sequence.elapsed.count }.max() ?? 0
    begin(steps: max(0, min(longest, range.upperBound) - range.lowerBound))
    for (lane, member) in group.members.enumerated() {
      load(sequences[member], from: range.lowerBound, into: lane)
    }
    forward(model, group.dropping, from: range.lowerBound, state: &group.state)
    judge(scales, losses: &group.losses)
  }
}
