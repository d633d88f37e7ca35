/// The frequencies of a one-sided spectrum: from zero to half the rate in even steps.
public struct FrequencyAxis: Hashable, Sendable {
  /// The samples per second.
  public let rate: Double
  /// The samples that were transformed.
  public let length: Int

  /// The number of frequencies.
  public var count: Int { length / 2 + 1 }
  /// The step in Hz from one to the next.
  public var resolution: Double { rate / Double(length) }

  /// The frequencies of a transform of `length` samples.
  public init(rate: Double, length: Int) {
    precondition(rate > 0 && length > 1)
    self.rate = rate
    self.length = length
  }

  /// The frequency numbered `index` in Hz.
  public subscript(index: Int) -> Double { Double(index) * resolution }

  /// The power between the frequencies of `band` in Hz: the area under the straight lines between the
  /// densities, so that adjoining bands add up.
  public func power(of densities: Span<Float>, in band: Range<Double>) -> Double {
    precondition(densities.count == count)
    var sum = 0.0
    for index in 1..<count {
      let left = Double(index - 1) * resolution
      let from = max(left, band.lowerBound)
      let to = min(left + resolution, band.upperBound)
      guard from < to else { continue }
      let middle = ((from + to) / 2 - left) / resolution
      let density = Double(densities[index - 1]) * (1 - middle) + Double(densities[index]) * middle
      sum += density * (to - from)
    }
    return sum
  }
}
