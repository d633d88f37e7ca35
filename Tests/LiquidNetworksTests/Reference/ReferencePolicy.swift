import LiquidNetworks

/// The closed-form neurons of a neural circuit policy: each reads its synapses and itself.
///
/// A synapse pushes the two heads that say where to by its polarity times |w|, and those of the gate
/// by w; what a neuron reads of itself without a synapse is w in all of them. Remembered are the
/// neurons of the layers in the direction of the signal.
struct ReferencePolicy: ReferenceCell {
  let wiring: Wiring
  var mode = "default"

  var units: Int { wiring.units }

  func step<Number: Real>(
    _ x: [Number], _ state: [Number], _ dt: Number, _ weights: Tensors<Number>
  ) -> (state: [Number], outputs: [Number]) {
    var signal = x
    var new: [Number] = []
    for (number, targets) in wiring.layers.enumerated() {
      let old = Array(state[new.count..<new.count + targets.count])
      let part = weights.part("layer_\(number).")
      let polarities = polarities(into: number)
      let cell = ReferenceCfC(units: targets.count, mode: mode)
      signal = cell.closed(dt, part) { name in
        let (matrix, bias, z) = (part[name + ".weight"], part[name + ".bias"], signal + old)
        return targets.indices.map { target in
          let row = target - targets.lowerBound
          return z.indices.reduce(bias[row]) { sum, column in
            let w = matrix[row * z.count + column]
            let polarity = polarities[row][column]
            let isOwn = column == signal.count + row
            if polarity == 0 { return isOwn ? sum + w * z[column] : sum }
            let pull = name.hasPrefix("ff") ? Number(Double(polarity)) * w.abs() : w
            return sum + pull * z[column]
          }
        }
      }
      new += signal
    }
    return (new, Array(signal.prefix(wiring.outputs)))
  }

  /// The polarities from what a layer reads, and then from itself, to each of its neurons.
  private func polarities(into layer: Int) -> [[Int8]] {
    wiring.layers[layer].map { target in
      let among = { (source: Int) in wiring.adjacency[source * wiring.units + target] }
      let before =
        layer > 0
        ? wiring.layers[layer - 1].map(among)
        : (0..<wiring.inputs).map { wiring.sensoryAdjacency[$0 * wiring.units + target] }
      return before + wiring.layers[layer].map(among)
    }
  }
}
