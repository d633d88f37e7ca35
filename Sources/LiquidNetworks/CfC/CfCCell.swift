/// A closed-form continuous-time cell.
///
/// R. Hasani et al., Closed-form continuous-time neural networks, 2022,
/// doi:10.1038/s42256-022-00556-7, in the form of ncps: input and state pass a shared backbone; two
/// heads say where the state is going and a gate that depends on the elapsed time chooses between
/// them, `h' = f₁ (1 − t) + t f₂` with `t = σ(a Δt + b)`. A step costs the same however long the
/// time is. Steps do not compose (two halves are not the whole), so a question between two
/// observations must not be kept: ask with `peek`.
public struct CfCCell: Cell, Hashable {
  /// How the cell is built.
  public let configuration: Configuration
  /// What stands before the name of each tensor.
  public let prefix: String
  /// What the initial weights of the matrices are multiplied by.
  public var gain: Float = 1

  /// A cell of a configuration.
  ///
  /// - Parameters:
  ///   - configuration: How the cell is built.
  ///   - prefix: What stands before the name of each tensor.
  public init(_ configuration: Configuration, prefix: String = "rnn_cell.") {
    precondition(configuration.inputs > 0 && configuration.units > 0, "a cell has inputs and units")
    precondition(
      configuration.backboneLayers == 0 || configuration.backboneUnits > 0,
      "a backbone has units")
    for rate in [configuration.dropout, configuration.firstLayerDropout] {
      precondition(0 <= rate && rate < 1, "something must be kept")
    }
    self.configuration = configuration
    self.prefix = prefix
  }

  /// The number of inputs.
  public var inputs: Int { configuration.inputs }
  /// The number of units.
  public var units: Int { configuration.units }
  /// The number of outputs: all units are.
  public var outputs: Int { configuration.units }

  /// The number of heads.
  var heads: Int { configuration.mode == .pure ? 1 : 4 }

  /// The number of entries of a row: behind those that all cells have, the values and the slopes of
  /// each backbone layer, then what belongs to the heads.
  public var rowWidth: Int { headPlace + (configuration.mode == .pure ? 3 : 4) * units }

  /// Where the values of a backbone layer stand in a row; its slopes, and later the gradients of its
  /// sums, stand behind them.
  func place(of layer: Int) -> Int {
    gradientWidth + 2 * layer * configuration.backboneUnits
  }

  /// Where the values of the heads stand in a row, and later the gradients of their sums.
  var headPlace: Int { place(of: configuration.backboneLayers) }

  /// Where the values that enter the heads stand in a row.
  var headInputs: Range<Int> {
    guard configuration.backboneLayers > 0 else { return 0..<inputs + units }
    let first = place(of: configuration.backboneLayers - 1)
    return first..<first + configuration.backboneUnits
  }
}
