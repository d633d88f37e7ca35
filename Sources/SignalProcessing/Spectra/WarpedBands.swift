internal import Kernels

/// Bands that are narrow at low frequencies and wide at high ones: overlapping triangles, evenly
/// spaced on the axis ln(1 + f / corner), which is straight below the corner and logarithmic above.
///
/// With a corner of 700 Hz it is the mel scale, 2595 log₁₀(1 + f / 700): J. Makhoul, L. Cosell, LPCW: an
/// LPC vocoder with linear predictive spectral warping, ICASSP 1976, 466–469,
/// doi:10.1109/ICASSP.1976.1170013. The triangles, of height one, are those of S. B. Davis,
/// P. Mermelstein, IEEE Trans. Acoust. Speech Signal Process. 28 (1980) 357–366,
/// doi:10.1109/TASSP.1980.1163420: between the middles of the first and the last, they add up to one.
public struct WarpedBands: Sendable {
  /// The middles of the bands in Hz.
  public let centers: [Double]
  private let resolution: Double
  /// For each band its first frequency's number, and where its weights begin.
  private var starts: [(first: Int, weights: Int)] = []
  private var weights: [Double] = []

  /// `count` bands between `low` and `high` over the frequencies of `axis`; nil where a band is so
  /// narrow that no frequency lies in it.
  public init?(_ axis: FrequencyAxis, low: Double, high: Double, count: Int, corner: Double = 700) {
    precondition(low >= 0 && low < high && high <= axis.rate / 2 && count > 0 && corner > 0)
    let bottom = Elementary.log(1 + low / corner)
    let top = Elementary.log(1 + high / corner)
    let edges = (0..<count + 2).map { index in
      let place = bottom + (top - bottom) * Double(index) / Double(count + 1)
      return corner * (Elementary.exp(place) - 1)
    }
    centers = Array(edges[1...count])
    resolution = axis.resolution
    for band in 0..<count {
      let (left, middle, right) = (edges[band], edges[band + 1], edges[band + 2])
      let begin = weights.count
      var first: Int?
      for index in 0..<axis.count where axis[index] > left && axis[index] < right {
        let frequency = axis[index]
        first = first ?? index
        weights.append(
          frequency <= middle
            ? (frequency - left) / (middle - left) : (right - frequency) / (right - middle))
      }
      guard let first else { return nil }
      starts.append((first, begin))
    }
  }

  /// Appends the power in each band: densities times the triangle, times the axis' resolution.
  public func process(_ densities: Span<Float>, into powers: inout [Float]) {
    for band in starts.indices {
      let (first, begin) = starts[band]
      let end = band + 1 < starts.count ? starts[band + 1].weights : weights.count
      var sum = 0.0
      for place in begin..<end {
        sum += weights[place] * Double(densities[first + place - begin])
      }
      powers.append(Float(sum * resolution))
    }
  }
}
