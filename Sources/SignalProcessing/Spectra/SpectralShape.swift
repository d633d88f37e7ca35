internal import Kernels

/// What a spectrum looks like within a band of frequencies, whatever its power.
///
/// All are NaN where a density of the band is not finite or the band has no power.
public struct SpectralShape: Hashable, Sendable {
  /// How evenly the power is spread over the frequencies, from 0, at a single one, to 1.
  ///
  /// The entropy of the densities' shares of their sum, over the logarithm of their number, and so the
  /// same to every base: T. Inouye et al., Electroencephalogr. Clin. Neurophysiol. 79 (1991) 204–210,
  /// doi:10.1016/0013-4694(91)90138-T.
  public var entropy: Double
  /// The frequency in Hz below which the asked share of the power lies.
  public var edge: Double
  /// The frequency in Hz below which half of the power lies.
  public var median: Double
  /// The frequency in Hz of the largest density, the lowest of them.
  public var peak: Double

  /// The shape of no spectrum.
  public static let none = SpectralShape(entropy: .nan, edge: .nan, median: .nan, peak: .nan)
}

extension FrequencyAxis {
  /// The frequencies of the axis within a band, both its ends included, by their numbers.
  public func indices(in band: ClosedRange<Double>) -> Range<Int> {
    let first = max(0, (band.lowerBound / resolution - 1e-9).rounded(.up))
    let last = min(Double(count - 1), (band.upperBound / resolution + 1e-9).rounded(.down))
    return first <= last ? Int(first)..<Int(last) + 1 : 0..<0
  }

  /// The shape of a spectrum over the frequencies within `band`, of which there must be two.
  ///
  /// Power is the area under the straight lines between densities; between two frequencies of the
  /// axis it is taken to grow evenly. O(frequencies).
  public func shape(
    of densities: Span<Float>, in band: ClosedRange<Double>, edge share: Double = 0.95
  ) -> SpectralShape {
    let indices = indices(in: band)
    precondition(densities.count == count && indices.count > 1 && share >= 0 && share <= 1)
    var sum = 0.0
    var peak = indices.lowerBound
    for index in indices {
      sum += Double(densities[index])
      if densities[index] > densities[peak] { peak = index }
    }
    guard sum.isFinite, sum > 0 else { return .none }
    var entropy = 0.0
    for index in indices where densities[index] > 0 {
      let part = Double(densities[index]) / sum
      entropy -= part * Elementary.log(part)
    }
    return SpectralShape(
      entropy: entropy / Elementary.log(Double(indices.count)),
      edge: frequency(below: share, of: densities, indices),
      median: frequency(below: 0.5, of: densities, indices), peak: self[peak])
  }

  /// The frequency below which a share of the power between the first and the last of `indices` lies.
  private func frequency(
    below share: Double, of densities: Span<Float>, _ indices: Range<Int>
  ) -> Double {
    var whole = 0.0
    for index in indices.dropFirst() {
      whole += Double(densities[index - 1]) + Double(densities[index])
    }
    var sum = 0.0
    for index in indices.dropFirst() {
      let step = Double(densities[index - 1]) + Double(densities[index])
      if step > 0, sum + step >= share * whole {
        return self[index - 1] + (share * whole - sum) / step * resolution
      }
      sum += step
    }
    return self[indices.upperBound - 1]
  }
}
