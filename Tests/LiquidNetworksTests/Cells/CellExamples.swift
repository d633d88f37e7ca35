import LiquidNetworks

/// Every cell, in every form that differs in its equations, and in sizes that fill no block of lanes.
let cellExamples: [CellExample] =
  [
    CellExample(
      "LSTM 4", LSTMCell(LSTMCell.Configuration(inputs: 3, units: 4)), ReferenceLSTM(units: 4)),
    CellExample(
      "LSTM 18", LSTMCell(LSTMCell.Configuration(inputs: 1, units: 18)), ReferenceLSTM(units: 18)),
    CellExample(
      "LSTM behind a memory",
      MixedMemoryCell(LSTMCell(LSTMCell.Configuration(inputs: 3, units: 3))),
      ReferenceMixedMemory(inner: ReferenceLSTM(units: 3))),
    CellExample(
      "GRU-D 5", GRUDCell(GRUDCell.Configuration(channelOfFeature: [0, 1, 1, 0, 2], units: 5)),
      ReferenceGRUD(units: 5, channelOfFeature: [0, 1, 1, 0, 2])),
    CellExample(
      "GRU-D 17", GRUDCell(GRUDCell.Configuration(features: 19, units: 17)),
      ReferenceGRUD(units: 17, channelOfFeature: Array(0..<19))),
  ] + closedExamples + wiredExamples + ltcExamples

private let closedExamples: [CellExample] =
  Activation.allCases.map {
    CellExample(
      "CfC, two layers of \($0)",
      CfCCell(.init(inputs: 3, units: 5, backboneUnits: 7, backboneLayers: 2, activation: $0)),
      ReferencePart(inner: ReferenceCfC(units: 5, activation: $0.rawValue)))
  }
  + CfCCell.Mode.allCases.flatMap { mode in
    [
      CellExample(
        "CfC without a backbone, \(mode)",
        CfCCell(.init(inputs: 2, units: 6, backboneLayers: 0, mode: mode)),
        ReferencePart(inner: ReferenceCfC(units: 6, mode: mode.rawValue))),
      CellExample(
        "CfC 17, \(mode)", CfCCell(.init(inputs: 3, units: 17, backboneUnits: 18, mode: mode)),
        ReferencePart(inner: ReferenceCfC(units: 17, mode: mode.rawValue))),
    ]
  } + [
    CellExample(
      "CfC behind a memory", MixedMemoryCell(CfCCell(.init(inputs: 3, units: 4, backboneUnits: 6))),
      ReferenceMixedMemory(inner: ReferencePart(inner: ReferenceCfC(units: 4))))
  ]

private let wiredExamples: [CellExample] =
  CfC.Mode.allCases.flatMap { mode in
    let wiring = made { try Wiring.autoNCP(inputs: 3, units: 11, outputs: 2) }
    let cell = { WiredCfCCell(.init(wiring: wiring, mode: mode, fidelity: $0)) }
    let inner = ReferenceWiredCfC(layers: wiring.layers.map(\.count), mode: mode.rawValue)
    let policy = ReferencePolicy(wiring: wiring, mode: mode.rawValue)
    return [
      CellExample("wired CfC, \(mode)", cell(.ncps), ReferencePart(inner: inner)),
      CellExample("policy of CfC, \(mode)", cell(.wiring), ReferencePart(inner: policy)),
      CellExample(
        "wired CfC behind a memory, \(mode)", MixedMemoryCell(cell(.ncps)),
        ReferenceMixedMemory(inner: ReferencePart(inner: inner))),
    ]
  } + otherWirings

/// Wirings that are large, sparse without layers, and full.
private let otherWirings: [CellExample] = [
  ("a large circuit", made { try .autoNCP(inputs: 2, units: 40, outputs: 10) }),
  ("a random wiring", made { try .random(inputs: 3, units: 8, outputs: 2, sparsity: 0.6) }),
  ("a full wiring", made { try .fullyConnected(inputs: 2, units: 5, outputs: 2) }),
].map { (name: String, wiring: Wiring) in
  CellExample(
    "policy of CfC in \(name)", WiredCfCCell(.init(wiring: wiring, fidelity: .wiring)),
    ReferencePart(inner: ReferencePolicy(wiring: wiring)))
}

private let ltcExamples: [CellExample] = [
  ltc("fully connected") {
    LTCCell.Configuration(wiring: try .fullyConnected(inputs: 3, units: 6, outputs: 4))
  },
  ltc("in an NCP") {
    LTCCell.Configuration(wiring: try .autoNCP(inputs: 4, units: 21, outputs: 3))
  },
  ltc("in a random wiring, explicit, linear maps, three unfolds") {
    LTCCell.Configuration(
      wiring: try .random(inputs: 2, units: 18, outputs: 2, sparsity: 0.7), solver: .unfolds(3),
      epsilon: 1e-3, positivity: .explicit, inputMapping: .linear, outputMapping: .linear)
  },
  ltc("without maps, one unfold") {
    LTCCell.Configuration(
      wiring: try .ncp(
        inputs: 3,
        Wiring.Circuit(
          inter: 5, command: 4, motor: 2, sensoryFanout: 2, interFanout: 2,
          recurrentCommandSynapses: 3, motorFanin: 2)), solver: .unfolds(1),
      inputMapping: .none, outputMapping: .none)
  },
]

private func ltc(
  _ name: String, _ configuration: () throws -> LTCCell.Configuration
) -> CellExample {
  let cell = LTCCell(made(configuration))
  guard case .unfolds(let unfolds) = cell.configuration.solver else {
    preconditionFailure("the reference has a number of unfolds")
  }
  return CellExample(
    "LTC \(name)", cell,
    ReferencePart(
      inner: ReferenceLTC(
        units: cell.units, outputs: cell.outputs, unfolds: unfolds,
        epsilon: Double(cell.configuration.epsilon),
        isImplicit: cell.configuration.positivity == .implicit)))
}

/// What cannot fail.
private func made<Value>(_ make: () throws -> Value) -> Value {
  do { return try make() } catch { preconditionFailure("\(error)") }
}
