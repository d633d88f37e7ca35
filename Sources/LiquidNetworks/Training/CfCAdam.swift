/// Adam with decoupled weight decay.
///
/// D. Kingma, J. Ba, Adam, 2015, arXiv:1412.6980; I. Loshchilov, F. Hutter, Decoupled weight decay
/// regularization, 2019, arXiv:1711.05101. Only matrices decay.
struct CfCAdam: Sendable {
  private var means: [[Float]]
  private var squares: [[Float]]
  private var meanPower = 1.0
  private var squarePower = 1.0

  init(_ tensors: CfCTensors) {
    means = tensors.zero().arrays
    squares = means
  }

  /// Changes weights against their gradients.
  ///
  /// - Parameters:
  ///   - gradients: The gradients.
  ///   - scale: What they are multiplied by first.
  ///   - tensors: The weights.
  ///   - rate: How far a step goes.
  ///   - decay: How much of each matrix a step takes away, times the rate.
  mutating func apply(
    _ gradients: CfCTensors, times scale: Float, to tensors: inout CfCTensors, rate: Double,
    decay: Double
  ) {
    meanPower *= 0.9
    squarePower *= 0.999
    let size = Float(rate / (1 - meanPower))
    let root = Float((1 - squarePower).squareRoot())
    let kept = Float(1 - rate * decay)
    let all = gradients.arrays
    var array = 0
    tensors.forEachArray { values, isMatrix in
      for index in values.indices {
        let gradient = all[array][index] * scale
        let mean = 0.9 * means[array][index] + 0.1 * gradient
        let square = 0.999 * squares[array][index] + 0.001 * gradient * gradient
        means[array][index] = mean
        squares[array][index] = square
        let change = size * mean / (square.squareRoot() / root + 1e-8)
        values[index] = (isMatrix ? values[index] * kept : values[index]) - change
      }
      array += 1
    }
  }
}
