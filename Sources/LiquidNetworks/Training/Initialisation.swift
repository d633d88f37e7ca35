public import Kernels

extension Affine {
  /// A layer as PyTorch and ncps begin it.
  ///
  /// The matrix is uniform within √(6 / (rows + columns)), after X. Glorot and Y. Bengio (2010),
  /// the biases within 1/√columns.
  static func xavier(rows: Int, columns: Int, _ random: inout Xoshiro) -> Affine {
    let bound = (6 / Float(rows + columns)).squareRoot()
    let weight = (0..<rows * columns).map { _ in random.within(-bound, bound) }
    let edge = 1 / Float(columns).squareRoot()
    let bias = (0..<rows).map { _ in random.within(-edge, edge) }
    return Affine(rows: rows, columns: columns, weight: weight, bias: bias)
  }
}

extension Xoshiro {
  /// A number between two bounds.
  mutating func within(_ lower: Float, _ upper: Float) -> Float {
    lower + (upper - lower) * uniform()
  }
}

extension CfC.Weights {
  /// Returns the weights with which ncps begins: uniform after Glorot and Bengio.
  public static func xavier(_ configuration: CfC.Configuration, _ random: inout Xoshiro)
    -> CfC.Weights
  {
    var columns = configuration.inputs + configuration.units
    var backbone: [Affine] = []
    for _ in 0..<configuration.backboneLayers {
      backbone.append(
        Affine.xavier(rows: configuration.backboneUnits, columns: columns, &random))
      columns = configuration.backboneUnits
    }
    func head() -> Affine { .xavier(rows: configuration.units, columns: columns, &random) }
    let first = head()
    guard configuration.mode == .pure else {
      return CfC.Weights(
        backbone: backbone, ff1: first, ff2: head(), timeA: head(), timeB: head(), wTau: [],
        level: [])
    }
    let edge = (6 / Float(1 + configuration.units)).squareRoot()
    let decay = (0..<configuration.units).map { _ in random.within(-edge, edge) }
    let level = (0..<configuration.units).map { _ in random.within(-edge, edge) }
    return CfC.Weights(
      backbone: backbone, ff1: first, ff2: nil, timeA: nil, timeB: nil, wTau: decay, level: level)
  }
}
