extension Wiring {
  /// Returns a wiring in which each neuron is joined to each, two of three synapses excitatory.
  ///
  /// - Parameters:
  ///   - inputs: The number of inputs.
  ///   - units: The number of neurons.
  ///   - outputs: The number of neurons that are outputs; all unless stated.
  ///   - seed: What determines the polarities.
  ///   - selfConnections: Whether neurons are joined to themselves.
  /// - Returns: The wiring that ncps gives for the seed.
  /// - Throws: `WiringError` when the sizes do not fit together.
  public static func fullyConnected(
    inputs: Int, units: Int, outputs: Int? = nil, seed: UInt64 = 1111, selfConnections: Bool = true
  ) throws(WiringError) -> Wiring {
    var wiring = try oneLayer(inputs: inputs, units: units, outputs: outputs ?? units)
    var generator = PermutedCongruential(seed: seed)
    for source in 0..<units {
      for target in 0..<units where selfConnections || source != target {
        wiring.adjacency[source * units + target] = generator.polarity()
      }
    }
    for synapse in wiring.sensoryAdjacency.indices {
      wiring.sensoryAdjacency[synapse] = generator.polarity()
    }
    wiring.recipe = .fullyConnected(
      units: units, outputs: wiring.outputs, seed: seed, selfConnections: selfConnections)
    return wiring
  }

  /// Returns a wiring in which a given share of the possible synapses is absent.
  ///
  /// - Parameters:
  ///   - inputs: The number of inputs.
  ///   - units: The number of neurons.
  ///   - outputs: The number of neurons that are outputs; all unless stated.
  ///   - sparsity: The share of synapses that are absent, from 0 to below 1.
  ///   - seed: What determines synapses and polarities.
  /// - Returns: The wiring that ncps gives for the seed.
  /// - Throws: `WiringError` when the sizes do not fit together.
  public static func random(
    inputs: Int, units: Int, outputs: Int? = nil, sparsity: Double = 0, seed: UInt64 = 1111
  ) throws(WiringError) -> Wiring {
    try WiringError.require(
      sparsity >= 0 && sparsity < 1, "sparsity must be from 0 to below 1, and is \(sparsity)")
    var wiring = try oneLayer(inputs: inputs, units: units, outputs: outputs ?? units)
    var generator = PermutedCongruential(seed: seed)
    func count(of possible: Int) -> Int {
      Int((Double(possible) * (1 - sparsity)).rounded(.toNearestOrEven))
    }
    let among = units * units
    for synapse in generator.choice(below: among, count: count(of: among)) {
      wiring.adjacency[synapse] = generator.polarity()
    }
    let sensory = inputs * units
    for synapse in generator.choice(below: sensory, count: count(of: sensory)) {
      // ncps draws each sensory polarity twice and keeps the second.
      _ = generator.polarity()
      wiring.sensoryAdjacency[synapse] = generator.polarity()
    }
    wiring.recipe = .random(
      units: units, outputs: wiring.outputs, sparsity: sparsity, seed: seed)
    return wiring
  }

  private static func oneLayer(
    inputs: Int, units: Int, outputs: Int
  ) throws(WiringError) -> Wiring {
    try check(inputs: inputs, units: units)
    try WiringError.require(
      1...units ~= outputs, "outputs must be from 1 to the \(units) units, and are \(outputs)")
    return Wiring(inputs: inputs, units: units, outputs: outputs, layers: [0..<units])
  }
}
