/// The weights that fit a polynomial to a window of samples and give a derivative in its middle.
///
/// The fit is by least squares; the weights come from polynomials orthogonal over the window, which
/// stay exact where a matrix of powers would not. Equal to
/// `scipy.signal.savgol_coeffs(2 * radius + 1, order, derivative, use="dot")`. A. Savitzky, M. J. E.
/// Golay, Smoothing and differentiation of data by simplified least squares procedures, Analytical
/// Chemistry 36 (1964) 1627–1639, doi:10.1021/ac60214a047.
public struct PolynomialWeights: Sendable, Equatable {
  /// The weights, the oldest sample's first: even derivatives read the same backwards, odd ones with
  /// the opposite sign, to the bit.
  public let values: [Double]

  /// How many samples to either side of the middle there are.
  public var radius: Int { values.count / 2 }

  /// The weights of the `derivative`th derivative, per sample, of a polynomial of `order`.
  ///
  /// The order is less than the number of samples; a derivative beyond it is zero.
  public init(radius: Int, order: Int, derivative: Int = 0) {
    precondition(radius >= 0 && derivative >= 0, "lengths are not negative")
    precondition(order >= 0 && order <= 2 * radius, "a window holds more samples than its order")
    // Positions run from −1 to 1: powers neither vanish nor grow.
    let count = Double(2 * radius + 1)
    let reach = Double(max(1, radius))
    let positions = (-radius...radius).map { Double($0) / reach }
    var values = [Double](repeating: 0, count: positions.count)
    var before = values
    var current = [Double](repeating: 1, count: positions.count)
    // The derivatives of the two polynomials in the middle, up to the one wanted.
    var slopesBefore = [Double](repeating: 0, count: derivative + 1)
    var slopes = slopesBefore
    slopes[0] = 1
    for degree in 0...order {
      let norm = current.reduce(0) { $0 + $1 * $1 }
      let weight = slopes[derivative] / norm
      for index in values.indices { values[index] += weight * current[index] }
      // The recurrence of the discrete Chebyshev polynomials with leading coefficient one.
      let square = Double(degree * degree)
      let past =
        degree == 0
        ? 0 : square * (count * count - square) / (4 * (4 * square - 1) * reach * reach)
      for index in positions.indices {
        let next = positions[index] * current[index] - past * before[index]
        before[index] = current[index]
        current[index] = next
      }
      let earlier = slopes
      for rank in slopes.indices {
        slopes[rank] = (rank > 0 ? Double(rank) * earlier[rank - 1] : 0) - past * slopesBefore[rank]
      }
      slopesBefore = earlier
    }
    let scale = (0..<derivative).reduce(1.0) { power, _ in power / reach }
    self.values = values.map { $0 * scale }
  }
}

extension FiniteImpulseResponse {
  /// Gives, of each sample, what a polynomial of `order` fitted to the samples around it leaves.
  ///
  /// The window has `2 * radius + 1` samples. Of order 0 or 1, it subtracts the mean about each
  /// sample, which in the middle of a window is also the line through it.
  public static func detrending(radius: Int, order: Int) -> FiniteImpulseResponse {
    var taps = PolynomialWeights(radius: radius, order: order).values.map { -$0 }
    taps[radius] += 1
    return FiniteImpulseResponse(taps: taps)
  }
}
