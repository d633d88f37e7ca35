extension ArchitectureDescription {
  /// Tells a wiring: by its recipe where it has one, else synapse by synapse.
  mutating func put(_ wiring: Wiring) {
    switch wiring.recipe {
    case .fullyConnected(let units, let outputs, let seed, let selfConnections):
      put("wiring", "fully-connected")
      put("wiring units", units)
      put("wiring outputs", outputs)
      put("wiring self-connections", selfConnections)
      put("wiring seed", String(seed))
    case .random(let units, let outputs, let sparsity, let seed):
      put("wiring", "random")
      put("wiring units", units)
      put("wiring outputs", outputs)
      put("wiring sparsity", sparsity)
      put("wiring seed", String(seed))
    case .ncp(let circuit, let seed):
      put("wiring", "ncp")
      put("wiring inter neurons", circuit.inter)
      put("wiring command neurons", circuit.command)
      put("wiring motor neurons", circuit.motor)
      put("wiring sensory fan-out", circuit.sensoryFanout)
      put("wiring inter fan-out", circuit.interFanout)
      put("wiring recurrent command synapses", circuit.recurrentCommandSynapses)
      put("wiring motor fan-in", circuit.motorFanin)
      put("wiring seed", String(seed))
    case .autoNCP(let units, let outputs, let sparsity, let seed):
      put("wiring", "auto-ncp")
      put("wiring units", units)
      put("wiring outputs", outputs)
      put("wiring sparsity", sparsity)
      put("wiring seed", String(seed))
    case nil:
      put("wiring", "given")
      put("wiring units", wiring.units)
      put("wiring outputs", wiring.outputs)
      tensors.append(
        Parameter(
          WiringTensor.adjacency, shape: [wiring.units, wiring.units],
          values: wiring.adjacency.map { Float($0) }))
      tensors.append(
        Parameter(
          WiringTensor.sensory, shape: [wiring.inputs, wiring.units],
          values: wiring.sensoryAdjacency.map { Float($0) }))
      tensors.append(
        Parameter(
          WiringTensor.layers, shape: [wiring.layers.count, 2],
          values: wiring.layers.flatMap { [Float($0.lowerBound), Float($0.upperBound)] }))
    }
  }
}

extension DescriptionReader {
  /// The wiring of a network with so many inputs.
  mutating func wiring(inputs: Int) throws(ArchitectureError) -> Wiring {
    let kind = try word("wiring", of: ["fully-connected", "random", "ncp", "auto-ncp", "given"])
    if kind == "given" { return try given(inputs: inputs) }
    let recipe = try recipe(kind)
    do { return try recipe.wiring(inputs: inputs) } catch {
      throw ArchitectureError("wiring", "cannot be made: \(error)")
    }
  }

  private mutating func recipe(_ kind: String) throws(ArchitectureError) -> Wiring.Recipe {
    switch kind {
    case "ncp":
      return .ncp(
        Wiring.Circuit(
          inter: try count("inter neurons"), command: try count("command neurons"),
          motor: try count("motor neurons"), sensoryFanout: try count("sensory fan-out"),
          interFanout: try count("inter fan-out"),
          recurrentCommandSynapses: try count("recurrent command synapses"),
          motorFanin: try count("motor fan-in")), seed: try seed())
    case "auto-ncp":
      return .autoNCP(
        units: try count("units"), outputs: try count("outputs"),
        sparsity: try number("wiring sparsity", in: 0...1), seed: try seed())
    case "random":
      return .random(
        units: try count("units"), outputs: try count("outputs"),
        sparsity: try number("wiring sparsity", in: 0...1), seed: try seed())
    default:
      return .fullyConnected(
        units: try count("units"), outputs: try count("outputs"), seed: try seed(),
        selfConnections: try flag("wiring self-connections"))
    }
  }

  private mutating func given(inputs: Int) throws(ArchitectureError) -> Wiring {
    let units = try count("units")
    let bounds = try counts(WiringTensor.layers)
    guard bounds.count.isMultiple(of: 2),
      stride(from: 0, to: bounds.count, by: 2).allSatisfy({ bounds[$0] <= bounds[$0 + 1] })
    else {
      throw ArchitectureError(WiringTensor.layers, "must hold where each layer begins and ends")
    }
    let outputs = try count("outputs")
    let adjacency = try polarities(WiringTensor.adjacency, [units, units])
    let sensory = try polarities(WiringTensor.sensory, [inputs, units])
    do {
      return try Wiring(
        inputs: inputs, units: units, outputs: outputs,
        layers: stride(from: 0, to: bounds.count, by: 2).map { bounds[$0]..<bounds[$0 + 1] },
        adjacency: adjacency, sensoryAdjacency: sensory)
    } catch {
      throw ArchitectureError("wiring", "cannot be made: \(error)")
    }
  }

  private mutating func count(_ name: String) throws(ArchitectureError) -> Int {
    try integer("wiring " + name, in: 0...Architecture.largest)
  }

  private mutating func seed<Seed: FixedWidthInteger & UnsignedInteger>()
    throws(ArchitectureError) -> Seed
  {
    guard let seed = Seed(try text("wiring seed")) else {
      throw ArchitectureError("wiring seed", "must be a whole number from 0 to \(Seed.max)")
    }
    return seed
  }
}

/// The names of the tensors that keep a wiring without a recipe.
private enum WiringTensor {
  static let adjacency = "wiring.adjacency"
  static let sensory = "wiring.sensory_adjacency"
  static let layers = "wiring.layers"
}
