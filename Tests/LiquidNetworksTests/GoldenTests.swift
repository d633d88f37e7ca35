import HDF5
import Kernels
import LiquidNetworks
import Testing

/// A closed-form network among the goldens.
struct CfCGolden: Sendable, CustomTestStringConvertible {
  let name: String
  let configuration: CfC.Configuration
  var layers = [0]
  var testDescription: String { name }

  static let all = [
    CfCGolden(name: "cfc_default", configuration: CfC.Configuration(inputs: 5, units: 8)),
    CfCGolden(name: "cfc_pure", configuration: CfC.Configuration(inputs: 5, units: 8, mode: .pure)),
    CfCGolden(
      name: "cfc_no_gate", configuration: CfC.Configuration(inputs: 5, units: 8, mode: .noGate)),
    CfCGolden(
      name: "cfc_backbone3_silu",
      configuration: CfC.Configuration(
        inputs: 5, units: 8, backboneUnits: 16, backboneLayers: 3, activation: .silu),
      layers: [0, 2, 5]),
  ]
}

@Suite("Networks of ncps")
struct GoldenTests {
  @Test("CfC gives the outputs of ncps", arguments: CfCGolden.all)
  func cfc(_ golden: CfCGolden) throws {
    let saved = GoldenNetwork(name: golden.name, precision: "f32")
    let parameters = try saved.parameters(
      GoldenNetwork.cfcTensors(golden.configuration, layers: golden.layers))
    let weights = try CfC.Weights(parameters, golden.configuration)
    try expect(CfC(golden.configuration, weights), toGive: saved)
  }

  @Test("The reference in doubles gives CfC's outputs to the last digits", arguments: CfCGolden.all)
  func cfcReference(_ golden: CfCGolden) throws {
    let saved = GoldenNetwork(name: golden.name, precision: "f64")
    let tensors = GoldenNetwork.cfcTensors(golden.configuration, layers: golden.layers)
    let cell = Reference.CfC(
      weights: try doubles(saved, tensors, prefix: "rnn_cell."), layers: golden.layers,
      mode: golden.configuration.mode.rawValue, activation: golden.configuration.activation.rawValue
    )
    try expectReference(saved, outputs: 8) { x, h, dt in
      h = cell.step(x, h, dt)
      return h
    }
  }

  @Test("A state dictionary survives reading and writing")
  func roundTrip() throws {
    let golden = CfCGolden.all[0]
    let saved = GoldenNetwork(name: golden.name, precision: "f32")
    let parameters = try saved.parameters(GoldenNetwork.cfcTensors(golden.configuration))
    #expect(try CfC.Weights(parameters, golden.configuration).parameters() == parameters)
  }

  @Test("Weights of a cell in another wiring are refused, and those of its own taken")
  func foreign() throws {
    func cell(_ seed: UInt32) throws -> WiredCfCCell {
      WiredCfCCell(.init(wiring: try .autoNCP(inputs: 5, units: 16, outputs: 2, seed: seed)))
    }
    var random = Xoshiro(seed: 1)
    let weights = try cell(1).initial(&random)
    let parameters = try cell(1).layout.parameters(weights)
    #expect(try cell(1).values(parameters) == weights)
    #expect(throws: ParameterError.self) { try cell(2).values(parameters) }
  }

  @Test("A missing tensor and a wrong shape are named")
  func refusals() throws {
    let golden = CfCGolden.all[0]
    let saved = GoldenNetwork(name: golden.name, precision: "f32")
    var parameters = try saved.parameters(GoldenNetwork.cfcTensors(golden.configuration))
    parameters.all.removeAll { $0.name == "rnn_cell.ff2.bias" }
    #expect(
      throws: ParameterError("the weights must contain rnn_cell.ff2.bias of shape [8]")
    ) { try CfC.Weights(parameters, golden.configuration) }
    parameters.all.append(Parameter("rnn_cell.ff2.bias", shape: [1], values: [0]))
    #expect(
      throws: ParameterError("rnn_cell.ff2.bias must have shape [8], and has [1]")
    ) { try CfC.Weights(parameters, golden.configuration) }
  }

  /// Steps alone and sixteen at a time must both give the golden outputs and the same bits.
  private func expect(_ network: some LaneNetwork, toGive golden: GoldenNetwork) throws {
    let sequences = try golden.timedSequences()
    let expected = try golden.read("y", as: Float.self)
    let together = network.outputs(for: sequences)
    let count = GoldenNetwork.steps * network.outputs
    for (row, sequence) in sequences.enumerated() {
      let alone = stepped(network, over: sequence)
      #expect(alone.map(\.bitPattern) == together[row].map(\.bitPattern))
      let error = zip(alone, expected[row * count..<(row + 1) * count]).map { abs($0 - $1) }.max()
      #expect(error ?? 1 <= 2e-6)
    }
  }

  private func expectReference(
    _ golden: GoldenNetwork, outputs: Int, units: Int = 8,
    _ step: ([Double], inout [Double], Double) -> [Double]
  ) throws {
    let x = try golden.read("x", as: Double.self)
    let elapsed = try golden.read("timespans", as: Double.self)
    let expected = try golden.read("y", as: Double.self)
    var worst = 0.0
    for row in 0..<GoldenNetwork.sequences {
      var state = [Double](repeating: 0, count: units)
      for time in 0..<GoldenNetwork.steps {
        let place = row * GoldenNetwork.steps + time
        let y = step(Array(x[place * 5..<(place + 1) * 5]), &state, elapsed[place])
        for output in 0..<outputs {
          worst = max(worst, abs(y[output] - expected[place * outputs + output]))
        }
      }
    }
    #expect(worst <= 1e-12)
  }

  private func doubles(
    _ golden: GoldenNetwork, _ tensors: [(name: String, shape: [Int])], prefix: String
  ) throws -> [String: [Double]] {
    var weights: [String: [Double]] = [:]
    for tensor in tensors {
      weights[String(tensor.name.dropFirst(prefix.count))] =
        try golden.read("state_dict/" + tensor.name, as: Double.self)
    }
    return weights
  }
}

/// The outputs after each observation, one sequence alone.
func stepped(_ network: some RecurrentNetwork, over sequence: TimedSequence) -> [Float] {
  var state = network.start()
  var output = [Float](repeating: 0, count: network.outputs)
  var all: [Float] = []
  for (time, dt) in sequence.elapsed.enumerated() {
    let first = time * network.inputs
    let input = Array(sequence.inputs[first..<first + network.inputs])
    var span = output.mutableSpan
    network.step(input.span, after: dt, &state, into: &span)
    all += output
  }
  return all
}
