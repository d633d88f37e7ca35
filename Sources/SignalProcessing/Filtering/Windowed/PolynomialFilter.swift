/// A Savitzky–Golay filter: a polynomial fitted about each sample, or one of its derivatives.
///
/// Equal to `scipy.signal.savgol_filter(x, 2 * radius + 1, order, derivative, delta, mode="nearest")`.
/// Of order 0 it is the moving average. A sample takes O(w).
public struct PolynomialFilter: NeighbourhoodFilter {
  /// The samples around one position.
  public struct Surroundings: Sendable {
    /// The samples twice over, so that the window is one run wherever it begins.
    fileprivate var samples: [Float]
    fileprivate var oldest = 0
  }

  /// What each sample of the window is multiplied by.
  public let weights: PolynomialWeights
  /// The longest run of missing samples that does not end a segment.
  public let bridge: Int
  /// The time between samples, to the power of the derivative.
  private let unit: Double
  /// How many samples to either side of a sample are in its window.
  public var radius: Int { weights.radius }

  /// The `derivative`th derivative of a polynomial of `order` through `2 * radius + 1` samples.
  ///
  /// Derivatives are per second at a `rate` of samples per second, and per sample at the rate 1.
  public init(radius: Int, order: Int, derivative: Int = 0, rate: Double = 1, bridge: Int) {
    precondition(rate > 0 && bridge >= 0, "a rate is positive, and a run has no negative length")
    weights = PolynomialWeights(radius: radius, order: order, derivative: derivative)
    unit = (0..<derivative).reduce(1.0) { power, _ in power * rate }
    self.bridge = bridge
  }

  /// Room for the window.
  public func surroundings() -> Surroundings {
    Surroundings(samples: Array(repeating: 0, count: 2 * weights.values.count))
  }

  /// Makes all samples of the window the same.
  public func fill(_ surroundings: inout Surroundings, with value: Float) {
    for index in surroundings.samples.indices { surroundings.samples[index] = value }
    surroundings.oldest = 0
  }

  /// Moves the window on by a sample and gives the weighted sum.
  public func push(_ value: Float, _ surroundings: inout Surroundings) -> Float {
    let count = weights.values.count
    let place = surroundings.oldest
    surroundings.samples[place] = value
    surroundings.samples[place + count] = value
    surroundings.oldest = place + 1 == count ? 0 : place + 1
    let first = surroundings.oldest
    let window = surroundings.samples.span.extracting(first..<first + count)
    return Float(weights.sum(over: window) * unit)
  }
}

extension PolynomialWeights {
  /// The weighted sum, in eight strands that do not wait for each other.
  fileprivate func sum(over samples: Span<Float>) -> Double {
    precondition(samples.count == values.count, "a window has as many samples as weights")
    let weights = values.span
    var strands = SIMD8<Double>()
    var index = 0
    while index + 8 <= samples.count {
      let eight = samples.bytes.unsafeLoadUnaligned(
        fromByteOffset: 4 * index, as: SIMD8<Float>.self)
      let weight = weights.bytes.unsafeLoadUnaligned(
        fromByteOffset: 8 * index, as: SIMD8<Double>.self)
      strands += SIMD8<Double>(eight) * weight
      index += 8
    }
    var rest = 0.0
    while index < samples.count {
      rest += Double(samples[index]) * weights[index]
      index += 1
    }
    let four = strands.lowHalf + strands.highHalf
    return (four[0] + four[1]) + (four[2] + four[3]) + rest
  }
}
