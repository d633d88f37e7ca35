internal import Kernels

/// Gates laid out for one sequence at a time, lanes over the units.
///
/// The room begins with the input, then come old output and memory, each filled up to whole blocks.
struct PackedGates: Sendable {
  let inputs: Int
  let units: Int
  private let order: MemoryGates.Order
  private let gates: PackedAffine
  private let time: [Lanes]

  init(_ gates: MemoryGates) {
    inputs = gates.inputs
    units = gates.units
    order = gates.order
    let columns = gates.inputs + gates.units
    let rows = gates.units
    self.gates = PackedAffine(
      stacking: (0..<4).map { block in
        Affine(
          rows: rows, columns: columns,
          weight: Array(gates.weight[block * rows * columns..<(block + 1) * rows * columns]),
          bias: Array(gates.bias[block * rows..<(block + 1) * rows]))
      })
    let blocks = Lanes.blocks(for: rows)
    var time = [Lanes](repeating: .zero, count: 4 * blocks)
    for (index, value) in gates.time.enumerated() {
      time[index / rows * blocks + index % rows / 16][index % rows % 16] = value
    }
    self.time = time
  }

  private var padded: Int { 16 * Lanes.blocks(for: units) }

  /// A state with room for steps of these gates.
  func room(values: Int, parts: [NetworkState] = []) -> NetworkState {
    NetworkState(
      values: values, scratch: inputs + 2 * padded, lanes: gates.bias.count, parts: parts)
  }

  /// Where the new output stands in the room.
  var value: Int { inputs }
  /// Where the new memory stands in the room.
  var memory: Int { inputs + padded }

  /// Steps one sequence: output and memory stand `memories` apart in the values of the state, and
  /// their new values in the room.
  func step(
    _ input: Span<Float>, after dt: Float, _ state: inout NetworkState, memories: Int
  ) {
    for index in input.indices { state.scratch[index] = input[index] }
    for unit in 0..<units {
      state.scratch[value + unit] = state.values[unit]
      state.scratch[memory + unit] = state.values[memories + unit]
    }
    let dt = Lanes(repeating: dt)
    for block in gates.bias.indices { state.lanes[block] = dt * time[block] + gates.bias[block] }
    gates.add(state.scratch, from: 0, into: &state.lanes)
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
