extension Architecture {
  /// The most inputs or units that a description may state.
  static let largest = 65_536

  /// What the network is, as named values: the architecture's name first, then how it is built.
  public var description: ArchitectureDescription {
    var description = ArchitectureDescription()
    description.put("architecture", name)
    description.put("network inputs", inputs)
    switch self {
    case .cfc(let configuration):
      description.put("units", configuration.units)
      description.put("backbone units", configuration.backboneUnits)
      description.put("backbone layers", configuration.backboneLayers)
      description.put("activation", configuration.activation.rawValue)
      description.put("mode", configuration.mode.rawValue)
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
    let inputs = try reader.integer("network inputs", in: 1...Self.largest)
    switch name {
    default:
      self = .cfc(
        CfC.Configuration(
          inputs: inputs, units: try reader.integer("units", in: 1...4096),
          backboneUnits: try reader.integer("backbone units", in: 0...4096),
          backboneLayers: try reader.integer("backbone layers", in: 0...16),
          activation: try reader.choice("activation"), mode: try reader.choice("mode")))
    }
    try reader.finish()
  }
}
