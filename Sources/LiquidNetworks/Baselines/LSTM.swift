internal import Kernels

/// A long short-term memory that steps one sequence, lanes over its units; see `LSTMCell`.
struct LSTM: RecurrentNetwork {
  let gates: PackedGates

  var inputs: Int { gates.inputs - 1 }
  var units: Int { 2 * gates.units }
  var outputs: Int { gates.units }

  func start() -> NetworkState { gates.room(values: units) }

  func step(
    _ input: Span<Float>, after dt: Float, _ state: inout NetworkState,
    into output: inout MutableSpan<Float>
  ) {
    precondition(input.count == inputs && output.count == outputs)
    for index in input.indices { state.scratch[index] = input[index] }
    state.scratch[inputs] = dt
    gates.step(&state, memories: outputs)
    for unit in 0..<outputs {
      let value = state.scratch[gates.value + unit]
      state.values[unit] = value
      state.values[outputs + unit] = state.scratch[gates.memory + unit]
      output[unit] = value
    }
  }
}
