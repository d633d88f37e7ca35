import LiquidNetworks

/// The cell of a golden network, by its name and sizes, where it is shipped.
func cell(named name: String, _ tensors: [String: [Double]], inputs: Int) throws -> (any Cell)? {
  let own: (any Cell)? =
    if name.hasPrefix("wired") {
      WiredCfCCell(
        WiredCfCCell.Configuration(
          wiring: try wiring(named: name, tensors, inputs: inputs),
          mode: name.contains("pure") ? .pure : .default))
    } else if name.hasPrefix("cfc") {
      CfCCell(closed(named: name, tensors, inputs: inputs))
    } else if name.hasPrefix("ltc") {
      LTCCell(
        LTCCell.Configuration(
          wiring: try wiring(named: name, tensors, inputs: inputs),
          solver: .unfolds(name == "ltc_unfold1" ? 1 : 6),
          positivity: name == "ltc_explicit" ? .explicit : .implicit,
          inputMapping: tensors["rnn_cell.input_w"] == nil ? .none : .affine,
          outputMapping: tensors["rnn_cell.output_w"] == nil ? .none : .affine))
    } else if name == "lstm" {
      LSTMCell(LSTMCell.Configuration(inputs: inputs, units: (tensors["bias_hh"] ?? []).count / 4))
    } else if name == "grud" {
      GRUDCell(
        GRUDCell.Configuration(
          channelOfFeature: [0, 1, 1], units: (tensors["bias"] ?? []).count / 3))
    } else {
      nil
    }
  func behindMemory(_ cell: some Cell) -> any Cell { MixedMemoryCell(cell) }
  return tensors["lstm.input_map.weight"] == nil ? own : own.map { behindMemory($0) }
}

/// The closed-form cell of a golden network, by its name and tensors.
private func closed(
  named name: String, _ tensors: [String: [Double]], inputs: Int
) -> CfCCell.Configuration {
  let layers = Tensors(tensors).numbers(after: "rnn_cell.backbone.")
  let activation = Activation.allCases.first { $0 != .tanh && name.contains($0.rawValue) }
  return CfCCell.Configuration(
    inputs: inputs, units: tensors["rnn_cell.ff1.bias"]?.count ?? 0,
    backboneUnits: tensors["rnn_cell.backbone.0.bias"]?.count ?? 0, backboneLayers: layers.count,
    activation: activation ?? (name == "cfc_tanh" ? .tanh : .lecunTanh),
    mode: CfCCell.Mode.allCases.first { name.contains($0.rawValue) } ?? .default,
    dropout: layers.count > 2 && layers[2] == 5 ? 0.1 : 0)
}

/// The wiring of a golden network, by its name and sizes.
private func wiring(
  named name: String, _ tensors: [String: [Double]], inputs: Int
) throws -> Wiring {
  let layers = Tensors(tensors).numbers(after: "rnn_cell.layer_")
    .map { tensors["rnn_cell.layer_\($0).ff1.bias"]?.count ?? 0 }
  let units = tensors["rnn_cell.gleak"]?.count ?? layers.reduce(0, +)
  let outputs = tensors["rnn_cell.output_w"]?.count ?? layers.last ?? units
  if name.contains("autoncp") {
    return try .autoNCP(inputs: inputs, units: units, outputs: outputs)
  }
  if name.contains("random") {
    // The outputs of a closed-form cell in a wiring without layers are all its units.
    return try .random(
      inputs: inputs, units: units, outputs: layers.isEmpty ? outputs : 3, sparsity: 0.5)
  }
  if name == "ltc_ncp" {
    let isSmall = units == 9
    return try .ncp(
      inputs: inputs,
      Wiring.Circuit(
        inter: isSmall ? 4 : 10, command: isSmall ? 3 : 10, motor: isSmall ? 2 : 8,
        sensoryFanout: isSmall ? 2 : 6, interFanout: isSmall ? 2 : 6,
        recurrentCommandSynapses: isSmall ? 2 : 4, motorFanin: isSmall ? 2 : 6))
  }
  return try .fullyConnected(inputs: inputs, units: units, outputs: layers.isEmpty ? outputs : 3)
}

extension Cell {
  /// The flat array of golden tensors; none where one is missing.
  func weights(_ tensors: [String: [Double]]) throws -> [Float] {
    try values(
      Parameters(
        layout.entries.compactMap { entry in
          tensors[entry.name].map {
            Parameter(entry.name, shape: entry.shape, values: $0.map { Float($0) })
          }
        }))
  }
}
