public import Kernels

/// A cell with a linear layer that reads out what it gives, and the weights of both.
public struct Model<C: Cell>: Sendable {
  /// What is computed from one observation to the next.
  public let cell: C
  /// The number of outputs of the readout.
  public let outputs: Int
  /// The named tensors: those of the cell, then `readout.weight` and `readout.bias`.
  public let layout: ParameterLayout
  /// The values of all tensors, one behind another.
  public var weights: [Float]

  /// A model with random weights, the same for the same generator.
  public init(_ cell: C, outputs: Int, _ random: inout Xoshiro) {
    let readout = Affine.xavier(rows: outputs, columns: cell.outputs, &random)
    let own = cell.initial(&random)
    self.init(cell, outputs: outputs, weights: own + readout.weight + readout.bias)
  }

  /// A model with these weights, as many as its layout has values.
  public init(_ cell: C, outputs: Int, weights: [Float]) {
    var layout = cell.layout
    layout.append(Self.readoutLayout(cell, outputs))
    precondition(weights.count == layout.count, "a model has a value for each place of its layout")
    self.cell = cell
    self.outputs = outputs
    self.layout = layout
    self.weights = weights
  }

  /// Reads a model from named tensors.
  ///
  /// - Throws: `ParameterError` when a tensor is missing, has another shape, or is a part of another
  ///   wiring than the cell's.
  public init(_ cell: C, outputs: Int, _ parameters: Parameters) throws(ParameterError) {
    let readout = try Self.readoutLayout(cell, outputs).values(parameters)
    self.init(cell, outputs: outputs, weights: try cell.values(parameters) + readout)
  }

  private static func readoutLayout(_ cell: C, _ outputs: Int) -> ParameterLayout {
    var layout = ParameterLayout()
    layout.append("readout.weight", [outputs, cell.outputs])
    layout.append("readout.bias", [outputs], .vector)
    return layout
  }

  /// The weights as named tensors.
  public var parameters: Parameters { layout.parameters(weights) }

  /// The layer from the cell's outputs to the model's.
  public var readout: Affine {
    let first = cell.layout.count
    let matrix = first..<first + outputs * cell.outputs
    return Affine(
      rows: outputs, columns: cell.outputs, weight: Array(weights[matrix]),
      bias: Array(weights[matrix.upperBound...].prefix(outputs)))
  }

  /// The network, ready to step one sequence.
  public var network: any RecurrentNetwork { cell.network(Array(weights[..<cell.layout.count])) }

  /// The weights in the form that tapes read.
  func prepared() -> PreparedModel<C> { PreparedModel(self) }
}

extension Model: Equatable {
  /// Returns whether two models of the same cell have the same weights.
  public static func == (a: Model, b: Model) -> Bool {
    a.layout == b.layout && a.weights == b.weights
  }
}

/// The weights of a model in the form that tapes read.
struct PreparedModel<C: Cell>: Sendable {
  let cell: C.Prepared
  let readout: Affine
  /// The readout's matrix turned over.
  let turned: [Float]

  init(_ model: Model<C>) {
    cell = model.cell.prepare(model.weights.span.extracting(first: model.cell.layout.count))
    readout = model.readout
    turned = readout.turned
  }
}
