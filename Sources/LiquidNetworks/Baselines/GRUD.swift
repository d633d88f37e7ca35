internal import Kernels

/// A GRU-D that steps one sequence, lanes over its features and units; see `GRUDCell`.
struct GRUD: RecurrentNetwork {
  private let configuration: GRUDCell.Configuration
  private let inputDecay: [Lanes]
  private let inputDecayBias: [Lanes]
  private let hiddenDecay: PackedAffine
  /// The gates `r` and `z`, and `n`.
  private let gating: PackedAffine
  private let candidate: PackedAffine

  init(_ cell: GRUDCell, _ weights: [Float]) {
    configuration = cell.configuration
    func packed(_ range: Range<Int>) -> [Lanes] {
      var lanes = [Lanes](repeating: .zero, count: Lanes.blocks(for: range.count))
      for (index, place) in range.enumerated() { lanes[index / 16][index % 16] = weights[place] }
      return lanes
    }
    inputDecay = packed(cell.tensors.inputDecay)
    inputDecayBias = packed(cell.tensors.inputDecayBias)
    hiddenDecay = PackedAffine(stacking: [cell.hiddenDecay(weights.span)])
    let gates = cell.gates(weights.span)
    gating = PackedAffine(stacking: gates.gating.parts(2))
    candidate = PackedAffine(stacking: [gates.candidate])
  }

  var inputs: Int { configuration.inputs }
  var units: Int { configuration.units }
  var outputs: Int { configuration.units }

  /// Where the room keeps what: of each feature value, mask and age, filled up to whole blocks; the
  /// ages of the channels; the faded state, filled up; what the gates see, and behind it the faded or
  /// kept state, filled up.
  private var features: Int { 16 * inputDecay.count }
  private var ages: Int { 3 * features }
  private var faded: Int { ages + configuration.channels }
  private var seen: Int { faded + 16 * hiddenDecay.bias.count }
  private var kept: Int { seen + configuration.features + configuration.channels }

  func start() -> NetworkState {
    let blocks = hiddenDecay.bias.count
    // What is seen is written in whole blocks too, before the masks.
    let end = max(kept + 16 * blocks, seen + features)
    return NetworkState(values: units, scratch: end, lanes: 2 * blocks)
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
      let fadedBlock: Lanes = left * old
      state.scratch.store(fadedBlock, at: faded + 16 * block)
      state.scratch.store(fadedBlock, at: kept + 16 * block)
    }
    gating.apply(to: state.scratch, from: seen, into: &state.lanes)
    for block in 0..<blocks {
      let open = Elementary.sigmoid(state.lanes[block])
      let old = state.scratch.span.lanes(at: faded + 16 * block)
      state.scratch.store(open * old, at: kept + 16 * block)
    }
    // `n` takes the place of `r`, and leaves `z`.
    candidate.apply(to: state.scratch, from: seen, into: &state.lanes)
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
