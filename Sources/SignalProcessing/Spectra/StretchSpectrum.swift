/// A real transform in one precision, as spectra of stretches need it.
protocol StretchTransform: Sendable {
  associatedtype Sample: BinaryFloatingPoint & SIMDScalar & Sendable
  where Sample.SIMD2Storage: Sendable
  init(count: Int)
  func forward(_ samples: Span<Sample>, into coefficients: inout MutableSpan<SIMD2<Sample>>)
  static func wide(_ sample: Sample) -> Double
  static func narrow(_ value: Double) -> Sample
}

extension RealFourierTransform: StretchTransform {
  @inline(__always) static func wide(_ sample: Float) -> Double { Double(sample) }
  @inline(__always) static func narrow(_ value: Double) -> Float { Float(value) }
}

extension DoubleFourierTransform: StretchTransform {
  @inline(__always) static func wide(_ sample: Double) -> Double { sample }
  @inline(__always) static func narrow(_ value: Double) -> Double { value }
}

/// The power spectral density of a stretch of samples: it loses its mean, is tapered, in one way or
/// in several, and transformed; the squared magnitudes are weighted and added up.
struct StretchSpectrum<Transform: StretchTransform>: Sendable {
  typealias Sample = Transform.Sample

  /// What one computation after the other writes to.
  struct Memory: Sendable {
    fileprivate var tapered: [Sample]
    fileprivate var coefficients: [SIMD2<Sample>]
  }

  let tapers: TaperSet
  /// For each taper what a squared magnitude is multiplied by.
  private let scales: [Sample]
  private let transform: Transform

  var length: Int { tapers.length }
  var width: Int { tapers.length / 2 + 1 }

  init(_ tapers: TaperSet, rate: Double) {
    precondition(rate > 0)
    self.tapers = tapers
    scales = tapers.weights.map { Transform.narrow($0 / rate) }
    transform = Transform(count: tapers.length)
  }

  func memory() -> Memory {
    Memory(
      tapered: Array(repeating: 0, count: length),
      coefficients: Array(repeating: .zero, count: width))
  }

  /// Writes the densities of `samples`; false, and nothing is written, where one is not finite.
  func measure(
    _ samples: Span<Sample>, _ memory: inout Memory, into densities: inout MutableSpan<Sample>
  ) -> Bool {
    precondition(samples.count == length && densities.count == width)
    let mean = mean(of: samples)
    guard mean.isFinite else { return false }
    for index in scales.indices {
      taper(samples, mean, index, &memory)
      transform(memory.tapered, into: &memory.coefficients)
      add(memory.coefficients, index, to: &densities)
    }
    // Frequency zero, and half the rate where there is it, have no other side.
    densities[0] /= 2
    if length % 2 == 0 { densities[width - 1] /= 2 }
    return true
  }

  /// The mean of the samples, not finite where one of them is not: finite ones add up to no more
  /// than `Double` holds.
  private func mean(of samples: Span<Sample>) -> Double {
    samples.withUnsafeBufferPointer { samples in
      // Eight sums that do not wait for one another.
      var sums = SIMD8<Double>(repeating: 0)
      var index = 0
      while index + 8 <= samples.count {
        for lane in 0..<8 { sums[lane] += Transform.wide(samples[index + lane]) }
        index += 8
      }
      // In an order of our own: the standard library promises none.
      var sum = sums.treeSum
      while index < samples.count {
        sum += Transform.wide(samples[index])
        index += 1
      }
      return sum / Double(samples.count)
    }
  }

  private func taper(
    _ samples: Span<Sample>, _ mean: Double, _ index: Int, _ memory: inout Memory
  ) {
    let length = length
    samples.withUnsafeBufferPointer { samples in
      tapers.values.withUnsafeBufferPointer { tapers in
        memory.tapered.withUnsafeMutableBufferPointer { tapered in
          for place in 0..<length {
            let weight = tapers[index &* length &+ place]
            tapered[place] = Transform.narrow((Transform.wide(samples[place]) - mean) * weight)
          }
        }
      }
    }
  }

  private func transform(_ samples: [Sample], into coefficients: inout [SIMD2<Sample>]) {
    var coefficients = coefficients.mutableSpan
    transform.forward(samples.span, into: &coefficients)
  }

  /// Adds the squared magnitudes of both sides under one taper, or, under the first, sets them.
  private func add(
    _ coefficients: [SIMD2<Sample>], _ index: Int, to densities: inout MutableSpan<Sample>
  ) {
    let (width, scale) = (width, scales[index])
    let double = 2 * scale
    coefficients.withUnsafeBufferPointer { coefficients in
      densities.withUnsafeMutableBufferPointer { densities in
        for place in 0..<width {
          let c = coefficients[place]
          let density = (c.x * c.x + c.y * c.y) * double
          densities[place] = index == 0 ? density : densities[place] + density
        }
      }
    }
  }
}
