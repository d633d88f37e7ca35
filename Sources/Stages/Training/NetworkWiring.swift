import Configuration
import LiquidNetworks

extension TrainingPlan {
  /// Which units of a network are joined: the wirings of ncps.
  public struct NetworkWiring: Sendable {
    /// How a wiring is made.
    public enum Kind: String, CaseIterable, Sendable {
      /// Every unit with every other.
      case fullyConnected = "fully-connected"
      /// Some, at random.
      case random
      /// Inter, command and motor neurons, whose numbers follow from the size.
      case autoNCP = "auto-ncp"
    }

    /// How it is made.
    public var kind: Kind
    /// The number of units that are outputs; none: all, or a quarter of a neural circuit policy.
    public var outputs: Int?
    /// The share of synapses that is left out.
    public var sparsity = 0.5
    /// What is drawn at random starts from this.
    public var seed = 22_222

    /// A wiring of a kind, with the numbers that are usual for it.
    init(_ kind: Kind) { self.kind = kind }

    init(_ settings: inout Settings) {
      kind = settings.choice("kind", default: .autoNCP, "How it is made.")
      outputs = settings.optionalInteger(
        "outputs", in: 1...1024,
        "The units that are outputs; without it all, or a quarter of a neural circuit policy.")
      sparsity = settings.number(
        "sparsity", in: 0...0.99, default: sparsity,
        "With 'random' and 'auto-ncp': the share of synapses that is left out.")
      seed = settings.integer(
        "seed", in: 0...Int(Int32.max), default: seed, "What is drawn at random starts from this.")
    }

    /// The wiring of so many inputs and units; throws where the numbers do not fit together.
    func wiring(inputs: Int, units: Int) throws(WiringError) -> Wiring {
      switch kind {
      case .fullyConnected:
        try .fullyConnected(inputs: inputs, units: units, outputs: outputs, seed: UInt64(seed))
      case .random:
        try .random(
          inputs: inputs, units: units, outputs: outputs, sparsity: sparsity, seed: UInt64(seed))
      case .autoNCP:
        try .autoNCP(
          inputs: inputs, units: units, outputs: outputs ?? max(1, units / 4), sparsity: sparsity,
          seed: UInt32(seed))
      }
    }
  }
}
