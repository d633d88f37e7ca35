public import Kernels

extension GRUDCell {
  /// Goes back over a step; mirrors `forward`.
  public func backward(
    _ row: inout MutableSpan<Lanes>, after dt: Lanes, _ dropout: Dropout?, _ weights: Prepared,
    _ gradients: inout MutableSpan<Lanes>
  ) {
    let one = Lanes(repeating: 1)
    let (old, new) = (oldState.lowerBound, newState.lowerBound)
    let reset = places.gates.lowerBound
    let (update, candidate) = (reset + units, reset + 2 * units)
    for unit in 0..<units {
      let gradient: Lanes = gradients[new + unit] + gradients[output.lowerBound + unit]
      let (share, next) = (row[update + unit], row[candidate + unit])
      let faded = row[places.faded.lowerBound + unit]
      gradients[old + unit] = gradient * (one - share)
      row[update + unit] = gradient * (next - faded) * share * (one - share)
      row[candidate + unit] = gradient * share * (one - next * next)
    }
    // The gradients of what was kept take the place of those of the new state.
    weights.turnedCandidate.apply(
      row.span.extracting(candidate..<candidate + units), into: &gradients, at: new)
    for unit in 0..<units {
      let open = row[reset + unit]
      let gradient = gradients[new + unit]
      gradients[old + unit] += gradient * open
      row[reset + unit] =
        gradient * row[places.faded.lowerBound + unit] * open * (one - open)
    }
    weights.turnedGating.apply(
      row.span.extracting(reset..<candidate), into: &gradients, at: new)
    for unit in 0..<units { gradients[old + unit] += gradients[new + unit] }
    weights.turnedInput.apply(row.span.extracting(places.gates), into: &gradients, at: 0)
    unfade(&row, weights, &gradients)
    unsee(&row, weights, &gradients)
  }

  /// From the gradients of the faded state to those of the old state and of the exponents.
  private func unfade(
    _ row: inout MutableSpan<Lanes>, _ weights: Prepared, _ gradients: inout MutableSpan<Lanes>
  ) {
    let old = oldState.lowerBound
    for unit in 0..<units {
      let place = places.hiddenDecay.lowerBound + unit
      let left = row[place]
      row[place] = Self.slope(gradients[old + unit] * row[old + unit], left)
      gradients[old + unit] = gradients[old + unit] * left
    }
    weights.turnedDecay.apply(
      row.span.extracting(places.hiddenDecay), into: &gradients,
      at: inputs - configuration.channels)
  }

  /// From the gradients of what the gates saw to those of values, masks, ages and exponents.
  private func unsee(
    _ row: inout MutableSpan<Lanes>, _ weights: Prepared, _ gradients: inout MutableSpan<Lanes>
  ) {
    let (features, channels) = (configuration.features, configuration.channels)
    for feature in 0..<features {
      let mask = features + configuration.channelOfFeature[feature]
      let place = places.inputDecay.lowerBound + feature
      let (gradient, value, left) = (gradients[feature], row[feature], row[place])
      let missing: Lanes = Lanes(repeating: 1) - row[mask]
      let exponent = Self.slope(gradient * missing * value, left)
      row[place] = exponent
      row[places.aged.lowerBound + feature] = exponent * row[mask + channels]
      gradients[feature] = gradient * (row[mask] + missing * left)
      gradients[mask] += gradient * (value - left * value)
      gradients[mask + channels] += exponent * weights.inputDecay[feature]
    }
  }

  /// The gradient of an exponent from that of the share that is left; none where nothing decays.
  @inline(__always)
  private static func slope(_ gradient: Lanes, _ left: Lanes) -> Lanes {
    (Lanes.zero - gradient * left).replacing(with: 0, where: left .== 1)
  }

  /// Adds the gradients of all weights.
  public func accumulate(
    _ tape: Span<Lanes>, steps: Int, stride: Int, offset: Int, elapsed: Span<Lanes>,
    _ weights: Prepared, into gradients: inout MutableSpan<Float>
  ) {
    let rows = TapeRows(steps: steps, stride: stride, offset: offset)
    func add(_ products: [TapeProduct], _ vectors: Range<Int>) {
      addProducts(products, vectors: vectors, tape, rows, into: &gradients)
    }
    func add(_ entries: Range<Int>, _ tensor: Range<Int>) {
      addSums(tape, rows, entries, into: &gradients, from: tensor.lowerBound)
    }
    let (gates, recurrent) = (places.gates, tensors.recurrent.lowerBound)
    let candidate = gates.lowerBound + 2 * units
    let input = TapeProduct(
      results: gates, matrix: tensors.input.lowerBound, bias: tensors.bias.lowerBound)
    let decay = TapeProduct(
      results: places.hiddenDecay, matrix: tensors.hiddenDecay.lowerBound,
      bias: tensors.hiddenDecayBias.lowerBound)
    add([input], places.seen)
    add([TapeProduct(results: gates.lowerBound..<candidate, matrix: recurrent)], places.faded)
    let last = TapeProduct(
      results: candidate..<gates.upperBound, matrix: recurrent + 2 * units * units)
    add([last], places.kept)
    add([decay], inputs - configuration.channels..<inputs)
    add(places.inputDecay, tensors.inputDecayBias)
    add(places.aged, tensors.inputDecay)
  }
}
