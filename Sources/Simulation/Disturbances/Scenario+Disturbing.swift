internal import Kernels

extension Scenario {
  /// Does to clean samples what amplifier, cable and transmission do: noise, saturation, a lead that
  /// is off, the limit of the amplifier and gaps, in this order.
  func disturb(_ samples: inout [Double], of wave: Wave, breathing: Breathing, seed: UInt64) {
    let clean = samples
    addBackground(to: &samples, of: wave, breathing, seed: seed)
    for (index, event) in events.enumerated() where event.kind == .noise {
      guard event.concerns(wave.name) else { continue }
      let range = range(of: event, in: samples.count, wave)
      var random = RandomStream(seed: seed, "noise \(index) \(wave.name)")
      let noise = event.color.samples(range.count, rate: wave.hertz, &random)
      let power = Self.power(of: clean[range]) / Elementary.exp(event.ratio * 0.1 * Self.logOfTen)
      for (index, noise) in zip(range, noise) { samples[index] += noise * power.squareRoot() }
    }
    for event in events where event.kind == .saturation && event.concerns(wave.name) {
      for index in range(of: event, in: samples.count, wave) { samples[index] *= event.factor }
    }
    for event in events where event.kind == .leadOff && event.concerns(wave.name) {
      for index in range(of: event, in: samples.count, wave) {
        samples[index] = event.disconnection == .rail ? wave.limit : 0
      }
    }
    for index in samples.indices {
      samples[index] = min(max(samples[index], -wave.limit), wave.limit)
    }
    for event in events where event.kind == .gap && event.concerns(wave.name) {
      for index in range(of: event, in: samples.count, wave) { samples[index] = .nan }
    }
  }

  /// Adds the noise of the amplifier and the shift of the base line with breathing and movement.
  private func addBackground(
    to samples: inout [Double], of wave: Wave, _ breathing: Breathing, seed: UInt64
  ) {
    var random = RandomStream(seed: seed, "background \(wave.name)")
    let phase = random.uniform(0, 2 * .pi)
    for index in samples.indices {
      let time = Double(index) / wave.hertz
      let movement = 0.5 * Elementary.sin(2 * .pi * 0.05 * time + phase)
      let shift = wave.wander * (breathing.volume(at: time) - 0.5 + movement)
      samples[index] += shift + wave.noise * random.gaussian()
    }
  }

  /// The positions that an event covers: those whose times lie in its span.
  private func range(of event: Event, in count: Int, _ wave: Wave) -> Range<Int> {
    let first = min(count, Int((event.span.lowerBound * wave.hertz).rounded(.up)))
    let last = min(count, Int((event.span.upperBound * wave.hertz).rounded(.up)))
    return first..<max(first, last)
  }

  /// The mean squared distance from the mean.
  private static func power(of samples: ArraySlice<Double>) -> Double {
    guard !samples.isEmpty else { return 0 }
    var mean = 0.0
    for sample in samples { mean += sample }
    mean /= Double(samples.count)
    var sum = 0.0
    for sample in samples { sum += (sample - mean) * (sample - mean) }
    return sum / Double(samples.count)
  }

  private static let logOfTen: Double = Elementary.log(10.0 as Double)
}
