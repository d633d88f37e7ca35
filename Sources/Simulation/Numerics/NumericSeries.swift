internal import Kernels
internal import Signals

/// Numbers as a monitor or a laboratory gives them, at times that keep no even distance.
struct NumericSeries {
  let scenario: Scenario
  let beats: [HeartBeat]
  let breathing: Breathing
  let pressure: ArterialPressure

  /// The samples of a channel; in a gap there are none.
  func channel(_ numeric: Scenario.Numeric, seed: UInt64) -> Channel {
    var channel = Channel(numeric.description)
    var random = RandomStream(seed: seed, "numeric \(numeric.name)")
    var deviation = random.gaussian()
    var due = numeric.every
    while due < scenario.duration {
      let draw = random.uniform(-1, 1)
      let noise = random.gaussian()
      // Half a share of the interval either way keeps the times in order.
      let time = due + 0.5 * numeric.unevenness * numeric.every * draw
      deviation = 0.8 * deviation + 0.6 * noise
      due += numeric.every
      guard time < scenario.duration, !isGap(time, numeric.name) else { continue }
      let value = value(of: numeric, at: time, noise: noise, deviation: deviation)
      channel.append(Float(value), at: Time(seconds: time))
    }
    channel.through = Time(seconds: scenario.duration)
    return channel
  }

  private func isGap(_ time: Double, _ name: String) -> Bool {
    scenario.events.contains {
      $0.kind == .gap && $0.concerns(name) && $0.span.contains(time)
    }
  }

  private func value(
    of numeric: Scenario.Numeric, at time: Double, noise: Double, deviation: Double
  ) -> Double {
    switch numeric.quantity {
    case .heartRate: heartRate(at: time).rounded()
    case .saturation: (min(100, saturation(at: time) + 0.3 * noise)).rounded()
    case .breathingRate: breathing.rate(at: time).rounded()
    case .systolic: pressure.summary(before: time).systolic.rounded()
    case .diastolic: pressure.summary(before: time).diastolic.rounded()
    case .meanPressure: pressure.summary(before: time).mean.rounded()
    case .temperature: (scenario.patient.temperature * 10 + 0.5 * deviation).rounded() / 10
    case .laboratory: numeric.value + numeric.deviation * deviation
    }
  }

  /// Sixty over the mean of the last eight intervals, and nought four seconds after the last beat.
  private func heartRate(at time: Double) -> Double {
    var low = 0
    var high = beats.count
    while low < high {
      let middle = (low + high) / 2
      if beats[middle].time <= time { low = middle + 1 } else { high = middle }
    }
    guard low > 0, time - beats[low - 1].time < 4 else { return 0 }
    let last = beats[max(0, low - 8)..<low]
    var sum = 0.0
    for beat in last { sum += beat.interval }
    return 60 * Double(last.count) / sum
  }

  /// Falls towards a desaturation's level within some ten seconds, and recovers a little faster.
  private func saturation(at time: Double) -> Double {
    let usual = scenario.patient.saturation
    var value = usual
    for event in scenario.events where event.kind == .desaturation {
      let passed = min(time, event.span.upperBound) - event.span.lowerBound
      guard passed > 0 else { continue }
      let fall = (usual - event.level) * (1 - Elementary.exp(-passed / 8))
      let since = max(0, time - event.span.upperBound)
      value -= fall * Elementary.exp(-since / 6)
    }
    return value
  }
}
