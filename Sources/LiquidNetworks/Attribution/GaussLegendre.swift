internal import Kernels

/// The nodes and weights of Gauss–Legendre quadrature over 0 … 1, sixteen to a panel.
///
/// Exact for polynomials up to the 31st degree on each panel.
struct GaussLegendre {
  let nodes: [Double]
  let weights: [Double]

  init(panels: Int) {
    let count = 16
    var (nodes, weights): ([Double], [Double]) = ([], [])
    for index in 0..<count {
      // Tricomi's first guess, then Newton's method on the Legendre polynomial.
      var x = Elementary.cos(.pi * (Double(index) + 0.75) / (Double(count) + 0.5))
      var slope = 0.0
      for _ in 0..<20 {
        var (last, value) = (1.0, x)
        for degree in 2...count {
          let n = Double(degree)
          (last, value) = (value, ((2 * n - 1) * x * value - (n - 1) * last) / n)
        }
        slope = Double(count) * (x * value - last) / (x * x - 1)
        x -= value / slope
      }
      nodes.append((1 - x) / 2)
      weights.append(1 / ((1 - x * x) * slope * slope))
    }
    let share = 1 / Double(panels)
    self.nodes = (0..<panels).flatMap { panel in nodes.map { (Double(panel) + $0) * share } }
    self.weights = (0..<panels).flatMap { _ in weights.map { $0 * share } }
  }
}
