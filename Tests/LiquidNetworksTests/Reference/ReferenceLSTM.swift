/// An LSTM of torch that reads the time since the last observation as a further input.
///
/// Remembered are the outputs and then the memory.
struct ReferenceLSTM: ReferenceCell {
  /// The number of outputs.
  let size: Int

  init(units: Int) { size = units }

  var units: Int { 2 * size }

  func step<Number: Real>(
    _ x: [Number], _ state: [Number], _ dt: Number, _ weights: Tensors<Number>
  ) -> (state: [Number], outputs: [Number]) {
    let fromInputs = weights.product("weight_ih", "bias_ih", x + [dt])
    let fromState = weights.product("weight_hh", "bias_hh", Array(state[0..<size]))
    let z = zip(fromInputs, fromState).map { $0 + $1 }
    let memory = (0..<size).map { unit in
      z[size + unit].sigmoid() * state[size + unit]
        + z[unit].sigmoid() * z[2 * size + unit].tanh()
    }
    let outputs = (0..<size).map { z[3 * size + $0].sigmoid() * memory[$0].tanh() }
    return (outputs + memory, outputs)
  }
}
