/// The closed-form cells of a wiring's layers, each of which reads what the one before now remembers.
struct ReferenceWiredCfC: ReferenceCell {
  /// The number of units of each layer, in the direction of the signal.
  let layers: [Int]
  var mode = "default"

  var units: Int { layers.reduce(0, +) }

  func step<Number: Real>(
    _ x: [Number], _ state: [Number], _ dt: Number, _ weights: Tensors<Number>
  ) -> (state: [Number], outputs: [Number]) {
    var signal = x
    var new: [Number] = []
    for (number, size) in layers.enumerated() {
      let old = Array(state[new.count..<new.count + size])
      let cell = ReferenceCfC(units: size, mode: mode)
      signal = cell.step(signal, old, dt, weights.part("layer_\(number).")).state
      new += signal
    }
    return (new, signal)
  }
}
