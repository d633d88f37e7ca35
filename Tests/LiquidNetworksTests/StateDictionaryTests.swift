import LiquidNetworks
import Testing

@Suite("State dictionaries of ncps")
struct StateDictionaryTests {
  @Test(
    "become networks that give what ncps gave",
    arguments: NcpsNetwork.all)
  func outputs(_ golden: NcpsNetwork) throws {
    let network = try StateDictionary(golden.parameters()).network(golden.options)
    let cell = network.architecture.cell
    #expect(network.architecture.inputs == 5 && cell.inputs == 5)
    let described = try Architecture(network.architecture.description)
    #expect(described == network.architecture)
    let record = try NcpsRecord(golden, precision: "f32")
    let x = record.x.map { Float($0) }
    let elapsed = record.elapsed.map { Float($0) }
    let expected = record.y.map { Float($0) }
    let stepping = cell.network(try cell.layout.values(network.weights))
    var given: [Float] = []
    for sequence in 0..<4 {
      var state = stepping.start()
      for step in sequence * 40..<(sequence + 1) * 40 {
        var output = [Float](repeating: 0, count: stepping.outputs)
        let input = Array(x[5 * step..<5 * step + 5])
        var span = output.mutableSpan
        stepping.step(input.span, after: elapsed[step], &state, into: &span)
        given += read(output, by: network.weights)
      }
    }
    #expect(given.count == expected.count)
    #expect(zip(given, expected).allSatisfy { abs($0 - $1) <= 2e-6 })
  }

  @Test(
    "come back from their networks with the same bits",
    arguments: NcpsNetwork.all)
  func roundTrip(_ golden: NcpsNetwork) throws {
    let parameters = try golden.parameters()
    let network = try StateDictionary(parameters).network(golden.options)
    let options = StateDictionary.options(for: network.architecture)
    let again = try StateDictionary(network)
    #expect(again.parameters.all.count == parameters.all.count)
    for parameter in parameters.all {
      let other = try #require(again.parameters[parameter.name])
      #expect(other.shape == parameter.shape)
      #expect(other.values.map(\.bitPattern) == parameter.values.map(\.bitPattern))
    }
    // What is said of the network then is enough, without defaults.
    #expect(try again.network(options) == network)
  }

  @Test(
    "must be whole, finite, of one kind and of fitting shapes",
    arguments: NcpsNetwork.all)
  func refusals(_ golden: NcpsNetwork) throws {
    let sound = try golden.parameters()
    for index in sound.all.indices {
      let parameter = sound.all[index]
      func isRefused(_ change: (inout [Parameter]) -> Void) -> Bool {
        var all = sound.all
        change(&all)
        do {
          _ = try StateDictionary(Parameters(all)).network(golden.options)
          return false
        } catch { return true }
      }
      var odd = parameter
      odd.values[0] = .nan
      let longer = Parameter(
        parameter.name, shape: [parameter.values.count + 1], values: parameter.values + [0])
      #expect(isRefused { $0[index] = odd }, "\(parameter.name) is NaN")
      #expect(isRefused { $0[index] = longer }, "\(parameter.name) is longer")
      // A mapping without its bias is another mapping, and a projection is whole or not there.
      if !["rnn_cell.input_b", "rnn_cell.output_b"].contains(parameter.name) {
        #expect(isRefused { $0.remove(at: index) }, "\(parameter.name) is missing")
      }
    }
    let extra = Parameters(sound.all + [Parameter("rnn_cell.extra", shape: [1], values: [1])])
    #expect {
      _ = try StateDictionary(extra).network(golden.options)
    } throws: {
      ($0 as? StateDictionaryError)?.key == "rnn_cell.extra"
    }
  }

  @Test("that do not say enough are refused with the name of the option")
  func options() throws {
    func missing(
      _ parameters: [Parameter], _ options: StateDictionaryOptions = StateDictionaryOptions()
    ) throws -> String? {
      let error = #expect(throws: StateDictionaryError.self) {
        try StateDictionary(Parameters(parameters)).network(options)
      }
      return error?.option
    }
    let cell = CfCCell(CfCCell.Configuration(inputs: 1, units: 2, backboneUnits: 3))
    let weights = cell.layout.parameters([Float](repeating: 0.5, count: cell.layout.count)).all
    #expect(try missing(weights) == "mode")
    let ltc = LTCCell(
      LTCCell.Configuration(wiring: try Wiring.fullyConnected(inputs: 1, units: 2)))
    let others = ltc.layout.parameters([Float](repeating: 1, count: ltc.layout.count)).all
    #expect(try missing(others) == "unfolds")
    #expect(try missing(others.filter { !$0.name.contains("output_") }, .defaults) == "outputs")
  }

  @Test("are not made of what ncps does not have")
  func foreign() throws {
    let wiring = try Wiring.autoNCP(inputs: 2, units: 8, outputs: 2)
    let architectures: [Architecture] = [
      .lstm(LSTMCell.Configuration(inputs: 2, units: 3)),
      .wiredCfC(WiredCfCCell.Configuration(wiring: wiring, fidelity: .wiring)),
      .ltc(
        LTCCell.Configuration(
          wiring: wiring, solver: .tolerance(relative: 0, absolute: 0.01, most: 64))),
    ]
    for architecture in architectures {
      let layout = architecture.cell.layout
      let weights = layout.parameters([Float](repeating: 0, count: layout.count))
      #expect(throws: StateDictionaryError.self) {
        try StateDictionary(StateDictionary.Network(architecture, weights))
      }
    }
  }

  /// What a readout makes of a cell's outputs.
  private func read(_ outputs: [Float], by weights: Parameters) -> [Float] {
    guard let weight = weights["readout.weight"], let bias = weights["readout.bias"] else {
      return outputs
    }
    return bias.values.indices.map { row in
      outputs.indices.reduce(bias.values[row]) {
        $0 + weight.values[row * outputs.count + $1] * outputs[$1]
      }
    }
  }
}
