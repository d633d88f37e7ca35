/// A GRU-D, of Che et al., 2018, with means of zero, whose values come filled forward.
struct ReferenceGRUD: ReferenceCell {
  let units: Int
  /// For each feature, the channel whose mask and age are its own.
  let channelOfFeature: [Int]

  func step<Number: Real>(
    _ x: [Number], _ state: [Number], _ dt: Number, _ weights: Tensors<Number>
  ) -> (state: [Number], outputs: [Number]) {
    let features = channelOfFeature.count
    let channels = (x.count - features) / 2
    let masks = Array(x[features..<features + channels])
    let ages = Array(x[(features + channels)...])
    func left(_ exponent: Number) -> Number { (-exponent.positivePart()).exp() }

    let (w, b) = (weights["input_decay.weight"], weights["input_decay.bias"])
    let values = (0..<features).map { feature in
      let (m, age) = (masks[channelOfFeature[feature]], ages[channelOfFeature[feature]])
      let remembered = left(w[feature] * age + b[feature]) * x[feature]
      return m * x[feature] + (Number(1) - m) * remembered
    }
    let h = zip(weights.linear("hidden_decay", ages).map(left), state).map { $0 * $1 }
    let fromInputs = weights.product("weight_ih", "bias", values + masks)
    let fromState = weights.product("weight_hh", "", h)
    let r = (0..<units).map { (fromInputs[$0] + fromState[$0]).sigmoid() }
    let z = (0..<units).map { (fromInputs[units + $0] + fromState[units + $0]).sigmoid() }
    let kept = weights.product("weight_hh", "", zip(r, h).map { $0 * $1 })
    let new = (0..<units).map { unit in
      let n = (fromInputs[2 * units + unit] + kept[2 * units + unit]).tanh()
      return (Number(1) - z[unit]) * h[unit] + z[unit] * n
    }
    return (new, new)
  }
}
