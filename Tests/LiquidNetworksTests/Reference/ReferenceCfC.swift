/// A closed-form continuous-time cell of ncps.
struct ReferenceCfC: ReferenceCell {
  let units: Int
  var mode = "default"
  var activation = "lecun_tanh"

  func step<Number: Real>(
    _ x: [Number], _ state: [Number], _ dt: Number, _ weights: Tensors<Number>
  ) -> (state: [Number], outputs: [Number]) {
    var z = x + state
    for layer in weights.numbers(after: "backbone.") {
      z = weights.linear("backbone.\(layer)", z).map(bent)
    }
    let mask = weights.values("sparsity_mask")
    let first = weights.linear("ff1", z, mask: mask)
    let new: [Number]
    if mode == "pure" {
      let (level, tau) = (weights["A"], weights["w_tau"])
      new = first.indices.map {
        level[$0] - level[$0] * (-(dt * (tau[$0].abs() + first[$0].abs()))).exp() * first[$0]
      }
    } else {
      let second = weights.linear("ff2", z, mask: mask)
      let (a, b) = (weights.linear("time_a", z), weights.linear("time_b", z))
      new = first.indices.map {
        let gate = (a[$0] * dt + b[$0]).sigmoid()
        let kept = first[$0].tanh() * (mode == "no_gate" ? Number(1) : Number(1) - gate)
        return kept + gate * second[$0].tanh()
      }
    }
    return (new, new)
  }

  private func bent<Number: Real>(_ x: Number) -> Number {
    switch activation {
    case "lecun_tanh": Number(1.7159) * (Number(0.666) * x).tanh()
    case "tanh": x.tanh()
    case "relu": x.positivePart()
    case "silu": x * x.sigmoid()
    case "gelu": Number(0.5) * x * (Number(1) + (x / Number(2.0.squareRoot())).erf())
    default: preconditionFailure("no activation \(activation)")
    }
  }
}

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
