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
    let new = closed(dt, weights) { name in
      weights.linear(name, z, mask: name.hasPrefix("ff") ? mask : nil)
    }
    return (new, new)
  }

  /// The new state from the heads, by their names.
  func closed<Number: Real>(
    _ dt: Number, _ weights: Tensors<Number>, _ head: (String) -> [Number]
  ) -> [Number] {
    let first = head("ff1")
    if mode == "pure" {
      let (level, tau) = (weights["A"], weights["w_tau"])
      return first.indices.map {
        level[$0] - level[$0] * (-(dt * (tau[$0].abs() + first[$0].abs()))).exp() * first[$0]
      }
    }
    let (second, a, b) = (head("ff2"), head("time_a"), head("time_b"))
    return first.indices.map {
      let gate = (a[$0] * dt + b[$0]).sigmoid()
      let kept = first[$0].tanh() * (mode == "no_gate" ? Number(1) : Number(1) - gate)
      return kept + gate * second[$0].tanh()
    }
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
