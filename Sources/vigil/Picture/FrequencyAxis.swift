import Kernels
import Stages

/// Frequencies up to half a rate, evenly spaced in their logarithms.
struct FrequencyAxis {
  private let low: Double
  private let high: Double
  private let columns: Int

  /// An axis for a response that reaches well below its lowest band.
  init(_ response: FilterResponse, _ bands: Bands, columns: Int) {
    high = response.rates.input / 2
    low = max(high / 1e5, min(high / 200, (bands.lowest ?? high) / 8))
    self.columns = columns
  }

  private func frequency(_ dot: Double) -> Double {
    low * Elementary.pow(high / low, dot / Double(2 * columns))
  }

  private static func magnitude(_ response: FilterResponse, _ frequency: Double) -> Double {
    let gain = response.gain(at: frequency)
    return (gain.real * gain.real + gain.imaginary * gain.imaginary).squareRoot()
  }

  /// The lowest and the highest magnitude between each column of dots and the next.
  func magnitudes(_ response: FilterResponse, _ bands: Bands) -> [ClosedRange<Double>] {
    let edges = (0...(2 * columns)).map { Self.magnitude(response, frequency(Double($0))) }
    return (0..<(2 * columns)).map { dot in
      var least = min(edges[dot], edges[dot + 1])
      var most = max(edges[dot], edges[dot + 1])
      let first = Int((frequency(Double(dot)) / bands.spectrum.step).rounded(.up))
      let last = Int((frequency(Double(dot + 1)) / bands.spectrum.step).rounded(.down))
      for index in first..<max(first, last + 1) where index < bands.spectrum.magnitudes.count {
        least = min(least, bands.spectrum.magnitudes[index])
        most = max(most, bands.spectrum.magnitudes[index])
      }
      return least...most
    }
  }

  /// The phase in degrees at each column of dots, without jumps of whole turns; none where hardly
  /// anything comes through.
  func phases(_ response: FilterResponse, _ bands: Bands) -> [Double?] {
    var turns = 0.0
    var before: Double?
    return (0..<(2 * columns)).map { dot in
      let gain = response.gain(at: frequency(Double(dot)))
      let square = gain.real * gain.real + gain.imaginary * gain.imaginary
      guard square > 1e-4 * bands.peak * bands.peak else { return nil }
      let phase = Elementary.atan2(gain.imaginary, gain.real) * 180 / .pi
      if let before, phase - before > 180 { turns -= 360 }
      if let before, phase - before < -180 { turns += 360 }
      before = phase
      // What is a fraction of a degree is of rounding.
      return (phase + turns).rounded()
    }
  }

  /// The axis with its labels: powers of ten first, then twice and five times these.
  var line: String {
    var ticks: [Ruler.Tick] = []
    for factor in [1.0, 2, 5] {
      for power in -6...6 {
        let tick = factor * Elementary.pow(10, Double(power))
        guard tick >= low * 0.999, tick <= high else { continue }
        let place = Elementary.log(tick / low) / Elementary.log(high / low)
        ticks.append(Ruler.Tick(place, "\(tick.brief(in: tick)) Hz"))
      }
    }
    return String(repeating: " ", count: Plot.margin) + Ruler.line(ticks, columns: columns)
  }
}
