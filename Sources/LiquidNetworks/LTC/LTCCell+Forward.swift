public import Kernels

extension LTCCell {
  /// Steps sixteen sequences.
  public func forward(
    _ row: inout MutableSpan<Lanes>, after dt: Lanes, _ dropout: Dropout?, _ weights: Prepared
  ) {
    let places = Row(self)
    for input in 0..<inputs {
      row[places.mapped + input] = row[input] * weights.inputW[input] + weights.inputB[input]
    }
    let areWithin = row.span.extracting(places.mapped..<places.mapped + inputs)
      .areWithin(weights.sensory.reach)
    for unit in 0..<units {
      var current = Lanes(repeating: weights.units[unit].pull)
      var conductance = Lanes(repeating: weights.units[unit].leak)
      weights.sensory.add(
        to: unit, row.span.extracting(places.mapped..<places.mapped + inputs),
        isWithin: areWithin, current: &current, conductance: &conductance)
      row[places.currents + unit] = current
      row[places.conductances + unit] = conductance
    }
    switch configuration.solver {
    case .unfolds(let unfolds):
      let h = dt / Float(unfolds)
      let isWithin = weights.areWithin(row.span.extracting(oldState))
      for unfold in 0..<unfolds {
        self.unfold(
          &row, from: places.potentials(before: unfold), to: places.potentials(before: unfold + 1),
          rates: places.rates(of: unfold), h, isWithin: isWithin, weights)
      }
    case .tolerance(let relative, let absolute, let most):
      refine(&row, after: dt, relative: relative, absolute: absolute, most: most, weights)
    }
    for index in 0..<outputs {
      row[output.lowerBound + index] =
        row[newState.lowerBound + index] * weights.outputW[index] + weights.outputB[index]
    }
  }

  /// One step of the fused solver, of length `h`, from one set of potentials to another.
  ///
  /// - Parameters:
  ///   - row: The row, its currents and conductances of leak and inputs known.
  ///   - old: Where the potentials are.
  ///   - new: Where they go.
  ///   - rates: Where one over each denominator goes, if anywhere.
  ///   - h: The length in units of network time.
  ///   - isWithin: Whether the potentials are within what the gates take as it is.
  ///   - weights: The weights.
  @inline(__always)
  func unfold(
    _ row: inout MutableSpan<Lanes>, from old: Int, to new: Int, rates: Int?, _ h: Lanes,
    isWithin: Bool, _ weights: Prepared
  ) {
    let places = Row(self)
    for unit in 0..<units {
      var current = row[places.currents + unit]
      var conductance = row[places.conductances + unit]
      if isWithin {
        weights.recurrent.add(
          to: unit, row.span.extracting(old..<old + units), isWithin: true, current: &current,
          conductance: &conductance)
      } else {
        weights.recurrent.add(
          to: unit, row.span.extracting(old..<old + units), isWithin: false, current: &current,
          conductance: &conductance)
      }
      let v = row[old + unit]
      let rate = Self.rate(h, Lanes(repeating: weights.units[unit].cm), conductance)
      row[new + unit] = v + Self.change(v, h, current, conductance, rate)
      if let rates { row[rates + unit] = rate }
    }
  }

  /// One over the fused solver's denominator.
  ///
  /// A capacitance of zero and no time, whose quotient is nothing, give a large number instead.
  @inline(__always)
  static func rate(_ h: Lanes, _ cm: Lanes, _ conductance: Lanes) -> Lanes {
    var denominator: Lanes = cm + h * conductance
    denominator.replace(with: Lanes(repeating: 1e-30), where: denominator .< 1e-30)
    return Lanes(repeating: 1) / denominator
  }

  /// The change of a potential in one step of the fused solver: exactly zero in no time.
  ///
  /// It is ncps' `(cm v + h Σ g E) / (cm + h Σ g) − v`, written so that nothing cancels.
  @inline(__always)
  static func change(
    _ v: Lanes, _ h: Lanes, _ current: Lanes, _ conductance: Lanes, _ rate: Lanes
  ) -> Lanes {
    let net: Lanes = current - v * conductance
    return (h * net) * rate
  }
}
