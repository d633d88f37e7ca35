internal import Kernels

/// Sums of exponentials over uneven times at even frequencies, by a fast Fourier transform.
///
/// Each sample is spread onto the nearest points of an even grid (W. H. Press, G. B. Rybicki, Fast
/// algorithm for spectral analysis of unevenly sampled data, Astrophys. J. 338 (1989) 277–280,
/// doi:10.1086/167197, who call it extirpolation), here by the window of Kaiser and Bessel over 16
/// points of a grid twice as fine as the frequencies ask for; its own transform is divided out
/// (D. Potts, G. Steidl, M. Tasche, Fast Fourier transforms for nonequispaced data: a tutorial, 2001,
/// doi:10.1007/978-1-4612-0143-4_12). What that leaves is below 1e-13 of the sum of the sizes.
struct NonuniformSums {
  private static let reach = 8
  private let count: Int
  private let transform: ComplexFourierTransform
  /// For each sample the first grid point it is spread to, and its weights there.
  private var starts: [Int] = []
  private var weights: [Double] = []
  /// Each sample's direction at the middle frequency, which becomes the grid's zero.
  private var directions: [SIMD2<Double>] = []
  /// What the frequencies are to be multiplied by.
  private var corrections: [Double] = []
  private var points: [SIMD2<Double>]
  private var coefficients: [SIMD2<Double>]

  /// For samples at `times`, at the frequencies `first + index · step`.
  init(_ times: [Double], first: Double, step: Double, _ count: Int) {
    self.count = count
    let size = RealFourierTransform.goodSize(notBelow: max(2 * count, 4 * Self.reach))
    transform = ComplexFourierTransform(count: size)
    points = Array(repeating: .zero, count: size)
    coefficients = points
    let shape = Double.pi * (2 - Double(count) / Double(size))
    let middle = first + Double(count / 2) * step
    let breadth = 2 * Self.reach
    starts.reserveCapacity(times.count)
    weights.reserveCapacity(breadth * times.count)
    for time in times {
      directions.append(HarmonicSums.direction(middle * time))
      let turns = step * time
      let place = (turns - turns.rounded(.down)) * Double(size)
      let start = Int(place) - Self.reach + 1
      starts.append((start + size) % size)
      for offset in 0..<breadth {
        weights.append(Self.window(place - Double(start + offset), shape))
      }
    }
    for index in 0..<count {
      let angle = 2 * Double.pi * Double(index - count / 2) / Double(size)
      let size = (shape * shape - angle * angle).squareRoot()
      corrections.append(1 / Window.bessel(Double(Self.reach) * size))
    }
  }

  /// The sums over `samples[n] · exp(2πi · frequency · times[n])`: cosines in `x`, sines in `y`.
  mutating func sums(of samples: [Double]) -> [SIMD2<Double>] {
    for index in points.indices { points[index] = .zero }
    let breadth = 2 * Self.reach
    for index in samples.indices {
      let value = samples[index] * directions[index]
      var place = starts[index]
      for offset in 0..<breadth {
        points[place] += weights[index * breadth + offset] * value
        place += 1
        if place == points.count { place = 0 }
      }
    }
    transform.inverse(points, into: &coefficients)
    return (0..<count).map { index in
      let frequency = index - count / 2
      return coefficients[frequency < 0 ? frequency + points.count : frequency]
        * corrections[index]
    }
  }

  /// The weight of a grid point at a distance in grid steps: sinh(b·r)/(π·r), r² = reach² − distance².
  private static func window(_ distance: Double, _ shape: Double) -> Double {
    let square = Double(reach * reach) - distance * distance
    guard square > 0 else { return shape / .pi }
    let root = square.squareRoot()
    let power = Elementary.exp(shape * root)
    return (power - 1 / power) / (2 * .pi * root)
  }
}
