extension ReferenceCell {
  /// Steps from observation to observation.
  ///
  /// - Parameters:
  ///   - x: One observation after another.
  ///   - elapsed: The time before each.
  ///   - start: What is remembered before the first.
  ///   - weights: The weights, by the number of the step.
  /// - Returns: The outputs after each observation, and what is remembered in the end.
  func run<Number: Real>(
    _ x: [[Number]], _ elapsed: [Number], from start: [Number],
    _ weights: (Int) -> Tensors<Number>
  ) -> (outputs: [[Number]], state: [Number]) {
    var state = start
    var outputs: [[Number]] = []
    for (number, (observation, dt)) in zip(x, elapsed).enumerated() {
      let made = step(observation, state, dt, weights(number))
      state = made.state
      outputs.append(made.outputs)
    }
    return (outputs, state)
  }
}

extension Array {
  /// The elements in rows of this width.
  func rows(of width: Int) -> [[Element]] {
    stride(from: 0, to: count, by: width).map { Array(self[$0..<$0 + width]) }
  }
}
