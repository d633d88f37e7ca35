internal import Kernels

/// A network with a memory before it that steps one sequence; see `MixedMemoryCell`.
struct MixedMemory: RecurrentNetwork {
  let gates: PackedGates
  let inner: any RecurrentNetwork

  var inputs: Int { inner.inputs }
  var units: Int { 2 * inner.units }
  var outputs: Int { inner.outputs }

  func start() -> NetworkState { gates.room(values: units, parts: [inner.start()]) }

  func step(
    _ input: Span<Float>, after dt: Float, _ state: inout NetworkState,
    into output: inout MutableSpan<Float>
  ) {
    precondition(input.count == inputs && output.count == outputs)
    let count = inner.units
    for index in input.indices { state.scratch[index] = input[index] }
    gates.step(&state, memories: count)
    for unit in 0..<count {
      state.parts[0].values[unit] = state.scratch[gates.value + unit]
    }
    inner.step(input, after: dt, &state.parts[0], into: &output)
    for unit in 0..<count {
      state.values[unit] = state.parts[0].values[unit]
      state.values[count + unit] = state.scratch[gates.memory + unit]
    }
  }
}
