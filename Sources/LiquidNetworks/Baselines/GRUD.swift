internal import Kernels

/// A GRU-D that steps one sequence, lanes over its features and units; see `GRUDCell`.
struct GRUD: RecurrentNetwork {
  private let configuration: GRUDCell.Configuration
  private let inputDecay: [Lanes]
  private let inputDecayBias: [Lanes]
  private let hiddenDecay: PackedAffine
  private let input: PackedAffine
  /// The gates `r` and `z`, and `n`; their biases are those of `input`.
  private let gating: PackedAffine
  private let candidate: PackedAffine

  init(
    _ configuration: GRUDCell.Configuration, _ tensors: GRUDCell.Tensors, _ weights: [Float]
  ) {
    self.configuration = configuration
    let units = configuration.units
    func packed(_ range: Range<Int>) -> [Lanes] {
      var lanes = [Lanes](repeating: .zero, count: Lanes.blocks(for: range.count))
      for (index, place) in range.enumerated() { lanes[index / 16][index % 16] = weights[place] }
      return lanes
    }
    func stacked(
      _ matrix: Range<Int>, _ bias: Range<Int>?, columns: Int, blocks: Range<Int>
    ) -> PackedAffine {
      PackedAffine(
        stacking: blocks.map { block in
          let first = matrix.lowerBound + block * units * columns
          let edge = (bias?.lowerBound ?? 0) + block * units
          return Affine(
            rows: units, columns: columns, weight: Array(weights[first..<first + units * columns]),
            bias: bias == nil
              ? [Float](repeating: 0, count: units) : Array(weights[edge..<edge + units]))
        })
    }
    inputDecay = packed(tensors.inputDecay)
    inputDecayBias = packed(tensors.inputDecayBias)
    hiddenDecay = stacked(
      tensors.hiddenDecay, tensors.hiddenDecayBias, columns: configuration.channels, blocks: 0..<1)
    let columns = configuration.features + configuration.channels
    input = stacked(tensors.input, tensors.bias, columns: columns, blocks: 0..<3)
    gating = stacked(tensors.recurrent, nil, columns: units, blocks: 0..<2)
    candidate = stacked(tensors.recurrent, nil, columns: units, blocks: 2..<3)
  }

  var inputs: Int { configuration.inputs }
  var units: Int { configuration.units }
  var outputs: Int { configuration.units }

  /// Where the room keeps what: of each feature value, mask and age, filled up to whole blocks; what
  /// the gates see; the ages of the channels; the faded and the kept state, filled up.
  private var features: Int { 16 * inputDecay.count }
  private var seen: Int { 3 * features }
  private var ages: Int { seen + features + configuration.channels }
  private var faded: Int { ages + configuration.channels }
  private var kept: Int { faded + 16 * hiddenDecay.bias.count }

  func start() -> NetworkState {
    let blocks = hiddenDecay.bias.count
    return NetworkState(values: units, scratch: kept + 16 * blocks, lanes: 4 * blocks)
  }

  func step(
    _ input: Span<Float>, after dt: Float, _ state: inout NetworkState,
    into output: inout MutableSpan<Float>
  ) {
    precondition(input.count == inputs && output.count == outputs)
    see(input, &state)
    let blocks = hiddenDecay.bias.count
    for unit in 0..<units { state.scratch[faded + unit] = state.values[unit] }
    hiddenDecay.apply(to: state.scratch, from: ages, into: &state.lanes)
    for block in 0..<blocks {
      let left = GRUDCell.left(state.lanes[block])
      let old = state.scratch.span.lanes(at: faded + 16 * block)
      state.scratch.store(left * old, at: faded + 16 * block)
    }
    self.input.apply(to: state.scratch, from: seen, into: &state.lanes)
    gating.add(state.scratch, from: faded, into: &state.lanes)
    // The candidate's sums move to the front, where its product is added; `r` has gone by then.
    for block in 0..<blocks {
      let open = Elementary.sigmoid(state.lanes[block])
      let old = state.scratch.span.lanes(at: faded + 16 * block)
      state.scratch.store(open * old, at: kept + 16 * block)
      state.lanes[block] = state.lanes[2 * blocks + block]
    }
    candidate.add(state.scratch, from: kept, into: &state.lanes)
    for block in 0..<blocks {
      let next = GRUDCell.mixed(
        state.scratch.span.lanes(at: faded + 16 * block),
        update: Elementary.sigmoid(state.lanes[blocks + block]),
        candidate: Elementary.tanh(state.lanes[block]))
      state.scratch.store(next, at: faded + 16 * block)
    }
    for unit in 0..<units {
      state.values[unit] = state.scratch[faded + unit]
      output[unit] = state.scratch[faded + unit]
    }
  }

  private func see(_ input: Span<Float>, _ state: inout NetworkState) {
    let (count, channels) = (configuration.features, configuration.channels)
    for feature in 0..<count {
      let channel = configuration.channelOfFeature[feature]
      state.scratch[feature] = input[feature]
      state.scratch[features + feature] = input[count + channel]
      state.scratch[2 * features + feature] = input[count + channels + channel]
    }
    for block in inputDecay.indices {
      let age = state.scratch.span.lanes(at: 2 * features + 16 * block)
      let left = GRUDCell.left(age * inputDecay[block] + inputDecayBias[block])
      let value = GRUDCell.seen(
        state.scratch.span.lanes(at: 16 * block),
        mask: state.scratch.span.lanes(at: features + 16 * block), left: left)
      state.scratch.store(value, at: seen + 16 * block)
    }
    for channel in 0..<channels {
      state.scratch[seen + count + channel] = input[count + channel]
      state.scratch[ages + channel] = input[count + channels + channel]
    }
  }
}
