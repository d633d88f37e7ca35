/// A liquid time-constant cell of ncps.
struct ReferenceLTC: ReferenceCell {
  let units: Int
  let outputs: Int
  var unfolds = 6
  var epsilon = 1e-8
  /// Whether weights that must be positive are made so by a softplus.
  var isImplicit = true

  func step<Number: Real>(
    _ x: [Number], _ state: [Number], _ dt: Number, _ weights: Tensors<Number>
  ) -> (state: [Number], outputs: [Number]) {
    let leak = weights["gleak"].map(positive)
    let rest = weights["vleak"]
    let capacity = weights["cm"].map { positive($0) / (dt / Number(Double(unfolds))) }
    let inputs = mapped(x, weights.values("input_w"), weights.values("input_b"))
    let sensory = Synapses(weights.part("sensory_"), units, positive)
    let recurrent = Synapses(weights, units, positive)
    let fromInputs = sensory.sums(inputs)
    var v = state
    for _ in 0..<unfolds {
      let among = recurrent.sums(v)
      v = v.indices.map { unit in
        let pull = capacity[unit] * v[unit] + leak[unit] * rest[unit]
        let current = pull + among[unit].current + fromInputs[unit].current
        let conductance = among[unit].conductance + fromInputs[unit].conductance
        return current / (capacity[unit] + leak[unit] + conductance + Number(epsilon))
      }
    }
    let motor = Array(v[0..<outputs])
    return (v, mapped(motor, weights.values("output_w"), weights.values("output_b")))
  }

  private func positive<Number: Real>(_ value: Number) -> Number {
    isImplicit ? value.softplus() : value
  }

  private func mapped<Number: Real>(_ x: [Number], _ w: [Number]?, _ b: [Number]?) -> [Number] {
    let scaled = w.map { zip(x, $0).map { $0 * $1 } } ?? x
    return b.map { zip(scaled, $0).map { $0 + $1 } } ?? scaled
  }

  /// The synapses from some sources to all units.
  private struct Synapses<Number: Real> {
    let units: Int
    let (w, sigma, mu, erev): ([Number], [Number], [Number], [Number])
    let isPresent: [Bool]

    init(_ weights: Tensors<Number>, _ units: Int, _ positive: (Number) -> Number) {
      self.units = units
      w = weights["w"].map(positive)
      (sigma, mu, erev) = (weights["sigma"], weights["mu"], weights["erev"])
      isPresent = weights["sparsity_mask"].map { $0.value != 0 }
    }

    func sums(_ sources: [Number]) -> [(current: Number, conductance: Number)] {
      var sums = [(current: Number, conductance: Number)](
        repeating: (Number(0), Number(0)), count: units)
      for source in sources.indices {
        for unit in 0..<units where isPresent[source * units + unit] {
          let place = source * units + unit
          let conductance = w[place] * (sigma[place] * (sources[source] - mu[place])).sigmoid()
          sums[unit].current = sums[unit].current + conductance * erev[place]
          sums[unit].conductance = sums[unit].conductance + conductance
        }
      }
      return sums
    }
  }
}
