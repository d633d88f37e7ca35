public import Signals

/// A recording made from a scenario, with the truth about it.
public struct SimulatedRecording: Sendable {
  /// What an author of annotations wrote, here the scenario itself.
  public struct Reference: Sendable {
    /// The name of the layer: `beats`, `rhythm` or `events`.
    public var name: String
    /// What it says, in the order of onsets.
    public var intervals: [Interval]
  }

  /// How a channel's samples are best kept as whole numbers: (x − baseline) / gain.
  public struct Storage: Hashable, Sendable {
    /// Steps of the whole number per unit.
    public var gain: Double
    /// The whole number that stands for nought.
    public var baseline: Double
  }

  /// What is known before any sample is read: no layer, for stages never see the truth.
  public var header: Header
  /// All samples, as one part.
  public var recording: Recording
  /// The truth: each beat at its R peak, each rhythm and each event with its length.
  public var references: [Reference]
  /// For each channel how its samples are best kept, if as whole numbers.
  public var storage: [Storage?]
}

extension Scenario {
  /// Makes the recording: the same bytes for the same seed on every machine.
  ///
  /// All chance comes from the seed of the scenario, unless another is given.
  public func simulate(seed: UInt64? = nil) -> SimulatedRecording {
    let seed = seed ?? self.seed
    let apnoeas = events.filter { $0.kind == .apnoea }.map(\.span)
    let breathing = Breathing(patient, apnoeas: apnoeas, until: duration, seed: seed)
    let beats = HeartRhythm(self, breathing: breathing, seed: seed).beats
    let heart = Electrocardiogram(self, beats: beats, breathing: breathing, seed: seed)
    let pressure = ArterialPressure(self, beats: beats, breathing: breathing)
    let layout = Layout(channels: waves.map(\.description) + numerics.map(\.description))
    var recording = Recording(layout)
    for (index, wave) in waves.enumerated() {
      let count = Int((duration * wave.hertz).rounded(.up))
      var samples = [Double](repeating: 0, count: count)
      switch wave.quantity {
      case .ecg: samples = heart.samples(of: wave.lead, count: count, rate: wave.hertz)
      case .ppg:
        for beat in beats {
          Plethysmogram.add(beat, delay: wave.delay, rate: wave.hertz, to: &samples)
        }
      case .abp:
        for index in samples.indices {
          samples[index] = pressure.value(at: Double(index) / wave.hertz - wave.delay)
        }
      case .respiration:
        for index in samples.indices {
          samples[index] = breathing.volume(at: Double(index) / wave.hertz) - 0.5
        }
      }
      disturb(&samples, of: wave, breathing: breathing, seed: seed)
      recording.channels[index].samples = samples.map { Float($0) }
      recording.channels[index].through = Time(seconds: duration)
    }
    let series = NumericSeries(
      scenario: self, beats: beats, breathing: breathing, pressure: pressure)
    for (index, numeric) in numerics.enumerated() {
      recording.channels[waves.count + index] = series.channel(numeric, seed: seed)
    }
    let header = Header(
      subject: subject, clock: clock, layout: layout, duration: Time(seconds: duration))
    let storage = waves.map { wave in
      Optional(SimulatedRecording.Storage(gain: wave.quantity.gain, baseline: 0))
    }
    return SimulatedRecording(
      header: header, recording: recording, references: references(beats),
      storage: storage + numerics.map { _ in nil })
  }

  /// The civil time, with a step where an event makes the clock jump.
  private var clock: WallClock? {
    guard let start else { return nil }
    var steps = [WallClock.Step(position: .zero, unixNanoseconds: Time(seconds: start).nanoseconds)]
    var shift = start
    let jumps = events.filter { $0.kind == .clockJump }
    for event in jumps.sorted(by: { $0.span.lowerBound < $1.span.lowerBound }) {
      shift += event.step
      let position = Time(seconds: event.span.lowerBound)
      let civil = position + Time(seconds: shift)
      steps.append(WallClock.Step(position: position, unixNanoseconds: civil.nanoseconds))
    }
    return WallClock(steps: steps, offset: 0)
  }

  private func references(_ beats: [HeartBeat]) -> [SimulatedRecording.Reference] {
    let happenings = events.map { event in
      Interval(
        .event, onset: Time(seconds: event.span.lowerBound),
        duration: Time(seconds: event.span.upperBound) - Time(seconds: event.span.lowerBound),
        label: event.kind.rawValue, channel: event.channel)
    }
    return [
      SimulatedRecording.Reference(
        name: "beats",
        intervals: beats.map {
          Interval(.beat, onset: Time(seconds: $0.time), label: $0.label)
        }),
      SimulatedRecording.Reference(
        name: "rhythm",
        intervals: rhythmStretches().map { stretch in
          let onset = Time(seconds: stretch.span.lowerBound)
          return Interval(
            .rhythm, onset: onset, duration: Time(seconds: stretch.span.upperBound) - onset,
            label: stretch.label)
        }),
      SimulatedRecording.Reference(
        name: "events", intervals: happenings.sorted { $0.onset < $1.onset }),
    ]
  }
}
