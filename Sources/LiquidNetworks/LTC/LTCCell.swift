/// A liquid time-constant cell.
///
/// R. Hasani et al., Liquid time-constant networks, 2021, doi:10.1609/aaai.v35i9.16936, in the
/// conductance-based form of ncps. Each unit is a leaking capacitor that synapses pull towards their
/// reversal potentials, so its time constant follows the input:
/// `cm v̇ = gleak (vleak − v) + Σ w σ(v_i) (erev − v)`. The fused solver divides the time into
/// unfolds, implicit in the unit and explicit in the gates. A time of zero changes nothing.
///
/// A synapse that the wiring does not have costs nothing, forth or back.
public struct LTCCell: Cell, Hashable {
  /// How the cell is built.
  public let configuration: Configuration

  /// A cell of this configuration.
  public init(_ configuration: Configuration) {
    switch configuration.solver {
    case .unfolds(let count): precondition(count > 0, "a step needs at least one unfold")
    case .tolerance(let relative, let absolute, let most):
      precondition(relative >= 0 && absolute > 0 && most >= 2, "a tolerance must be above zero")
    }
    self.configuration = configuration
  }

  /// The number of inputs.
  public var inputs: Int { configuration.wiring.inputs }
  /// The number of units.
  public var units: Int { configuration.wiring.units }
  /// The number of motor neurons.
  public var outputs: Int { configuration.wiring.outputs }
  /// The number of lanes entries of a step: 4 + 2 × unfolds for each unit and some more.
  public var rowWidth: Int { Row(self).width }

  /// Whether the solver takes a fixed number of unfolds, back over which it can go.
  public var canGoBack: Bool {
    if case .unfolds = configuration.solver { true } else { false }
  }

  /// The network with these weights, for one sequence.
  public func network(_ weights: [Float]) -> any RecurrentNetwork { LTC(self, weights) }
}
