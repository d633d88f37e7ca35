extension ReferenceCell {
  /// The loss of a trial.
  func loss(_ trial: Trial, _ weights: [String: [Double]]) -> Double {
    let tensors = Tensors(weights)
    return trial.sequences.reduce(0) {
      $0
        + loss(
          $1, $1.x.map { $0.map(Double.init) }, from: $1.start.map(Double.init)
        ) { _ in tensors }
    }
  }

  /// The slopes of a trial's loss.
  ///
  /// - Parameters:
  ///   - trial: The sequences and the loss.
  ///   - weights: The named tensors.
  ///   - learnt: Those that the slopes are asked of.
  ///   - forgotten: A tensor whose use at one step the slopes are to pass over: a wrong answer.
  /// - Returns: The slopes along the tensors, the observations and what each sequence starts from.
  func slopes(
    _ trial: Trial, _ weights: [String: [Double]], along learnt: [String],
    passingOver forgotten: (name: String, step: Int)? = nil
  ) -> Slopes {
    var slopes = Slopes(weights: [:])
    for name in learnt { slopes.weights[name] = weights[name]?.map { _ in 0 } }
    for sequence in trial.sequences {
      let tape = Tape()
      var variables = weights.mapValues { $0.map(Variable.init(_:)) }
      for name in learnt { variables[name] = weights[name]?.map(tape.variable) }
      let tensors = Tensors(variables)
      var wrong = tensors
      if let name = forgotten?.name { wrong.all[name] = weights[name]?.map(Variable.init(_:)) }
      let x = sequence.x.map { $0.map { tape.variable(Double($0)) } }
      let start = sequence.start.map { tape.variable(Double($0)) }
      let loss = loss(sequence, x, from: start) { $0 == forgotten?.step ? wrong : tensors }
      let along = tape.slopes(of: loss)
      for name in learnt {
        for (index, variable) in (variables[name] ?? []).enumerated() {
          slopes.weights[name]?[index] += along[variable.place]
        }
      }
      slopes.x += x.joined().map { along[$0.place] }
      slopes.start += start.map { along[$0.place] }
    }
    return slopes
  }

  private func loss<Number: Real>(
    _ sequence: Trial.Sequence, _ x: [[Number]], from start: [Number],
    _ weights: (Int) -> Tensors<Number>
  ) -> Number {
    let elapsed = sequence.elapsed.map { Number(Double($0)) }
    let made = run(x, elapsed, from: start, weights)
    var loss = Number.sum(
      Number(0), sequence.ofState.map { Number(Double($0)) }[...], made.state)
    for (outputs, counts) in zip(made.outputs, sequence.ofOutputs) {
      loss = Number.sum(loss, counts.map { Number(Double($0)) }[...], outputs)
    }
    return loss
  }
}
