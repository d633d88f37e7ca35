import Kernels
import Stages

/// Where the magnitude of a filter's response crosses levels below its highest.
struct Bands {
  /// The highest magnitude.
  let peak: Double
  /// Magnitudes at multiples of a frequency.
  let spectrum: (step: Double, magnitudes: [Double])
  /// The frequencies at which the magnitude is half of the highest in power, and half in height.
  private(set) var crossings: [(level: Int, frequencies: [Double])] = []

  /// Finds the bands of a response.
  init(_ response: FilterResponse) {
    spectrum = response.spectrum
    peak = spectrum.magnitudes.max() ?? 0
    for (level, share) in [(3, 0.5.squareRoot()), (6, 0.5)] {
      let limit = share * peak
      var found: [Double] = []
      for (index, pair) in zip(spectrum.magnitudes, spectrum.magnitudes.dropFirst()).enumerated()
      where (pair.0 < limit) != (pair.1 < limit) {
        found.append(Self.crossing(of: limit, in: response, from: index, spectrum.step))
      }
      crossings.append((level, found))
    }
  }

  /// Halves an interval until it is a thousandth of what it was.
  private static func crossing(
    of limit: Double, in response: FilterResponse, from index: Int, _ step: Double
  ) -> Double {
    var (low, high) = (Double(index) * step, Double(index + 1) * step)
    func isBelow(_ frequency: Double) -> Bool {
      let gain = response.gain(at: frequency)
      return gain.real * gain.real + gain.imaginary * gain.imaginary < limit * limit
    }
    let start = isBelow(low)
    for _ in 0..<10 {
      let middle = (low + high) / 2
      if isBelow(middle) == start { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// The lowest frequency at which a band begins or ends.
  var lowest: Double? { crossings.flatMap(\.frequencies).min() }

  /// The bands in words.
  func words(_ rates: (input: Double, output: Double)) -> [String] {
    var lines = ["highest: \(Self.decibels(peak).fixed(2)) dB"]
    for (level, frequencies) in crossings {
      let list = frequencies.prefix(8).map { $0.brief(in: $0) }.joined(separator: ", ")
      let more = frequencies.count > 8 ? " and \(frequencies.count - 8) more" : ""
      lines.append("−\(level) dB:   " + (list.isEmpty ? "nowhere" : "at \(list)\(more) Hz"))
    }
    if rates.output != rates.input {
      let half = min(rates.input, rates.output) / 2
      lines.append(
        "rate:    \(rates.input.brief(in: rates.input)) Hz in,"
          + " \(rates.output.brief(in: rates.output)) Hz out;"
          + " what is left above \(half.brief(in: half)) Hz folds")
    }
    return lines
  }

  /// A magnitude in decibels.
  static func decibels(_ magnitude: Double) -> Double {
    magnitude > 0 ? 20 * Elementary.log10(magnitude) : -.infinity
  }
}
