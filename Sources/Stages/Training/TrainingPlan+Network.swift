import Configuration
public import LiquidNetworks

extension TrainingPlan {
  /// What the network is: which cell, and how it is built.
  public struct Network: Sendable {
    /// The cells that a plan may name.
    public enum Kind: String, CaseIterable, Sendable {
      /// A closed-form continuous-time network.
      case cfc
      /// Closed-form cells in layers that a wiring joins.
      case wiredCfC = "wired-cfc"
      /// A liquid time-constant network.
      case ltc
      /// A long short-term memory that sees the elapsed time.
      case lstm
      /// A gated recurrent unit whose inputs and state decay.
      case gruD = "gru-d"
    }

    /// The cell.
    public var kind = Kind.cfc
    /// The number of units.
    public var units = 32
    /// The width of the backbone's layers.
    public var backboneUnits = 64
    /// The number of the backbone's layers.
    public var backboneLayers = 1
    /// The share of a backbone layer that training leaves out.
    public var backboneDropout = 0.0
    /// The share of the first backbone layer that training leaves out.
    public var firstLayerDropout = 0.0
    /// What bends the backbone.
    public var activation = Activation.lecunTanh
    /// How time enters.
    public var mode = CfC.Mode.default
    /// How much of a wiring a wired cell honours.
    public var fidelity = WiredCfCCell.Fidelity.wiring
    /// Into how many steps the time between two observations is divided.
    public var unfolds = 6
    /// Which units are joined; none: as is usual for the cell.
    public var wiring: NetworkWiring?
    /// Whether a long short-term memory stands before the cell.
    public var hasMixedMemory = false

    init() {}

    init(_ settings: inout Settings) {
      kind = settings.choice("cell", default: kind, "What steps from one observation to the next.")
      units = settings.integer("units", in: 1...1024, default: units, "The number of units.")
      backboneUnits = settings.integer(
        "backboneUnits", in: 1...4096, default: backboneUnits,
        "With 'cfc': the width of the backbone.")
      backboneLayers = settings.integer(
        "backboneLayers", in: 0...8, default: backboneLayers,
        "With 'cfc': the depth of the backbone.")
      backboneDropout = settings.number(
        "backboneDropout", in: 0...0.95, default: backboneDropout,
        "With 'cfc': the share of what leaves each backbone layer but the first that training leaves"
          + " out.")
      firstLayerDropout = settings.number(
        "firstLayerDropout", in: 0...0.95, default: firstLayerDropout,
        "With 'cfc': the share of what leaves the first backbone layer that training leaves out, which"
          + " ncps never does.")
      activation = settings.choice(
        "activation", default: activation, "With 'cfc': what bends the backbone.")
      mode = settings.choice(
        "mode", default: mode, "With 'cfc' and 'wired-cfc': how time enters.")
      fidelity = settings.choice(
        "fidelity", default: fidelity,
        "With 'wired-cfc': whether all of the wiring is honoured, or what 'ncps' honours of it.")
      unfolds = settings.integer(
        "unfolds", in: 1...64, default: unfolds,
        "With 'ltc': into how many steps the time between two observations is divided.")
      wiring = settings.object(
        "wiring",
        "With 'ltc' and 'wired-cfc': which units are joined; without it all with each other, or as"
          + " a neural circuit policy."
      ) { NetworkWiring(&$0) }
      hasMixedMemory = settings.flag(
        "mixedMemory", "Puts a long short-term memory before the cell, as ncps does.")
      if settings.isDescribing { return }
      let owners: [(keys: [String], cells: [Kind])] = [
        (
          [
            "backboneUnits", "backboneLayers", "backboneDropout", "firstLayerDropout", "activation",
          ], [.cfc]
        ),
        (["mode"], [.cfc, .wiredCfC]), (["fidelity"], [.wiredCfC]), (["unfolds"], [.ltc]),
        (["wiring"], [.ltc, .wiredCfC]),
      ]
      for (keys, cells) in owners where !cells.contains(kind) {
        for key in keys where settings.has(key) {
          let names = cells.map { "'\($0.rawValue)'" }.joined(separator: " and ")
          settings.refuse(key, "changes nothing here: it belongs to \(names)")
        }
      }
    }

    /// The network for inputs of an encoding; throws where a wiring does not fit its units.
    public func architecture(for encoding: InputEncoding) throws(WiringError) -> Architecture {
      let inputs = encoding.width
      let own: Architecture
      switch kind {
      case .cfc:
        own = .cfc(
          CfCCell.Configuration(
            inputs: inputs, units: units, backboneUnits: backboneUnits,
            backboneLayers: backboneLayers, activation: activation, mode: mode,
            dropout: Float(backboneDropout), firstLayerDropout: Float(firstLayerDropout)))
      case .wiredCfC:
        let wiring = try (wiring ?? NetworkWiring(.autoNCP)).wiring(inputs: inputs, units: units)
        own = .wiredCfC(WiredCfCCell.Configuration(wiring: wiring, mode: mode, fidelity: fidelity))
      case .ltc:
        let wiring = try (wiring ?? NetworkWiring(.fullyConnected))
          .wiring(inputs: inputs, units: units)
        own = .ltc(LTCCell.Configuration(wiring: wiring, solver: .unfolds(unfolds)))
      case .lstm: own = .lstm(LSTMCell.Configuration(inputs: inputs, units: units))
      case .gruD:
        own = .gruD(GRUDCell.Configuration(channelOfFeature: encoding.channelOfInput, units: units))
      }
      return hasMixedMemory ? .mixedMemory(own) : own
    }

    /// What an encoding must be for the network, where it is not that.
    public func problem(with encoding: InputEncoding) -> String? {
      guard kind == .gruD else { return nil }
      let isPlain = encoding.masks && encoding.ages == .plain
      let isOfAll = encoding.tellings.allSatisfy { $0 == .presence }
      let isForward = encoding.halfLives.allSatisfy { $0 == 0 }
      return isPlain && isOfAll && isForward
        ? nil
        : "a 'gru-d' needs the mask and the plain age of every channel and values filled forward:"
          + " 'masks', \"ages\": \"plain\", no 'plain' channels, no 'halfLife', and no inputs that"
          + " are stated once"
    }
  }
}
