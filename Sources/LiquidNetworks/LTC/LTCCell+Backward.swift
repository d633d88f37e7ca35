public import Kernels

extension LTCCell {
  /// Goes back over a step; mirrors `forward`.
  ///
  /// Gates are computed again: that is cheaper than reading them from memory.
  public func backward(
    _ row: inout MutableSpan<Lanes>, after dt: Lanes, _ dropout: Dropout?, _ weights: Prepared,
    _ gradients: inout MutableSpan<Lanes>
  ) {
    guard case .unfolds(let unfolds) = configuration.solver else {
      preconditionFailure("a cell with a tolerance cannot learn: train with a number of unfolds")
    }
    let places = Row(self)
    // The gradients of the potentials, from here on in the place of the old state's.
    for unit in 0..<units {
      gradients[oldState.lowerBound + unit] = gradients[newState.lowerBound + unit]
    }
    for index in 0..<outputs {
      let gradient = gradients[output.lowerBound + index]
      row[places.outputGradients + index] = gradient
      gradients[oldState.lowerBound + index] += gradient * weights.outputW[index]
    }
    for unit in 0..<units {
      row[places.currents + unit] = .zero
      row[places.conductances + unit] = .zero
    }
    let h = dt / Float(unfolds)
    let isWithin = weights.areWithin(row.span.extracting(oldState))
    for unfold in (0..<unfolds).reversed() {
      fold(&row, unfold, h, isWithin: isWithin, weights, &gradients)
    }
    let areWithin = row.span.extracting(places.mapped..<places.mapped + inputs)
      .areWithin(weights.sensory.reach)
    for input in 0..<inputs {
      let gradient = weights.sensory.gradient(
        of: input, at: row[places.mapped + input],
        pull: row.span.extracting(places.currents..<places.currents + units),
        drain: row.span.extracting(places.conductances..<places.conductances + units),
        isWithin: areWithin)
      row[places.mappedGradients + input] = gradient
      gradients[input] = gradient * weights.inputW[input]
    }
  }

  /// Goes back over one step of the solver; mirrors `unfold`.
  ///
  /// - Parameters:
  ///   - row: The row.
  ///   - unfold: Which step.
  ///   - h: The length in units of network time.
  ///   - isWithin: Whether the potentials are within what the gates take as it is.
  ///   - weights: The weights.
  ///   - gradients: The gradients of the step; in the place of the old state those of the potentials
  ///     after the solver's step, and then those before it.
  @inline(__always)
  private func fold(
    _ row: inout MutableSpan<Lanes>, _ unfold: Int, _ h: Lanes, isWithin: Bool,
    _ weights: Prepared, _ gradients: inout MutableSpan<Lanes>
  ) {
    let places = Row(self)
    let old = places.potentials(before: unfold)
    let new = places.potentials(before: unfold + 1)
    let rates = places.rates(of: unfold)
    for unit in 0..<units {
      let change: Lanes = row[rates + unit] * gradients[oldState.lowerBound + unit]
      let pull: Lanes = h * change
      let drain: Lanes = pull * row[new + unit]
      row[rates + unit] = change
      row[places.pull + unit] = pull
      row[places.drain + unit] = drain
      row[places.currents + unit] += pull
      row[places.conductances + unit] += drain
    }
    for unit in 0..<units {
      let pull = row.span.extracting(places.pull..<places.pull + units)
      let drain = row.span.extracting(places.drain..<places.drain + units)
      let v = row[old + unit]
      let sum =
        isWithin
        ? weights.recurrent.gradient(of: unit, at: v, pull: pull, drain: drain, isWithin: true)
        : weights.recurrent.gradient(of: unit, at: v, pull: pull, drain: drain, isWithin: false)
      gradients[oldState.lowerBound + unit] = row[rates + unit] * weights.units[unit].cm + sum
    }
  }
}
