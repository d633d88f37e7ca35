import Kernels
import LiquidNetworks
import Testing

@Suite("What a network is, told and read back")
struct ArchitectureTests {
  static let architectures: [Architecture] =
    plain
    + wirings.flatMap { wiring in
      [
        .wiredCfC(WiredCfCCell.Configuration(wiring: wiring, mode: .noGate, fidelity: .wiring)),
        .ltc(
          LTCCell.Configuration(
            wiring: wiring, solver: .tolerance(relative: 0.5, absolute: 0.25, most: 64),
            epsilon: 0.125, positivity: .explicit, inputMapping: .none, outputMapping: .linear)),
        .mixedMemory(.ltc(LTCCell.Configuration(wiring: wiring))),
      ]
    }

  private static let wirings: [Wiring] = [
    try? .fullyConnected(inputs: 3, units: 4, outputs: 2, seed: .max, selfConnections: false),
    try? .random(inputs: 3, units: 4, sparsity: 0.25),
    try? .autoNCP(inputs: 3, units: 9, outputs: 2),
    try? .ncp(
      inputs: 3,
      Wiring.Circuit(
        inter: 4, command: 3, motor: 2, sensoryFanout: 2, interFanout: 2,
        recurrentCommandSynapses: 3, motorFanin: 2)),
    try? Wiring(
      inputs: 1, units: 2, outputs: 1, layers: [1..<2, 0..<1], adjacency: [0, -1, 1, 0],
      sensoryAdjacency: [0, 1]),
  ].compactMap(\.self)

  private static let plain: [Architecture] = [
    .cfc(CfC.Configuration(inputs: 5, units: 8)),
    .cfc(
      CfC.Configuration(
        inputs: 1, units: 3, backboneUnits: 7, backboneLayers: 0, activation: .silu, mode: .pure)),
    .cfc(
      CfCCell.Configuration(
        inputs: 2, units: 3, backboneUnits: 4, backboneLayers: 3, dropout: 0.25,
        firstLayerDropout: 0.5)),
    .cfc(
      CfCCell.Configuration(
        inputs: 2, units: 3, backboneUnits: 4, backboneLayers: 3, countsDropouts: true)),
    .lstm(LSTMCell.Configuration(inputs: 5, units: 8)),
    .gruD(GRUDCell.Configuration(channelOfFeature: [0, 1, 1, 0], units: 8)),
    .mixedMemory(.cfc(CfC.Configuration(inputs: 5, units: 8))),
  ]

  @Test("A description gives the architecture back", arguments: architectures)
  func roundTrip(_ architecture: Architecture) throws {
    #expect(try Architecture(architecture.description) == architecture)
    #expect(architecture.description.fields[0].value == .text(architecture.name))
  }

  @Test("What a network cannot leave is said of each kind")
  func certificates() throws {
    func certificate(_ architecture: Architecture) -> Certificate {
      var random = Xoshiro(seed: 3)
      let cell = architecture.cell
      return architecture.certificate(cell.initial(&random))
    }
    let cfc = CfCCell.Configuration(inputs: 2, units: 3)
    #expect(certificate(.cfc(cfc)) == Certificate(state: -1...1))
    #expect(certificate(.mixedMemory(.cfc(cfc))) == Certificate(state: -1...1))
    #expect(certificate(.cfc(.init(inputs: 2, units: 3, mode: .pure))) == Certificate())
    let ltc = Architecture.ltc(
      LTCCell.Configuration(wiring: try .fullyConnected(inputs: 2, units: 3)))
    let bounds = certificate(ltc)
    #expect((-1...1).contains(try #require(bounds.state)))
    #expect(try #require(bounds.timeConstants).lowerBound > 0)
  }

  private static let optional = [
    "memory", "dropout", "first layer dropout", "counts dropouts",
  ]

  @Test(
    "Whatever whole number a field holds, it is refused or makes a cell", arguments: architectures)
  func bounds(_ architecture: Architecture) throws {
    let sound = architecture.description
    for (place, field) in sound.fields.enumerated() {
      guard case .integer = field.value else { continue }
      for number in [.min, -1, 0, 1, 2, 4096, 4097, 65_536, 65_537, .max] {
        var odd = sound
        odd.fields[place].value = .integer(number)
        let made: Architecture
        do { made = try Architecture(odd) } catch { continue }
        #expect(made.cell.layout.count > 0 && made.cell.rowWidth > 0, "\(field.name) \(number)")
        let none = Parameters()
        #expect(throws: ParameterError.self) { try made.cell.values(none) }
      }
    }
  }

  @Test("A short description cannot ask for a wiring that takes up the memory")
  func largeWirings() throws {
    for wiring in Self.wirings where wiring.recipe != nil {
      var description = Architecture.wiredCfC(.init(wiring: wiring)).description
      for place in description.fields.indices {
        let name = description.fields[place].name
        if name == "wiring units" || name.hasSuffix("neurons") {
          description.fields[place].value = .integer(65_536)
        }
      }
      #expect {
        _ = try Architecture(description)
      } throws: {
        ($0 as? ArchitectureError)?.field == "wiring"
      }
    }
    #expect(throws: WiringError.self) { try Wiring.random(inputs: 1, units: 65_536) }
    #expect(throws: WiringError.self) { try Wiring.fullyConnected(inputs: 65_536, units: 4096) }
  }

  @Test("A memory before a memory is neither told nor made")
  func nesting() async {
    await #expect(processExitsWith: .failure) {
      let inner = Architecture.lstm(LSTMCell.Configuration(inputs: 1, units: 1))
      _ = Architecture.mixedMemory(.mixedMemory(inner)).description
    }
    await #expect(processExitsWith: .failure) {
      let inner = Architecture.lstm(LSTMCell.Configuration(inputs: 1, units: 1))
      _ = Architecture.mixedMemory(.mixedMemory(inner)).cell
    }
  }

  @Test("Only a solver with a tolerance has no way back", arguments: architectures)
  func wayBack(_ architecture: Architecture) {
    let hasTolerance =
      switch architecture {
      case .ltc(let configuration): configuration.solver != .unfolds(6)
      default: false
      }
    #expect(architecture.cell.canGoBack == !hasTolerance)
  }

  @Test("Weights of another wiring are refused")
  func otherWiring() throws {
    let cells = try [1, 2].map {
      WiredCfCCell(.init(wiring: try Wiring.autoNCP(inputs: 3, units: 12, outputs: 2, seed: $0)))
    }
    var random = Xoshiro(seed: 1)
    let model = Model(cells[0], outputs: 1, &random)
    #expect(try Model(cells[0], outputs: 1, model.parameters) == model)
    #expect(throws: ParameterError.self) { try Model(cells[1], outputs: 1, model.parameters) }
  }

  @Test("What is missing, out of range or unknown is named", arguments: architectures)
  func refusals(_ architecture: Architecture) throws {
    let sound = architecture.description
    for field in sound.fields where !Self.optional.contains(field.name) {
      var lacking = sound
      lacking.fields.removeAll { $0 == field }
      #expect {
        _ = try Architecture(lacking)
      } throws: {
        ($0 as? ArchitectureError)?.field == field.name
      }
    }
    var odd = sound
    odd.fields.append(.init("dropout of another day", .integer(1)))
    #expect(
      throws: ArchitectureError(
        "dropout of another day", "is nothing that this program knows of a network")
    ) { try Architecture(odd) }
  }
}
