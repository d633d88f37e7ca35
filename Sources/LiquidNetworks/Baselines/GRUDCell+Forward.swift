public import Kernels

extension GRUDCell {
  /// Steps sixteen sequences.
  public func forward(
    _ row: inout MutableSpan<Lanes>, after dt: Lanes, _ dropout: Dropout?, _ weights: Prepared
  ) {
    see(&row, weights)
    fade(&row, weights)
    let gates = places.gates
    let (reset, candidate) = (gates.lowerBound, gates.lowerBound + 2 * units)
    for index in 0..<gates.count { row[reset + index] = Lanes(repeating: weights.bias[index]) }
    multiplyAdd(weights.input.span, in: &row, from: places.seen, into: gates)
    multiplyAdd(weights.gating.span, in: &row, from: places.faded, into: reset..<candidate)
    for unit in 0..<units {
      let open = Elementary.sigmoid(row[reset + unit])
      row[reset + unit] = open
      row[places.kept.lowerBound + unit] = open * row[places.faded.lowerBound + unit]
    }
    multiplyAdd(
      weights.candidate.span, in: &row, from: places.kept, into: candidate..<gates.upperBound)
    for unit in 0..<units {
      let update = Elementary.sigmoid(row[reset + units + unit])
      let next = Elementary.tanh(row[candidate + unit])
      row[reset + units + unit] = update
      row[candidate + unit] = next
      let state = Self.mixed(
        row[places.faded.lowerBound + unit], update: update, candidate: next)
      row[newState.lowerBound + unit] = state
      row[output.lowerBound + unit] = state
    }
  }

  /// What the gates see: the values, decayed where they are missing, and the masks.
  private func see(_ row: inout MutableSpan<Lanes>, _ weights: Prepared) {
    let (features, channels) = (configuration.features, configuration.channels)
    for feature in 0..<features {
      let channel = configuration.channelOfFeature[feature]
      let age = row[features + channels + channel]
      let left = Self.left(age * weights.inputDecay[feature] + weights.inputDecayBias[feature])
      row[places.inputDecay.lowerBound + feature] = left
      row[places.seen.lowerBound + feature] = Self.seen(
        row[feature], mask: row[features + channel], left: left)
    }
    for channel in 0..<channels {
      row[places.seen.lowerBound + features + channel] = row[features + channel]
    }
  }

  /// The state, decayed.
  private func fade(_ row: inout MutableSpan<Lanes>, _ weights: Prepared) {
    let decay = places.hiddenDecay
    for unit in 0..<units {
      row[decay.lowerBound + unit] = Lanes(repeating: weights.hiddenDecayBias[unit])
    }
    let ages = inputs - configuration.channels..<inputs
    multiplyAdd(weights.hiddenDecay.span, in: &row, from: ages, into: decay)
    for unit in 0..<units {
      let left = Self.left(row[decay.lowerBound + unit])
      row[decay.lowerBound + unit] = left
      row[places.faded.lowerBound + unit] = left * row[oldState.lowerBound + unit]
    }
  }
}
