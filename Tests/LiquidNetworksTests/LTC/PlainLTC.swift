import Glibc
import LiquidNetworks

/// A liquid time-constant cell in doubles, as ncps writes it down, over the same flat weights.
struct PlainLTC {
  let cell: LTCCell
  var weights: [Double]
  var unfolds: Int

  init(_ cell: LTCCell, _ weights: [Float], unfolds: Int = 6) {
    self.cell = cell
    self.weights = weights.map(Double.init)
    self.unfolds = unfolds
  }

  func tensor(_ name: String) -> [Double] {
    let entry = cell.layout.entries.first { $0.name == "rnn_cell." + name }
    return entry.map { Array(weights[$0.range]) } ?? []
  }

  func positive(_ name: String) -> [Double] {
    guard cell.configuration.positivity == .implicit else { return tensor(name) }
    return tensor(name).map { Reference.softplus($0) }
  }

  func mapped(_ name: String, _ values: [Double]) -> [Double] {
    var values = values
    for (index, w) in tensor(name + "_w").enumerated() { values[index] *= w }
    for (index, b) in tensor(name + "_b").enumerated() { values[index] += b }
    return values
  }

  /// The conductances of all synapses from some sources, source after source.
  func conductances(_ kind: String, _ sources: [Double]) -> [Double] {
    let (w, sigma, mu) = (positive(kind + "w"), tensor(kind + "sigma"), tensor(kind + "mu"))
    let mask = tensor(kind + "sparsity_mask")
    let units = cell.units
    return w.indices.map {
      w[$0] * Reference.sigmoid(sigma[$0] * (sources[$0 / units] - mu[$0])) * mask[$0]
    }
  }

  /// The new potentials.
  func step(_ x: [Double], _ v: [Double], _ dt: Double) -> [Double] {
    let sensory = conductances("sensory_", mapped("input", x))
    let sensoryErev = tensor("sensory_erev")
    let erev = tensor("erev")
    let (gleak, vleak, cm) = (positive("gleak"), tensor("vleak"), positive("cm"))
    let units = cell.units
    var v = v
    for _ in 0..<unfolds {
      let open = conductances("", v)
      v = (0..<units).map { j in
        var numerator = cm[j] * v[j] * Double(unfolds) / dt + gleak[j] * vleak[j]
        var denominator =
          cm[j] * Double(unfolds) / dt + gleak[j] + Double(cell.configuration.epsilon)
        for i in 0..<units {
          numerator += open[i * units + j] * erev[i * units + j]
          denominator += open[i * units + j]
        }
        for i in 0..<cell.inputs {
          numerator += sensory[i * units + j] * sensoryErev[i * units + j]
          denominator += sensory[i * units + j]
        }
        return numerator / denominator
      }
    }
    return v
  }

  func output(_ v: [Double]) -> [Double] { mapped("output", Array(v.prefix(cell.outputs))) }
}
