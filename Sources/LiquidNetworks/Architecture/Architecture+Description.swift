extension Architecture {
  /// The most inputs or units that a description may state.
  static let largest = 65_536

  /// What the network is, as named values: the architecture's name first, then how it is built.
  public var description: ArchitectureDescription {
    var description = ArchitectureDescription()
    switch self {
    case .mixedMemory(let inner):
      Self.requireNoMemory(inner)
      description = inner.description
      description.fields.insert(.init("memory", .text("mixed")), at: 1)
    case .cfc(let configuration):
      description.put("architecture", name)
      description.put("network inputs", inputs)
      description.put("units", configuration.units)
      description.put("backbone units", configuration.backboneUnits)
      description.put("backbone layers", configuration.backboneLayers)
      description.put("activation", configuration.activation.rawValue)
      description.put("mode", configuration.mode.rawValue)
      // What is as it is without them is not told.
      if configuration.dropout > 0 { description.put("dropout", Double(configuration.dropout)) }
      if configuration.firstLayerDropout > 0 {
        description.put("first layer dropout", Double(configuration.firstLayerDropout))
      }
      if configuration.countsDropouts != (configuration.dropout > 0) {
        description.put("counts dropouts", configuration.countsDropouts)
      }
    case .wiredCfC(let configuration):
      description.put("architecture", name)
      description.put("network inputs", inputs)
      description.put(configuration.wiring)
      description.put("mode", configuration.mode.rawValue)
      description.put("fidelity", configuration.fidelity.rawValue)
    case .ltc(let configuration):
      description.put("architecture", name)
      description.put("network inputs", inputs)
      description.put(configuration.wiring)
      description.put(configuration.solver)
      description.put("epsilon", Double(configuration.epsilon))
      description.put("positivity", configuration.positivity.rawValue)
      description.put("input mapping", configuration.inputMapping.rawValue)
      description.put("output mapping", configuration.outputMapping.rawValue)
    case .lstm(let configuration):
      description.put("architecture", name)
      description.put("network inputs", inputs)
      description.put("units", configuration.units)
    case .gruD(let configuration):
      description.put("architecture", name)
      description.put("units", configuration.units)
      description.fields.append(
        .init("channel of feature", .integers(configuration.channelOfFeature)))
    }
    return description
  }

  /// The network that named values describe.
  ///
  /// - Parameter description: The fields, in any order, and tensors.
  /// - Throws: `ArchitectureError` where a field is missing, out of range or unknown.
  public init(_ description: ArchitectureDescription) throws(ArchitectureError) {
    var reader = DescriptionReader(description)
    let name = try reader.word("architecture", of: Self.names)
    let hasMemory = reader.has("memory")
    if hasMemory { _ = try reader.word("memory", of: ["mixed"]) }
    switch name {
    case "lstm":
      self = .lstm(LSTMCell.Configuration(inputs: try reader.inputs(), units: try reader.units()))
    case "wired-cfc":
      let wiring = try reader.wiring(inputs: try reader.inputs())
      self = .wiredCfC(
        WiredCfCCell.Configuration(
          wiring: wiring, mode: try reader.choice("mode"), fidelity: try reader.choice("fidelity")))
    case "ltc": self = .ltc(try reader.ltc())
    case "gru-d": self = .gruD(try reader.gruD())
    default: self = .cfc(try reader.cfc())
    }
    if hasMemory { self = .mixedMemory(self) }
    try reader.finish()
  }
}

extension DescriptionReader {
  fileprivate mutating func inputs() throws(ArchitectureError) -> Int {
    try integer("network inputs", in: 1...Architecture.largest)
  }

  fileprivate mutating func units() throws(ArchitectureError) -> Int {
    try integer("units", in: 1...4096)
  }

  fileprivate mutating func cfc() throws(ArchitectureError) -> CfCCell.Configuration {
    let layers = try integer("backbone layers", in: 0...16)
    return CfCCell.Configuration(
      inputs: try inputs(), units: try units(),
      backboneUnits: try integer("backbone units", in: min(1, layers)...4096),
      backboneLayers: layers, activation: try choice("activation"), mode: try choice("mode"),
      dropout: try share("dropout"), firstLayerDropout: try share("first layer dropout"),
      countsDropouts: has("counts dropouts") ? try flag("counts dropouts") : nil)
  }

  /// A share that is left out in training; none unless it is told.
  private mutating func share(_ name: String) throws(ArchitectureError) -> Float {
    has(name) ? Float(try number(name, in: 0...0.99)) : 0
  }

  fileprivate mutating func ltc() throws(ArchitectureError) -> LTCCell.Configuration {
    let wiring = try wiring(inputs: try inputs())
    return LTCCell.Configuration(
      wiring: wiring, solver: try solver(), epsilon: Float(try number("epsilon", in: 0...1)),
      positivity: try choice("positivity"), inputMapping: try choice("input mapping"),
      outputMapping: try choice("output mapping"))
  }

  private mutating func solver() throws(ArchitectureError) -> LTCCell.Solver {
    guard try word("solver", of: ["unfolds", "tolerance"]) == "tolerance" else {
      return .unfolds(try integer("unfolds", in: 1...1000))
    }
    return .tolerance(
      relative: Float(try number("relative tolerance", in: 0...1)),
      absolute: Float(try number("absolute tolerance", in: 1e-9...1)),
      most: try integer("most unfolds", in: 2...65_536))
  }

  fileprivate mutating func gruD() throws(ArchitectureError) -> GRUDCell.Configuration {
    let channels = try integers("channel of feature", in: 0...Architecture.largest)
    guard Set(channels).count == (channels.max() ?? -1) + 1 else {
      throw ArchitectureError("channel of feature", "must count channels from 0 without gaps")
    }
    return GRUDCell.Configuration(channelOfFeature: channels, units: try units())
  }
}

extension ArchitectureDescription {
  fileprivate mutating func put(_ solver: LTCCell.Solver) {
    switch solver {
    case .unfolds(let count):
      put("solver", "unfolds")
      put("unfolds", count)
    case .tolerance(let relative, let absolute, let most):
      put("solver", "tolerance")
      put("relative tolerance", Double(relative))
      put("absolute tolerance", Double(absolute))
      put("most unfolds", most)
    }
  }
}
