extension Wiring {
  /// Which generator made a wiring, and from what: enough to make it again.
  public enum Recipe: Sendable, Hashable {
    /// As `fullyConnected` makes it.
    case fullyConnected(units: Int, outputs: Int, seed: UInt64, selfConnections: Bool)
    /// As `random` makes it.
    case random(units: Int, outputs: Int, sparsity: Double, seed: UInt64)
    /// As `ncp` makes it.
    case ncp(Circuit, seed: UInt32)
    /// As `autoNCP` makes it.
    case autoNCP(units: Int, outputs: Int, sparsity: Double, seed: UInt32)

    /// Makes the wiring for so many inputs.
    ///
    /// - Parameter inputs: The number of sensory neurons.
    /// - Returns: The wiring that ncps gives for the recipe.
    /// - Throws: `WiringError` when the sizes do not fit together.
    public func wiring(inputs: Int) throws(WiringError) -> Wiring {
      switch self {
      case .fullyConnected(let units, let outputs, let seed, let selfConnections):
        try .fullyConnected(
          inputs: inputs, units: units, outputs: outputs, seed: seed,
          selfConnections: selfConnections)
      case .random(let units, let outputs, let sparsity, let seed):
        try .random(inputs: inputs, units: units, outputs: outputs, sparsity: sparsity, seed: seed)
      case .ncp(let circuit, let seed): try .ncp(inputs: inputs, circuit, seed: seed)
      case .autoNCP(let units, let outputs, let sparsity, let seed):
        try .autoNCP(inputs: inputs, units: units, outputs: outputs, sparsity: sparsity, seed: seed)
      }
    }
  }

  /// A wiring whose synapses are given one by one, as no generator may have made them.
  ///
  /// - Parameters:
  ///   - inputs: The number of sensory neurons.
  ///   - units: The number of other neurons.
  ///   - outputs: The number of motor neurons, numbered from zero.
  ///   - layers: The neurons layer by layer, each of them once, the motor neurons in the last one.
  ///   - adjacency: The polarity from each neuron (row) to each neuron (column).
  ///   - sensoryAdjacency: The polarity from each sensory neuron (row) to each neuron (column).
  /// - Throws: `WiringError` when the sizes do not fit together or a polarity is none.
  public init(
    inputs: Int, units: Int, outputs: Int, layers: [Range<Int>]? = nil, adjacency: [Int8],
    sensoryAdjacency: [Int8]
  ) throws(WiringError) {
    try Self.check(inputs: inputs, units: units)
    try WiringError.require(
      1...units ~= outputs, "outputs must be from 1 to the \(units) units, and are \(outputs)")
    try WiringError.require(
      adjacency.count == units * units && sensoryAdjacency.count == inputs * units,
      "a wiring must state the synapse from each neuron to each")
    try WiringError.require(
      (adjacency + sensoryAdjacency).allSatisfy { (-1...1).contains($0) },
      "a polarity must be -1, 0 or 1")
    let layers = layers ?? [0..<units]
    try WiringError.require(
      layers.last.map { $0.lowerBound == 0 && $0.count >= outputs } ?? false,
      "the last layer must begin with the \(outputs) motor neurons, which are numbered from zero")
    let sorted = layers.sorted { $0.lowerBound < $1.lowerBound }
    try WiringError.require(
      sorted.allSatisfy { !$0.isEmpty } && sorted.first?.lowerBound == 0
        && sorted.last?.upperBound == units
        && zip(sorted, sorted.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound },
      "the layers must hold each of the \(units) units once")
    self.init(inputs: inputs, units: units, outputs: outputs, layers: layers)
    self.adjacency = adjacency
    self.sensoryAdjacency = sensoryAdjacency
  }
}

extension Wiring: Hashable {
  /// Returns whether the same neurons are joined alike, whatever made the wirings.
  public static func == (a: Wiring, b: Wiring) -> Bool {
    a.inputs == b.inputs && a.units == b.units && a.outputs == b.outputs && a.layers == b.layers
      && a.adjacency == b.adjacency && a.sensoryAdjacency == b.sensoryAdjacency
  }

  /// Feeds the synapses to a hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(inputs)
    hasher.combine(adjacency)
    hasher.combine(sensoryAdjacency)
  }
}
