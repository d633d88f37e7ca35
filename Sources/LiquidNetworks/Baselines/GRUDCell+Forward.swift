public import Kernels

extension GRUDCell {
  /// Steps sixteen sequences.
  public func forward(
    _ row: inout MutableSpan<Lanes>, after dt: Lanes, _ dropout: Dropout?, _ weights: Prepared
  ) {
    see(&row, weights)
    fade(&row, weights)
    let reset = places.gates.lowerBound
    let candidate = reset + 2 * units
    weights.gating.apply(&row, from: places.seen.lowerBound, into: reset)
    for unit in 0..<units {
      let open = Elementary.sigmoid(row[reset + unit])
      row[reset + unit] = open
      row[places.kept.lowerBound + unit] = open * row[places.faded.lowerBound + unit]
    }
    weights.candidate.apply(&row, from: places.seen.lowerBound, into: candidate)
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
    weights.hiddenDecay.apply(
      &row, from: inputs - configuration.channels, into: decay.lowerBound)
    for unit in 0..<units {
      let left = Self.left(row[decay.lowerBound + unit])
      row[decay.lowerBound + unit] = left
      let faded: Lanes = left * row[oldState.lowerBound + unit]
      row[places.faded.lowerBound + unit] = faded
      row[places.kept.lowerBound + unit] = faded
    }
  }
}
