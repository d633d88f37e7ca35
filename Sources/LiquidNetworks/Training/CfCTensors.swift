/// The numbers of a model as training handles them: weights, gradients and moments alike.
struct CfCTensors: Sendable, Equatable {
  var backbone: [Affine]
  /// The heads below one another: ff1, ff2, time_a, time_b, or ff1 alone in the pure mode.
  var heads: Affine
  var decay: [Float]
  var level: [Float]
  var readout: Affine

  init(_ model: CfCModel) {
    let heads = model.weights.heads
    backbone = model.weights.backbone
    self.heads = Affine(
      rows: heads.count * heads[0].rows, columns: heads[0].columns,
      weight: heads.flatMap(\.weight), bias: heads.flatMap(\.bias))
    decay = model.weights.wTau
    level = model.weights.level
    readout = model.readout
  }

  /// Tensors of the same shapes that are all zero.
  func zero() -> CfCTensors {
    var zero = self
    zero.forEachArray { values, _ in
      for index in values.indices { values[index] = 0 }
    }
    return zero
  }

  /// The model with these weights.
  func model(_ configuration: CfC.Configuration) -> CfCModel {
    let units = configuration.units
    let parts = (0..<heads.rows / units).map { part in
      Affine(
        rows: units, columns: heads.columns,
        weight: Array(
          heads.weight[part * units * heads.columns..<(part + 1) * units * heads.columns]),
        bias: Array(heads.bias[part * units..<(part + 1) * units]))
    }
    let isGated = parts.count == 4
    let weights = CfC.Weights(
      backbone: backbone, ff1: parts[0], ff2: isGated ? parts[1] : nil,
      timeA: isGated ? parts[2] : nil, timeB: isGated ? parts[3] : nil, wTau: decay, level: level)
    return CfCModel(configuration, weights, readout: readout)
  }

  /// Visits each array of numbers in a fixed order, and says whether it is a matrix.
  mutating func forEachArray(_ visit: (_ values: inout [Float], _ isMatrix: Bool) -> Void) {
    for layer in backbone.indices {
      visit(&backbone[layer].weight, true)
      visit(&backbone[layer].bias, false)
    }
    visit(&heads.weight, true)
    visit(&heads.bias, false)
    visit(&decay, false)
    visit(&level, false)
    visit(&readout.weight, true)
    visit(&readout.bias, false)
  }

  /// The arrays of numbers in the fixed order.
  var arrays: [[Float]] {
    var copy = self
    var all: [[Float]] = []
    copy.forEachArray { values, _ in all.append(values) }
    return all
  }

  /// The Euclidean length of all numbers together, summed in the fixed order.
  var norm: Double {
    var sum = 0.0
    for values in arrays {
      for value in values { sum += Double(value) * Double(value) }
    }
    return sum.squareRoot()
  }
}

extension Affine {
  /// The matrix with rows and columns exchanged, and no bias: what carries gradients back.
  func transposed() -> Affine {
    var turned = [Float](repeating: 0, count: weight.count)
    for row in 0..<rows {
      for column in 0..<columns { turned[column * rows + row] = weight[row * columns + column] }
    }
    return Affine(
      rows: columns, columns: rows, weight: turned, bias: [Float](repeating: 0, count: columns))
  }
}
