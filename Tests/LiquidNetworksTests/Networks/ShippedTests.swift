import Kernels
import LiquidNetworks
import Testing

@Suite("The cells as they are shipped")
struct ShippedTests {
  @Test("give what ncps gives, alone and sixteen at a time", arguments: NcpsNetwork.all)
  func ncps(_ network: NcpsNetwork) throws {
    let record = try NcpsRecord(network, precision: "f32")
    let tensors = record.tensors
    let cell = try #require(
      try LiquidNetworksTests.cell(named: network.name, tensors, inputs: NcpsRecord.inputs))
    let weights = try cell.weights(tensors)
    let sequences = (0..<NcpsRecord.sequences).map { row in
      let (width, steps) = (NcpsRecord.steps * NcpsRecord.inputs, NcpsRecord.steps)
      return TimedSequence(
        inputs: record.x[row * width..<(row + 1) * width].map { Float($0) },
        elapsed: record.elapsed[row * steps..<(row + 1) * steps].map { Float($0) })
    }
    let together = cell.outputs(weights, for: sequences)
    let single = cell.network(weights)
    for (row, sequence) in sequences.enumerated() {
      let alone = stepped(single, over: sequence)
      #expect(alone.map(\.bitPattern) == together[row].map(\.bitPattern))
      let outputs = alone.map(Double.init).rows(of: cell.outputs).flatMap {
        tensors["fc.weight"] == nil ? $0 : Tensors(tensors).linear("fc", $0)
      }
      let count = NcpsRecord.steps * record.outputs
      let expected = record.y[row * count..<(row + 1) * count]
      #expect(outputs.count == count)
      let worst = zip(outputs, expected).map { abs($0 - $1) }.max() ?? .nan
      #expect(worst <= 2e-6)
    }
  }

  @Test("give what torch gives and go back along its slopes", arguments: TorchNetwork.all)
  func torch(_ network: TorchNetwork) throws {
    let tensors = network.weights
    let cell = try #require(
      try LiquidNetworksTests.cell(named: network.name, tensors, inputs: network.inputs))
    let weights = try cell.weights(tensors)
    func run(_ cell: some Cell) -> (given: [Double], slopes: Slopes) {
      var tape = CellTape(cell, weights, network.trial)
      return (tape.given.flatMap { $0.map(Double.init) }, tape.slopes())
    }
    let (given, slopes) = run(cell)
    let worst = zip(given, network.given).map { abs($0 - $1) }.max() ?? .nan
    #expect(worst <= 2e-6)
    #expect(given.count == network.given.count)
    #expect(slopes.all.map(\.name) == network.slopes.all.map(\.name))
    for (found, expected) in zip(slopes.all, network.slopes.all) {
      #expect(relativeDifference(found.values, expected.values) <= 1e-4, "\(found.name)")
    }
  }

  @Test("give the tensors of a state dictionary back", arguments: NcpsNetwork.all)
  func tensors(_ network: NcpsNetwork) throws {
    let tensors = try NcpsRecord(network, precision: "f32").tensors
    let cell = try #require(
      try LiquidNetworksTests.cell(named: network.name, tensors, inputs: NcpsRecord.inputs))
    let read = cell.layout.parameters(try cell.weights(tensors))
    for parameter in read.all {
      #expect(parameter.values.map(Double.init) == tensors[parameter.name], "\(parameter.name)")
    }
    // A readout is no part of a cell.
    let own = tensors.keys.filter { !$0.hasPrefix("fc.") }
    #expect(read.all.map(\.name).sorted() == own.sorted())
  }

  @Test("name a tensor that is missing, of another shape or of another wiring")
  func refusals() throws {
    let cell = WiredCfCCell(.init(wiring: try .autoNCP(inputs: 3, units: 10, outputs: 2)))
    var random = Xoshiro(seed: 1)
    var parameters = cell.layout.parameters(cell.initial(&random))
    #expect(throws: Never.self) { try cell.values(parameters) }
    let other = WiredCfCCell(.init(wiring: try .autoNCP(inputs: 3, units: 10, outputs: 2, seed: 1)))
    #expect(throws: ParameterError.self) { try other.values(parameters) }
    parameters.all.removeAll { $0.name == "rnn_cell.layer_2.ff2.bias" }
    #expect(
      throws: ParameterError("the weights must contain rnn_cell.layer_2.ff2.bias of shape [2]")
    ) { try cell.values(parameters) }
    parameters.all.append(Parameter("rnn_cell.layer_2.ff2.bias", shape: [1], values: [0]))
    #expect(throws: ParameterError("rnn_cell.layer_2.ff2.bias must have shape [2], and has [1]")) {
      try cell.values(parameters)
    }
  }
}
