extension StateDictionary {
  /// The state dictionary that `load_state_dict` of ncps takes for a network.
  ///
  /// - Parameter network: What the network is, and its weights.
  /// - Throws: `StateDictionaryError` where ncps has no such network.
  public init(_ network: Network) throws(StateDictionaryError) {
    try Self.check(network.architecture)
    let names = network.architecture.cell.layout.entries.map(\.name)
    var all: [Parameter] = []
    for parameter in network.weights.all {
      if names.contains(parameter.name) {
        all.append(parameter)
      } else if parameter.name.hasPrefix("\(Self.readout).") {
        all.append(
          Parameter(
            Self.projection + parameter.name.dropFirst(Self.readout.count), shape: parameter.shape,
            values: parameter.values))
      } else {
        throw StateDictionaryError(parameter.name, "is nothing that ncps has")
      }
    }
    try self.init(Parameters(all))
  }

  private static func check(_ architecture: Architecture) throws(StateDictionaryError) {
    switch architecture {
    case .cfc: return
    case .mixedMemory(let inner): try check(inner)
    case .wiredCfC(let configuration) where configuration.fidelity == .ncps: return
    case .ltc(let configuration):
      guard case .unfolds = configuration.solver else {
        throw StateDictionaryError(
          "", "ncps has no liquid time-constant network whose solver keeps a tolerance")
      }
    case .wiredCfC:
      throw StateDictionaryError(
        "", "ncps has no closed-form network that honours polarities and recurrent synapses")
    case .lstm, .gruD:
      throw StateDictionaryError("", "ncps has no network of the kind '\(architecture.name)'")
    }
  }

  /// What a state dictionary of a network does not say, as options that `network(_:)` takes.
  public static func options(for architecture: Architecture) -> StateDictionaryOptions {
    var options = StateDictionaryOptions()
    switch architecture {
    case .mixedMemory(let inner): return Self.options(for: inner)
    case .cfc(let configuration):
      options.mode = configuration.mode
      options.activation = configuration.backboneLayers > 0 ? configuration.activation : nil
    case .wiredCfC(let configuration): options.mode = configuration.mode
    case .ltc(let configuration):
      options.positivity = configuration.positivity
      if case .unfolds(let count) = configuration.solver { options.unfolds = count }
      options.epsilon = configuration.epsilon
      options.outputs = configuration.wiring.outputs
    case .lstm, .gruD: break
    }
    return options
  }
}
