public import Kernels

// Forth and back stand side by side: each function is mirrored by the one behind it.
extension CfCCell {
  /// Steps sixteen sequences.
  public func forward(
    _ row: inout MutableSpan<Lanes>, after dt: Lanes, _ dropout: Dropout?, _ weights: Prepared
  ) {
    var source = 0
    for layer in weights.backbone.indices {
      let target = place(of: layer)
      weights.backbone[layer].apply(&row, from: source, into: target)
      bend(&row, layer, dropout)
      source = target
    }
    weights.heads.apply(&row, from: source, into: headPlace)
    if configuration.mode == .pure {
      relax(&row, dt, weights)
    } else {
      choose(&row, dt)
    }
  }

  /// Goes back over a step.
  public func backward(
    _ row: inout MutableSpan<Lanes>, after dt: Lanes, _ dropout: Dropout?, _ weights: Prepared,
    _ gradients: inout MutableSpan<Lanes>
  ) {
    let source = backwardToState(&row, after: dt, weights, &gradients)
    weights.turnedInputs.apply(row.span.extracting(source), into: &gradients)
  }

  /// Goes back over a step without the gradients of the inputs, and says where those of the sums
  /// stand that the inputs entered.
  @discardableResult
  private func backwardToState(
    _ row: inout MutableSpan<Lanes>, after dt: Lanes, _ weights: Prepared,
    _ gradients: inout MutableSpan<Lanes>
  ) -> Range<Int> {
    if configuration.mode == .pure {
      relaxBack(&row, dt, weights, gradients.span)
    } else {
      chooseBack(&row, dt, gradients.span)
    }
    var source = headPlace..<headPlace + heads * units
    for layer in weights.backbone.indices.reversed() {
      let slopes = place(of: layer) + configuration.backboneUnits
      weights.turned[layer].apply(&row, from: source.lowerBound, into: slopes, .scaling)
      source = slopes..<slopes + configuration.backboneUnits
    }
    weights.turnedState.apply(
      row.span.extracting(source), into: &gradients, at: oldState.lowerBound)
    return source
  }

  /// From the sums of a layer to its values and their slopes.
  private func bend(_ row: inout MutableSpan<Lanes>, _ layer: Int, _ dropout: Dropout?) {
    let (values, width) = (place(of: layer), configuration.backboneUnits)
    let rate = layer > 0 ? configuration.dropout : configuration.firstLayerDropout
    for unit in 0..<width {
      var (value, slope) = configuration.activation.valueAndSlope(row[values + unit])
      if rate > 0, let dropout {
        let factor = dropout.factor(at: layer * width + unit, rate: rate)
        value *= factor
        slope *= factor
      }
      row[values + unit] = value
      row[values + width + unit] = slope
    }
  }

  /// From the sums of the heads to their values and the new state.
  private func choose(_ row: inout MutableSpan<Lanes>, _ dt: Lanes) {
    let (place, new, output) = (headPlace, newState.lowerBound, output.lowerBound)
    let mode = configuration.mode
    for unit in 0..<units {
      let (first, second) = (place + unit, place + units + unit)
      let third = second + units
      let bent = ClosedForm.Gated(row[first], row[second], row[third], row[third + units], dt)
      let state = bent.state(mode)
      row[first] = bent.first
      row[second] = bent.second
      row[third] = bent.gate
      row[new + unit] = state
      row[output + unit] = state
    }
  }

  /// From the gradients of the new state to those of the sums of the heads.
  private func chooseBack(
    _ row: inout MutableSpan<Lanes>, _ dt: Lanes, _ gradients: Span<Lanes>
  ) {
    let (place, new, output) = (headPlace, newState.lowerBound, output.lowerBound)
    let mode = configuration.mode
    for unit in 0..<units {
      let (first, second) = (place + unit, place + units + unit)
      let third = second + units
      let bent = ClosedForm.Gated(first: row[first], second: row[second], gate: row[third])
      let slopes = bent.slopes(mode, dt, gradients[new + unit] + gradients[output + unit])
      row[first] = slopes.ff1
      row[second] = slopes.ff2
      row[third] = slopes.timeA
      row[third + units] = slopes.timeB
    }
  }

  /// From the sums of the pure mode's head to the new state.
  private func relax(_ row: inout MutableSpan<Lanes>, _ dt: Lanes, _ weights: Prepared) {
    let (place, new, output) = (headPlace, newState.lowerBound, output.lowerBound)
    for unit in 0..<units {
      let state = ClosedForm.relaxed(
        row[place + unit], decay: Lanes(repeating: weights.decay[unit]),
        level: Lanes(repeating: weights.level[unit]), dt)
      row[new + unit] = state
      row[output + unit] = state
    }
  }

  /// From the gradients of the new state to those of the head's sums, the decay and the level.
  private func relaxBack(
    _ row: inout MutableSpan<Lanes>, _ dt: Lanes, _ weights: Prepared, _ gradients: Span<Lanes>
  ) {
    let (place, new, output) = (headPlace, newState.lowerBound, output.lowerBound)
    for unit in 0..<units {
      let slopes = ClosedForm.relaxedSlopes(
        row[place + unit], decay: Lanes(repeating: weights.decay[unit]),
        level: Lanes(repeating: weights.level[unit]), dt,
        gradients[new + unit] + gradients[output + unit])
      row[place + unit] = slopes.ff1
      row[place + units + unit] = slopes.decay
      row[place + 2 * units + unit] = slopes.level
    }
  }
}
