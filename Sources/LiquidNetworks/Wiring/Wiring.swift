/// Which neurons of a network are joined by a synapse, and whether it excites or inhibits.
///
/// Neurons are numbered motor first, then command, then inter, as in ncps, whose generators these
/// wirings equal bit for bit. M. Lechner et al., Neural circuit policies enabling auditable
/// autonomy, 2020, doi:10.1038/s42256-020-00237-3.
public struct Wiring: Sendable {
  /// The number of sensory neurons, one for each input.
  public let inputs: Int
  /// The number of neurons besides the sensory ones.
  public let units: Int
  /// The number of motor neurons: those whose potentials are the outputs, numbered from zero.
  public let outputs: Int
  /// The polarity −1, 0 or 1 from each neuron (row) to each neuron (column).
  public internal(set) var adjacency: [Int8]
  /// The polarity −1, 0 or 1 from each sensory neuron (row) to each neuron (column).
  public internal(set) var sensoryAdjacency: [Int8]
  /// The neurons layer by layer in the direction of the signal: inter, command, motor, or all as one.
  public let layers: [Range<Int>]
  /// What made the wiring, where a generator did.
  public internal(set) var recipe: Recipe?

  /// The most units of a wiring.
  static let mostUnits = 4096
  /// The most pairs of neurons that a wiring may join: its memory follows them, not its synapses.
  static let mostPairs = 1 << 22

  /// Throws where a wiring of so many neurons would be none or take too much memory.
  static func check(inputs: Int, units: Int) throws(WiringError) {
    try WiringError.require(inputs > 0, "a network must have at least one input")
    try WiringError.require(
      1...mostUnits ~= units, "the units must be from 1 to \(mostUnits), and are \(units)")
    try WiringError.require(
      inputs <= mostPairs && (inputs + units) * units <= mostPairs,
      "\(inputs) inputs and \(units) units make more than \(mostPairs) pairs of neurons")
  }

  init(inputs: Int, units: Int, outputs: Int, layers: [Range<Int>]) {
    self.inputs = inputs
    self.units = units
    self.outputs = outputs
    self.layers = layers
    adjacency = [Int8](repeating: 0, count: units * units)
    sensoryAdjacency = [Int8](repeating: 0, count: inputs * units)
  }
}

/// Why a wiring cannot be made, and what would do.
public struct WiringError: Error, Equatable, CustomStringConvertible {
  /// What must be.
  public let description: String

  init(_ description: String) {
    self.description = description
  }

  static func require(_ holds: Bool, _ message: @autoclosure () -> String) throws(WiringError) {
    if !holds { throw WiringError(message()) }
  }
}
