internal import Kernels

/// A closed-form continuous-time cell that steps one sequence, lanes over its units.
struct CfCNetwork: RecurrentNetwork {
  let inputs: Int
  let units: Int
  private let mode: CfCCell.Mode
  private let activation: Activation
  private let backbone: [PackedAffine]
  private let heads: PackedAffine
  private let decay: [Lanes]
  private let level: [Lanes]
  private let room: Int

  init(_ cell: CfCCell, _ weights: [Float]) {
    precondition(weights.count == cell.layout.count, "each value of the layout has a weight")
    inputs = cell.inputs
    units = cell.units
    mode = cell.configuration.mode
    activation = cell.configuration.activation
    let affines = cell.affines(weights.span)
    backbone = affines.dropLast().map { PackedAffine(stacking: [$0]) }
    heads = PackedAffine(stacking: affines[affines.count - 1].parts(cell.heads))
    let places = cell.places
    decay = Self.packed(weights[places.decay])
    level = Self.packed(weights[places.level])
    room = backbone.isEmpty ? 0 : 16 * Lanes.blocks(for: cell.configuration.backboneUnits)
  }

  private static func packed(_ values: ArraySlice<Float>) -> [Lanes] {
    var packed = [Lanes](repeating: .zero, count: Lanes.blocks(for: values.count))
    for (index, value) in values.enumerated() { packed[index / 16][index % 16] = value }
    return packed
  }

  var outputs: Int { units }

  /// Where a layer's values stand in the scratch, behind inputs and state side by side as the first
  /// layer reads them.
  private var hidden: Int { inputs + 16 * Lanes.blocks(for: units) }

  func start() -> NetworkState {
    NetworkState(
      values: units, scratch: hidden + room, lanes: max(heads.bias.count, room / 16))
  }

  func step(
    _ input: Span<Float>, after dt: Float, _ state: inout NetworkState,
    into output: inout MutableSpan<Float>
  ) {
    precondition(input.count == inputs && output.count == outputs)
    for index in input.indices { state.scratch[index] = input[index] }
    for unit in 0..<units { state.scratch[inputs + unit] = state.values[unit] }
    var source = 0
    for layer in backbone {
      layer.apply(to: state.scratch, from: source, into: &state.lanes)
      for block in layer.bias.indices {
        state.scratch.store(activation.value(state.lanes[block]), at: hidden + 16 * block)
      }
      source = hidden
    }
    heads.apply(to: state.scratch, from: source, into: &state.lanes)
    combine(Lanes(repeating: dt), &state)
    for unit in 0..<units {
      let value = state.scratch[inputs + unit]
      state.values[unit] = value
      output[unit] = value
    }
  }

  /// From the sums of the heads to the new state.
  private func combine(_ dt: Lanes, _ state: inout NetworkState) {
    let blocks = Lanes.blocks(for: units)
    for block in 0..<blocks {
      let first = state.lanes[block]
      let new: Lanes
      if mode == .pure {
        new = ClosedForm.relaxed(first, decay: decay[block], level: level[block], dt)
      } else {
        new = ClosedForm.Gated(
          first, state.lanes[blocks + block], state.lanes[2 * blocks + block],
          state.lanes[3 * blocks + block], dt
        ).state(mode)
      }
      state.scratch.store(new, at: inputs + 16 * block)
    }
  }
}
