import Kernels
import LiquidNetworks
import Testing

@Suite("The weights that a cell begins with")
struct InitialWeightTests {
  /// The range of a tensor, by its name and shape.
  typealias Ranges = (String, [Int]) -> ClosedRange<Float>?

  @Test("LTC: those of ncps, and the polarities of the wiring")
  func ltc() throws {
    let wiring = try Wiring.random(inputs: 20, units: 40, outputs: 20, sparsity: 0.3)
    let cell = LTCCell(LTCCell.Configuration(wiring: wiring))
    expect(cell) { name, _ in
      switch name.split(separator: "_").last {
      case "gleak", "w": name.hasPrefix("input") || name.hasPrefix("output") ? 1...1 : 0.001...1
      case "vleak": -0.2...0.2
      case "cm": 0.4...0.6
      case "sigma": 3...8
      case "mu": 0.3...0.8
      case "b": 0...0
      default: nil
      }
    }
    let weights = cell.tensors(initial(cell))
    #expect(weights["rnn_cell.erev"] == wiring.adjacency.map(Double.init))
    #expect(weights["rnn_cell.sensory_erev"] == wiring.sensoryAdjacency.map(Double.init))
    #expect(weights["rnn_cell.sparsity_mask"] == wiring.adjacency.map { Double(abs($0)) })
  }

  @Test("CfC: those of Glorot and Bengio, A and w_tau too", arguments: CfCCell.Mode.allCases)
  func cfc(_ mode: CfCCell.Mode) {
    let cell = CfCCell(
      .init(inputs: 20, units: 30, backboneUnits: 40, backboneLayers: 2, mode: mode))
    expect(cell) { name, shape in
      glorot(name, shape, columns: name == "backbone.0.bias" ? 50 : 40)
    }
  }

  @Test("Wired CfC: those of Glorot and Bengio, pure ones too", arguments: CfC.Mode.allCases)
  func wired(_ mode: CfC.Mode) throws {
    let wiring = try Wiring.fullyConnected(inputs: 40, units: 60)
    let cell = WiredCfCCell(WiredCfCCell.Configuration(wiring: wiring, mode: mode))
    expect(cell) { name, shape in glorot(name, shape, columns: 100) }
  }

  @Test("LSTM: those of torch")
  func lstm() {
    expect(LSTMCell(LSTMCell.Configuration(inputs: 20, units: 25))) { _, _ in -0.2...0.2 }
  }

  @Test("A memory: Glorot's and Bengio's from the inputs, and orthogonal from the state")
  func memory() {
    let cell = MixedMemoryCell(LSTMCell(LSTMCell.Configuration(inputs: 30, units: 20)))
    expect(cell) { name, shape in
      name.hasSuffix("input_map.bias")
        ? -0.1...0.1 : name.hasSuffix("input_map.weight") ? glorot(name, shape, columns: 30) : nil
    }
    expectOrthogonal(cell.tensors(initial(cell))["lstm.recurrent_map.weight"] ?? [], columns: 40)
  }

  @Test("GRU-D: decays at or above zero, gates without bias, orthogonal among the units")
  func grud() {
    let cell = GRUDCell(GRUDCell.Configuration(features: 25, units: 20))
    expect(cell) { name, shape in
      switch name {
      case "input_decay.weight", "hidden_decay.weight": 0...0.2
      case "weight_ih": -(6.0 / 70 as Float).squareRoot()...(6.0 / 70 as Float).squareRoot()
      case "weight_hh": nil
      default: 0...0
      }
    }
    let recurrent = cell.tensors(initial(cell))["weight_hh"] ?? []
    for gate in recurrent.rows(of: 400) { expectOrthogonal(gate, columns: 20) }
  }

  private func initial(_ cell: some Cell) -> [Float] {
    var random = Xoshiro(seed: 41)
    return cell.initial(&random)
  }

  /// Each tensor keeps to its range and comes near both ends of it.
  private func expect(_ cell: some Cell, _ range: Ranges) {
    let weights = initial(cell)
    for entry in cell.layout.entries where entry.role != .fixed {
      let name = entry.name.replacing("rnn_cell.", with: "")
      guard let range = range(name, entry.shape) else { continue }
      let values = weights[entry.range]
      let (lower, upper) = (values.min() ?? .nan, values.max() ?? .nan)
      #expect(range.contains(lower) && range.contains(upper), "\(name)")
      let slack = 0.2 * (range.upperBound - range.lowerBound)
      #expect(lower <= range.lowerBound + slack && upper >= range.upperBound - slack, "\(name)")
    }
    var other = Xoshiro(seed: 42)
    #expect(cell.initial(&other) != weights)
    #expect(initial(cell) == weights)
  }

  /// The range of ncps: of Glorot and Bengio, and of torch's linear layer for a bias.
  private func glorot(_ name: String, _ shape: [Int], columns: Int) -> ClosedRange<Float> {
    let edge =
      shape.count == 2
      ? (6 / Float(shape[0] + shape[1])).squareRoot() : 1 / Float(columns).squareRoot()
    return -edge...edge
  }

  private func expectOrthogonal(_ matrix: [Double], columns: Int) {
    let rows = matrix.rows(of: columns)
    for a in 0..<columns {
      for b in 0...a {
        let product = rows.reduce(0) { $0 + $1[a] * $1[b] }
        #expect(abs(product - (a == b ? 1 : 0)) <= 1e-6)
      }
    }
  }
}
