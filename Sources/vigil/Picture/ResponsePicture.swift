import Kernels
import Signals
import Stages

/// What a filter does, drawn in text: magnitude and phase over frequency, and the response to an
/// impulse or to a step over time.
struct ResponsePicture {
  private let response: FilterResponse
  private let columns: Int

  /// The picture of a response, so many characters wide.
  init(_ response: FilterResponse, columns: Int) {
    self.response = response
    self.columns = columns - Plot.margin
  }

  /// The lines of the picture.
  var lines: [String] {
    guard response.isLinear else {
      return ["not linear: it has no magnitude and no phase", ""]
        + curve(response.impulse, "response to one sample of height 1") + [""]
        + curve(response.step, "response to a step of height 1") + [""] + words
    }
    let bands = Bands(response)
    let axis = FrequencyAxis(response, bands, columns: columns)
    return magnitude(axis, bands) + [""] + phase(axis, bands) + [""]
      + curve(response.impulse, "response to an impulse of height 1") + [""]
      + bands.words(response.rates) + words
  }

  private func magnitude(_ axis: FrequencyAxis, _ bands: Bands) -> [String] {
    func decibels(_ magnitude: Double) -> Double { max(-400, Bands.decibels(magnitude)) }
    let spans = axis.magnitudes(response, bands)
    // A ripple does not make room for itself.
    let top = ((decibels(bands.peak) - 0.5) / 10).rounded(.up) * 10
    let lowest = spans.map { decibels($0.lowerBound) }.min() ?? 0
    let bottom = max(top - 80, min(top - 20, (lowest / 20).rounded(.down) * 20))
    var plot = Plot(from: bottom, to: top, columns: columns, rows: 9)
    plot.draw(
      spans.map { max(bottom, decibels($0.lowerBound))...max(bottom, decibels($0.upperBound)) })
    let step = top - bottom > 40 ? 20.0 : 10
    let ticks = stride(from: (top / step).rounded(.down) * step, through: bottom, by: -step).map {
      (value: $0, label: "\($0.fixed(0)) dB")
    }
    return ["magnitude"] + plot.lines(ticks) + [axis.line]
  }

  private func phase(_ axis: FrequencyAxis, _ bands: Bands) -> [String] {
    let phases = axis.phases(response, bands)
    let known = phases.compactMap { $0 }
    let top = max(90, ((known.max() ?? 0) / 90).rounded(.up) * 90)
    let bottom = min(-90, ((known.min() ?? 0) / 90).rounded(.down) * 90)
    var plot = Plot(from: bottom, to: top, columns: columns, rows: 6)
    plot.draw(phases.map { phase in phase.map { $0...$0 } })
    let step = max(90, ((top - bottom) / 360).rounded(.up) * 90)
    let ticks = stride(from: bottom, through: top, by: step).map {
      (value: $0, label: "\($0.fixed(0))°")
    }
    return ["phase, delay taken off"] + plot.lines(ticks) + [axis.line]
  }

  /// The stretch of a response in which something happens.
  private func curve(_ curve: FilterResponse.Curve, _ title: String) -> [String] {
    let finite = curve.values.filter(\.isFinite)
    let limit = 0.004 * (finite.map(\.magnitude).max() ?? 0)
    func changes(_ index: Int) -> Bool {
      // A step goes on, so what counts is that it still moves.
      let before = index > 0 ? curve.values[index - 1] : 0
      return (curve.values[index] - before).magnitude > limit / 4
        || (index == curve.origin && limit > 0)
    }
    let moving = curve.values.indices.filter(changes)
    let reach = max(
      12, curve.origin - (moving.first ?? curve.origin),
      (moving.last ?? curve.origin) - curve.origin)
    let before = min(reach, max(reach / 8, curve.origin - (moving.first ?? curve.origin)))
    let first = max(0, curve.origin - before)
    let last = min(curve.values.count - 1, curve.origin + reach)
    let values = Array(curve.values[first...last])
    let high = max(0, values.filter(\.isFinite).max() ?? 0)
    let low = min(0, values.filter(\.isFinite).min() ?? 0)
    var plot = Plot(from: low, to: high, columns: columns, rows: 7)
    plot.draw(Self.spans(values, columns: 2 * columns))
    let size = high - low
    var ticks = [
      (value: low, label: low.brief(in: size)), (value: high, label: high.brief(in: size)),
    ]
    if low < -0.1 * size, high > 0.1 * size { ticks.append((value: 0, label: "0")) }
    let times = TimeAxis(
      from: Double(first - curve.origin) / curve.rate, to: Double(last - curve.origin) / curve.rate)
    return [title] + plot.lines(ticks)
      + [String(repeating: " ", count: Plot.margin) + Ruler.line(times.ticks, columns: columns)]
  }

  /// The values a line through samples takes between each column and the next.
  private static func spans(_ values: [Double], columns: Int) -> [ClosedRange<Double>?] {
    let scale = Double(values.count - 1) / Double(columns)
    func value(_ position: Double) -> Double {
      let index = min(Int(position), values.count - 2)
      let share = position - Double(index)
      // At a sample the other may be missing.
      if share == 0 { return values[index] }
      return values[index] + (values[index + 1] - values[index]) * share
    }
    return (0..<columns).map { column in
      let from = Double(column) * scale
      let to = min(Double(column + 1) * scale, Double(values.count - 1))
      var seen = [value(from), value(to)]
      let inner = Int(from.rounded(.up))...max(Int(from.rounded(.up)), Int(to.rounded(.down)))
      seen += inner.filter { Double($0) <= to }.map { values[$0] }
      let finite = seen.filter(\.isFinite)
      guard let low = finite.min(), let high = finite.max() else { return nil }
      return low...high
    }
  }

  private var words: [String] {
    let delay: String
    switch response.delay {
    case .zero: delay = "none"
    case .distantFuture: delay = "until the end of the recording"
    default: delay = "\(response.delay.seconds.brief(in: response.delay.seconds)) s at most"
    }
    return [
      "delay:   \(delay); samples keep their times",
      "edges:   \(response.edges ?? "every sample is to be trusted")",
    ]
  }
}
