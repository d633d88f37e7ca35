/// The mixed memory of ncps under torch: the output of an LSTM takes the place of the inner state.
///
/// Remembered are the inner cell's state and then the LSTM's.
struct ReferenceMixedMemory<Inner: ReferenceCell>: ReferenceCell {
  let inner: Inner

  var units: Int { 2 * inner.units }

  func step<Number: Real>(
    _ x: [Number], _ state: [Number], _ dt: Number, _ weights: Tensors<Number>
  ) -> (state: [Number], outputs: [Number]) {
    let size = inner.units
    let h = Array(state[0..<size])
    let fromInputs = weights.linear("lstm.input_map", x)
    let z = zip(fromInputs, weights.linear("lstm.recurrent_map", h)).map { $0 + $1 }
    let memory = (0..<size).map { unit in
      state[size + unit] * (z[2 * size + unit] + Number(1)).sigmoid()
        + z[unit].tanh() * z[size + unit].sigmoid()
    }
    let given = (0..<size).map { memory[$0].tanh() * z[3 * size + $0].sigmoid() }
    let step = inner.step(x, given, dt, weights)
    return (step.state + memory, step.outputs)
  }
}
