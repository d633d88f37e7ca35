/// Times about zero, in seconds or thousandths of them.
struct TimeAxis {
  /// Ticks at round times, zero first.
  let ticks: [Ruler.Tick]

  /// The axis between two times.
  init(from low: Double, to high: Double) {
    let span = high - low
    let steps = [1.0, 2, 5].flatMap { factor in
      [0.001, 0.01, 0.1, 1, 10, 100].map { factor * $0 }
    }.sorted()
    let step = steps.first { span / $0 <= 8 } ?? span
    let first = Int((low / step).rounded(.up))
    let last = Int((high / step).rounded(.down))
    ticks = Array(first...max(first, last)).map { index in
      let time = Double(index) * step
      let label = step < 0.1 ? "\((1000 * time).fixed(0)) ms" : "\(time.fixed(step < 1 ? 1 : 0)) s"
      return Ruler.Tick((time - low) / span, index == 0 ? "0" : label)
    }
  }
}
