public import Kernels

/// Closed-form cells one behind another, joined as a wiring's layers are: inter, command, motor.
///
/// A layer reads the new state of the layer before it and its own old state; it has no backbone. How
/// much of the wiring is honoured is said by `Fidelity`. The state is kept layer after layer (inter,
/// command, motor), as ncps keeps it, not by the neurons' numbers.
public struct WiredCfCCell: Cell {
  /// How much of a wiring the cell honours.
  public enum Fidelity: String, Sendable, CaseIterable {
    /// What ncps does: synapses between layers thin out the two heads that say where the state goes,
    /// but not those of the gate; every unit reads all of its own layer; polarities play no part.
    /// The outputs are all units of the last layer.
    case ncps
    /// A neural circuit policy: every head has the synapses of the wiring and no others, those
    /// within a layer included, and excitatory ones raise where the target goes while inhibitory ones
    /// lower it. A neuron also reads its own old state, free of sign, as its membrane does. The
    /// effective weight of a synapse is its polarity times |w|: unlike softplus this keeps the range
    /// that initial weights are drawn from, and a synapse can vanish. The heads of the gate say when,
    /// not where to, and are free of sign. The outputs are the motor neurons.
    case wiring
  }

  /// How the cell is built.
  public struct Configuration: Sendable, Hashable {
    /// What joins the units.
    public var wiring: Wiring
    /// What the heads are made into.
    public var mode: CfC.Mode
    /// How much of the wiring is honoured.
    public var fidelity: Fidelity

    /// A cell of this wiring.
    public init(wiring: Wiring, mode: CfC.Mode = .default, fidelity: Fidelity = .ncps) {
      self.wiring = wiring
      self.mode = mode
      self.fidelity = fidelity
    }
  }

  /// How the cell is built.
  public let configuration: Configuration
  /// The named tensors of the weights.
  public let layout: ParameterLayout
  let layers: [Layer]
  let synapses: [Synapse]
  /// For each unit, which of the synapses end there.
  let synapsesOfUnit: [Range<Int>]

  /// A cell of this build.
  public init(_ configuration: Configuration) {
    self.configuration = configuration
    var layout = ParameterLayout()
    layers = Layer.all(configuration, &layout)
    self.layout = layout
    var synapses: [Synapse] = []
    var ranges: [Range<Int>] = []
    for layer in layers {
      for unit in 0..<layer.count {
        let first = synapses.count
        synapses += layer.synapses(of: unit, configuration)
        ranges.append(first..<synapses.count)
      }
    }
    self.synapses = synapses
    synapsesOfUnit = ranges
  }

  /// The number of inputs.
  public var inputs: Int { configuration.wiring.inputs }
  /// The number of units.
  public var units: Int { configuration.wiring.units }
  /// The number of outputs.
  public var outputs: Int {
    configuration.fidelity == .wiring
      ? configuration.wiring.outputs : configuration.wiring.layers.last?.count ?? 0
  }
  /// The number of lanes entries of a step.
  public var rowWidth: Int { gradientWidth + 4 * units }

  /// The number of the unit that is the first output.
  var firstOutput: Int { layers.last?.first ?? 0 }

  /// Returns the weights with which ncps begins: uniform after Glorot and Bengio, layer by layer.
  public func initial(_ random: inout Xoshiro) -> [Float] {
    var weights: [Float] = []
    for layer in layers {
      weights += layer.mask
      let edge = (6 / Float(1 + layer.count)).squareRoot()
      if configuration.mode == .pure {
        weights += (0..<2 * layer.count).map { _ in random.within(-edge, edge) }
      }
      for _ in 0..<layer.heads {
        let head = Affine.xavier(rows: layer.count, columns: layer.columns, &random)
        weights += head.weight + head.bias
      }
    }
    return weights
  }

  /// Returns the network with these weights, ready to step one sequence.
  public func network(_ weights: [Float]) -> any RecurrentNetwork {
    WiredCfC(self, prepare(weights.span))
  }
}
