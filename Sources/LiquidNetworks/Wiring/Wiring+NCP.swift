extension Wiring {
  /// How many neurons a neural circuit policy has of each kind, and how densely they are joined.
  public struct Circuit: Sendable, Hashable {
    /// The number of inter neurons, which the sensory ones reach.
    public var inter: Int
    /// The number of command neurons, the only ones joined among themselves.
    public var command: Int
    /// The number of motor neurons, which are the outputs.
    public var motor: Int
    /// How many inter neurons each sensory neuron reaches.
    public var sensoryFanout: Int
    /// How many command neurons each inter neuron reaches.
    public var interFanout: Int
    /// How many synapses are drawn among the command neurons.
    public var recurrentCommandSynapses: Int
    /// How many command neurons reach each motor neuron.
    public var motorFanin: Int

    /// A circuit with these numbers of neurons and synapses.
    public init(
      inter: Int, command: Int, motor: Int, sensoryFanout: Int, interFanout: Int,
      recurrentCommandSynapses: Int, motorFanin: Int
    ) {
      self.inter = inter
      self.command = command
      self.motor = motor
      self.sensoryFanout = sensoryFanout
      self.interFanout = interFanout
      self.recurrentCommandSynapses = recurrentCommandSynapses
      self.motorFanin = motorFanin
    }
  }

  /// Returns a neural circuit policy whose circuit follows from its size.
  ///
  /// - Parameters:
  ///   - inputs: The number of inputs.
  ///   - units: The number of inter, command and motor neurons together.
  ///   - outputs: The number of motor neurons, at most `units - 3`.
  ///   - sparsity: How sparse the circuit is, from 0.1 to 1.
  ///   - seed: What determines synapses and polarities.
  /// - Returns: The wiring that ncps gives for the seed.
  /// - Throws: `WiringError` when the sizes do not fit together.
  public static func autoNCP(
    inputs: Int, units: Int, outputs: Int, sparsity: Double = 0.5, seed: UInt32 = 22_222
  ) throws(WiringError) -> Wiring {
    try check(inputs: inputs, units: units)
    try WiringError.require(
      outputs >= 1 && outputs < units - 2,
      "outputs must be from 1 to units - 3, and are \(outputs) of \(units)")
    try WiringError.require(
      sparsity >= 0.1 && sparsity <= 1, "sparsity must be from 0.1 to 1, and is \(sparsity)")
    let density = 1 - sparsity
    let rest = units - outputs
    let command = max(Int(0.4 * Double(rest)), 1)
    let inter = rest - command
    let circuit = Circuit(
      inter: inter, command: command, motor: outputs,
      sensoryFanout: max(Int(Double(inter) * density), 1),
      interFanout: max(Int(Double(command) * density), 1),
      recurrentCommandSynapses: max(Int(Double(command) * density * 2), 1),
      motorFanin: max(Int(Double(command) * density), 1))
    var wiring = try ncp(inputs: inputs, circuit, seed: seed)
    wiring.recipe = .autoNCP(units: units, outputs: outputs, sparsity: sparsity, seed: seed)
    return wiring
  }

  /// Returns a neural circuit policy: sensory to inter to command to motor neurons.
  ///
  /// - Parameters:
  ///   - inputs: The number of inputs.
  ///   - circuit: How many neurons and synapses of each kind.
  ///   - seed: What determines synapses and polarities.
  /// - Returns: The wiring that ncps gives for the seed.
  /// - Throws: `WiringError` when the sizes do not fit together.
  public static func ncp(
    inputs: Int, _ circuit: Circuit, seed: UInt32 = 22_222
  ) throws(WiringError) -> Wiring {
    try check(inputs, circuit)
    let motor = Array(0..<circuit.motor)
    let command = Array(circuit.motor..<circuit.motor + circuit.command)
    let units = circuit.motor + circuit.command + circuit.inter
    let inter = Array(circuit.motor + circuit.command..<units)
    let sensory = Array(0..<inputs)
    var wiring = Wiring(
      inputs: inputs, units: units, outputs: circuit.motor,
      layers: [
        circuit.motor + circuit.command..<units, circuit.motor..<circuit.motor + circuit.command,
        0..<circuit.motor,
      ])
    var generator = MersenneTwister(seed: seed)

    // From the sources on, then each target that none has reached from as many as are fair.
    func connect(
      _ sources: [Int], to targets: [Int], fanout: Int, atMost: Int, in adjacency: inout [Int8]
    ) {
      var unreached = targets
      for source in sources {
        for target in generator.choice(targets, count: fanout) {
          unreached.removeAll { $0 == target }
          adjacency[source * units + target] = generator.choice([-1, 1])
        }
      }
      let fanin = min(max(sources.count * fanout / targets.count, 1), atMost)
      for target in unreached {
        for source in generator.choice(sources, count: fanin) {
          adjacency[source * units + target] = generator.choice([-1, 1])
        }
      }
    }
    connect(
      sensory, to: inter, fanout: circuit.sensoryFanout, atMost: inputs,
      in: &wiring.sensoryAdjacency)
    connect(
      inter, to: command, fanout: circuit.interFanout, atMost: circuit.command,
      in: &wiring.adjacency)
    for _ in 0..<circuit.recurrentCommandSynapses {
      let source = generator.choice(command)
      let target = generator.choice(command)
      wiring.adjacency[source * units + target] = generator.choice([-1, 1])
    }
    var unused = command
    for target in motor {
      for source in generator.choice(command, count: circuit.motorFanin) {
        unused.removeAll { $0 == source }
        wiring.adjacency[source * units + target] = generator.choice([-1, 1])
      }
    }
    let fanout = min(
      max(circuit.motor * circuit.motorFanin / circuit.command, 1), circuit.motor)
    for source in unused {
      for target in generator.choice(motor, count: fanout) {
        wiring.adjacency[source * units + target] = generator.choice([-1, 1])
      }
    }
    wiring.recipe = .ncp(circuit, seed: seed)
    return wiring
  }

  private static func check(_ inputs: Int, _ circuit: Circuit) throws(WiringError) {
    let kinds = [circuit.inter, circuit.command, circuit.motor]
    try WiringError.require(
      kinds.allSatisfy { 1...mostUnits ~= $0 },
      "a circuit must have inter, command and motor neurons, and at most \(mostUnits) of each")
    try check(inputs: inputs, units: kinds.reduce(0, +))
    try WiringError.require(
      0...circuit.command ~= circuit.motorFanin,
      "motor fan-in must not exceed the \(circuit.command) command neurons")
    try WiringError.require(
      0...circuit.inter ~= circuit.sensoryFanout,
      "sensory fan-out must not exceed the \(circuit.inter) inter neurons")
    try WiringError.require(
      0...circuit.command ~= circuit.interFanout,
      "inter fan-out must not exceed the \(circuit.command) command neurons")
    try WiringError.require(
      circuit.recurrentCommandSynapses >= 0, "recurrent synapses must not be negative")
  }
}
