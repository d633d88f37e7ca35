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
    return Self.power(of: densities, resolution: resolution, in: band)
  }

  /// The power in a band of densities at the multiples of `resolution`, from zero on.
  public static func power(
    of densities: Span<Float>, resolution: Double, in band: Range<Double>
  ) -> Double {
    densities.area(first: 0, step: resolution, in: band)
  }
}

extension Span where Element: BinaryFloatingPoint {
  /// The area over a stretch of the axis under the straight lines between values that lie evenly on
  /// it; beyond the first and the last value there is none.
  func area(first: Double, step: Double, in stretch: Range<Double>) -> Double {
    var sum = 0.0
    for index in indices.dropFirst() {
      let left = first + Double(index - 1) * step
      let from = Swift.max(left, stretch.lowerBound)
      let to = Swift.min(left + step, stretch.upperBound)
      guard from < to else { continue }
      let middle = ((from + to) / 2 - left) / step
      let height = Double(self[index - 1]) * (1 - middle) + Double(self[index]) * middle
      sum += height * (to - from)
    }
    return sum
  }
}
