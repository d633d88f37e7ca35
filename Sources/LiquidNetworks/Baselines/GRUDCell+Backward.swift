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
      gradients[new + unit] = .zero
      row[update + unit] = gradient * (next - faded) * share * (one - share)
      row[candidate + unit] = gradient * share * (one - next * next)
    }
    // What was kept of the faded state; its gradients stand in those of the new state.
    add(weights.turnedCandidate, row.span, candidate..<candidate + units, newState, &gradients)
    for unit in 0..<units {
      let open = row[reset + unit]
      let gradient = gradients[new + unit]
      gradients[old + unit] += gradient * open
      row[reset + unit] =
        gradient * row[places.faded.lowerBound + unit] * open * (one - open)
    }
    add(weights.turnedGating, row.span, reset..<candidate, oldState, &gradients)
    for index in 0..<inputs { gradients[index] = .zero }
    add(weights.turnedInput, row.span, places.gates, 0..<places.seen.count, &gradients)
    unfade(&row, weights, &gradients)
    unsee(&row, weights, &gradients)
  }

  private func add(
    _ matrix: [Float], _ row: Span<Lanes>, _ columns: Range<Int>, _ results: Range<Int>,
    _ gradients: inout MutableSpan<Lanes>
  ) {
    var sums = gradients._mutatingExtracting(results)
    multiplyAdd(matrix.span, row.extracting(columns), into: &sums)
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
    add(
      weights.turnedDecay, row.span, places.hiddenDecay,
      inputs - configuration.channels..<inputs, &gradients)
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
    let (gates, decay) = (places.gates, places.hiddenDecay)
    let candidate = gates.lowerBound + 2 * units
    let recurrent = tensors.recurrent.lowerBound
    addOuterProducts(
      tape, rows, gates, places.seen, into: &gradients, from: tensors.input.lowerBound,
      pitch: places.seen.count)
    addOuterProducts(
      tape, rows, gates.lowerBound..<candidate, places.faded, into: &gradients, from: recurrent,
      pitch: units)
    addOuterProducts(
      tape, rows, candidate..<gates.upperBound, places.kept, into: &gradients,
      from: recurrent + 2 * units * units, pitch: units)
    addSums(tape, rows, gates, into: &gradients, from: tensors.bias.lowerBound)
    let ages = inputs - configuration.channels..<inputs
    addOuterProducts(
      tape, rows, decay, ages, into: &gradients, from: tensors.hiddenDecay.lowerBound,
      pitch: ages.count)
    addSums(tape, rows, decay, into: &gradients, from: tensors.hiddenDecayBias.lowerBound)
    addSums(
      tape, rows, places.inputDecay, into: &gradients, from: tensors.inputDecayBias.lowerBound)
    for feature in 0..<configuration.features {
      var sum = Lanes.zero
      let age = ages.lowerBound + configuration.channelOfFeature[feature]
      for step in 0..<steps {
        let first = offset + step * stride
        sum += tape[first + places.inputDecay.lowerBound + feature] * tape[first + age]
      }
      gradients[tensors.inputDecay.lowerBound + feature] += sum.treeSum
    }
  }
}
