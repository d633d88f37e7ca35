extension LTC {
  /// How a liquid time-constant network is built.
  public struct Configuration: Sendable, Equatable {
    /// Which neurons are joined.
    public var wiring: Wiring
    /// The number of solver steps between two observations: part of what the network computes.
    public var unfolds: Int
    /// What keeps the solver's denominator above zero.
    public var epsilon: Float
    /// Whether conductances and capacitances are the softplus of their weights.
    public var implicitConstraints: Bool

    /// A network with this wiring and the defaults of ncps.
    public init(
      wiring: Wiring, unfolds: Int = 6, epsilon: Float = 1e-8, implicitConstraints: Bool = true
    ) {
      self.wiring = wiring
      self.unfolds = unfolds
      self.epsilon = epsilon
      self.implicitConstraints = implicitConstraints
    }
  }

  /// The weights of synapses from each source (row) to each unit (column).
  public struct SynapseWeights: Sendable, Equatable {
    /// The conductance when the synapse is open.
    public var w: [Float]
    /// How steeply it opens with the source's potential.
    public var sigma: [Float]
    /// The source's potential at which it is half open.
    public var mu: [Float]
    /// The potential that it pulls its target to.
    public var erev: [Float]
  }

  /// The weights of a liquid time-constant network, under their names in ncps.
  public struct Weights: Sendable, Equatable {
    /// The leak conductance of each unit.
    public var gleak: [Float]
    /// The potential that the leak pulls each unit to.
    public var vleak: [Float]
    /// The capacitance of each unit.
    public var cm: [Float]
    /// The synapses between units.
    public var recurrent: SynapseWeights
    /// The synapses from inputs.
    public var sensory: SynapseWeights
    /// What each input is multiplied by.
    public var inputW: [Float]
    /// What is added to each input.
    public var inputB: [Float]
    /// What each output is multiplied by.
    public var outputW: [Float]
    /// What is added to each output.
    public var outputB: [Float]
  }
}

extension LTC.Weights {
  /// Reads the weights of a network from an ncps state dictionary; maps that are absent do nothing.
  ///
  /// - Parameters:
  ///   - parameters: The named tensors; their masks, if any, must be those of the wiring.
  ///   - wiring: What the network's wiring is.
  /// - Throws: `ParameterError` when a tensor is missing, has another shape or another mask.
  public init(_ parameters: Parameters, _ wiring: Wiring) throws(ParameterError) {
    let prefix = "rnn_cell."
    let units = wiring.units
    func values(_ name: String) throws(ParameterError) -> [Float] {
      try parameters.values(of: prefix + name, shape: [units])
    }
    func synapses(
      _ kind: String, _ sources: Int, _ polarities: [Int8]
    ) throws(ParameterError) -> LTC.SynapseWeights {
      let shape = [sources, units]
      let name = "\(prefix)\(kind)sparsity_mask"
      if parameters[name] != nil,
        try parameters.values(of: name, shape: shape) != polarities.map({ Float(abs($0)) })
      {
        throw ParameterError("\(name) must be the mask of the wiring: check its seed and sizes")
      }
      return LTC.SynapseWeights(
        w: try parameters.values(of: "\(prefix)\(kind)w", shape: shape),
        sigma: try parameters.values(of: "\(prefix)\(kind)sigma", shape: shape),
        mu: try parameters.values(of: "\(prefix)\(kind)mu", shape: shape),
        erev: try parameters.values(of: "\(prefix)\(kind)erev", shape: shape))
    }
    func map(_ name: String, _ count: Int, otherwise: Float) throws(ParameterError) -> [Float] {
      parameters[prefix + name] == nil
        ? [Float](repeating: otherwise, count: count)
        : try parameters.values(of: prefix + name, shape: [count])
    }
    gleak = try values("gleak")
    vleak = try values("vleak")
    cm = try values("cm")
    recurrent = try synapses("", units, wiring.adjacency)
    sensory = try synapses("sensory_", wiring.inputs, wiring.sensoryAdjacency)
    inputW = try map("input_w", wiring.inputs, otherwise: 1)
    inputB = try map("input_b", wiring.inputs, otherwise: 0)
    outputW = try map("output_w", wiring.outputs, otherwise: 1)
    outputB = try map("output_b", wiring.outputs, otherwise: 0)
  }

  /// Returns the weights as an ncps state dictionary, in its order, the masks included.
  public func parameters(_ wiring: Wiring) -> Parameters {
    let prefix = "rnn_cell."
    let among = [wiring.units, wiring.units]
    let from = [wiring.inputs, wiring.units]
    func one(_ name: String, _ shape: [Int], _ values: [Float]) -> Parameter {
      Parameter(prefix + name, shape: shape, values: values)
    }
    return Parameters([
      one("gleak", [gleak.count], gleak), one("vleak", [vleak.count], vleak),
      one("cm", [cm.count], cm), one("sigma", among, recurrent.sigma),
      one("mu", among, recurrent.mu), one("w", among, recurrent.w),
      one("erev", among, recurrent.erev), one("sensory_sigma", from, sensory.sigma),
      one("sensory_mu", from, sensory.mu), one("sensory_w", from, sensory.w),
      one("sensory_erev", from, sensory.erev),
      one("sparsity_mask", among, wiring.adjacency.map { Float(abs($0)) }),
      one("sensory_sparsity_mask", from, wiring.sensoryAdjacency.map { Float(abs($0)) }),
      one("input_w", [inputW.count], inputW), one("input_b", [inputB.count], inputB),
      one("output_w", [outputW.count], outputW), one("output_b", [outputB.count], outputB),
    ])
  }
}
