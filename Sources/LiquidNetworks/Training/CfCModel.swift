public import Kernels

/// A closed-form continuous-time network whose units a linear layer reads out.
///
/// One output is the log-odds of class 1 against class 0; several outputs are the logits of as many
/// classes.
public struct CfCModel: Sendable, Equatable {
  /// How the network is built.
  public let configuration: CfC.Configuration
  /// The network's weights.
  public var weights: CfC.Weights
  /// The layer from units to outputs.
  public var readout: Affine

  /// A model of these parts, whose sizes must fit each other.
  public init(_ configuration: CfC.Configuration, _ weights: CfC.Weights, readout: Affine) {
    precondition(readout.columns == configuration.units, "the readout takes in every unit")
    self.configuration = configuration
    self.weights = weights
    self.readout = readout
  }

  /// A model with random weights, the same for the same generator.
  public init(_ configuration: CfC.Configuration, outputs: Int, _ random: inout Xoshiro) {
    let weights = CfC.Weights.xavier(configuration, &random)
    let readout = Affine.xavier(rows: outputs, columns: configuration.units, &random)
    self.init(configuration, weights, readout: readout)
  }

  /// Reads a model from named tensors: an ncps state dictionary and `readout.weight`, `readout.bias`.
  public init(
    _ parameters: Parameters, _ configuration: CfC.Configuration, outputs: Int
  ) throws(ParameterError) {
    self.init(
      configuration, try CfC.Weights(parameters, configuration),
      readout: try Affine(
        "readout", rows: outputs, columns: configuration.units, from: parameters))
  }

  /// The weights as named tensors, those of the network first.
  public var parameters: Parameters {
    Parameters(weights.parameters().all + readout.parameters("readout"))
  }

  /// The number of outputs.
  public var outputs: Int { readout.rows }

  /// The number of classes that targets may name.
  public var classes: Int { max(2, outputs) }

  /// The network, ready to step.
  public var network: CfC { CfC(configuration, weights) }
}
