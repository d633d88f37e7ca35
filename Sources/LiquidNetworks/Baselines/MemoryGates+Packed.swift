internal import Kernels

/// Gates laid out for one sequence at a time, lanes over the units.
///
/// The room begins with what the gates read: inputs and old output; then comes the memory. Output
/// and memory are filled up to whole blocks.
struct PackedGates: Sendable {
  /// The number of values that the gates read besides the old output.
  let inputs: Int
  let units: Int
  private let order: MemoryGates.Order
  private let gates: PackedAffine

  init(_ gates: MemoryGates) {
    inputs = gates.affine.columns - gates.units
    units = gates.units
    order = gates.order
    self.gates = PackedAffine(stacking: gates.affine.parts(4))
  }

  /// A state with room for steps of these gates.
  func room(values: Int, parts: [NetworkState] = []) -> NetworkState {
    NetworkState(
      values: values, scratch: memory + 16 * Lanes.blocks(for: units), lanes: gates.bias.count,
      parts: parts)
  }

  /// Where the new output stands in the room.
  var value: Int { inputs }
  /// Where the new memory stands in the room.
  var memory: Int { inputs + 16 * Lanes.blocks(for: units) }

  /// Steps one sequence whose inputs are in the room; output and memory stand `memories` apart in
  /// the values of the state, and their new values in the room.
  func step(_ state: inout NetworkState, memories: Int) {
    for unit in 0..<units {
      state.scratch[value + unit] = state.values[unit]
      state.scratch[memory + unit] = state.values[memories + unit]
    }
    gates.apply(to: state.scratch, from: 0, into: &state.lanes)
    let blocks = Lanes.blocks(for: units)
    for block in 0..<blocks {
      let bent = MemoryGates.Bent(
        input: state.lanes[order.input * blocks + block],
        forget: state.lanes[order.forget * blocks + block],
        candidate: state.lanes[order.candidate * blocks + block],
        output: state.lanes[order.output * blocks + block],
        old: state.scratch.span.lanes(at: memory + 16 * block))
      state.scratch.store(bent.value, at: value + 16 * block)
      state.scratch.store(bent.memory, at: memory + 16 * block)
    }
  }
}
