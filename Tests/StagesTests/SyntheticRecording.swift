import Signals

/// A generator of random numbers that gives the same ones every time.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// A minute of two leads, a pressure, numerics, beats and quality, with everything that goes wrong.
///
/// No samples from 20 to 21.5 s, a rail from 30 to 31 s, and from 40 to 46 s no beats, with lead II
/// off while the pressure pulses on until 43 s.
enum SyntheticRecording {
  static let end = Time(seconds: 60)
  static let layout = Layout(
    channels: [
      ChannelDescription(
        name: "II", kind: .ecg, lead: "II", unit: .millivolt, rate: Rate(hertz: 250)),
      ChannelDescription(
        name: "V1", kind: .ecg, lead: "V1", unit: .millivolt, rate: Rate(hertz: 250)),
      ChannelDescription(
        name: "ABP", kind: .abp, unit: .millimetreOfMercury, rate: Rate(hertz: 125)),
      ChannelDescription(name: "SpO2", kind: .numeric, unit: .percent),
      ChannelDescription(name: "lactate", kind: .numeric, unit: .one),
    ],
    layers: [
      LayerDescription(name: "QRS"), LayerDescription(name: "pulse"),
      LayerDescription(name: "quality"),
    ])

  static let beats: [Time] = {
    var random = SplitMix(state: 1)
    var beats: [Time] = []
    var time = 0.4
    while time < 60 {
      if !(40..<46).contains(time) { beats.append(Time(seconds: time)) }
      time += Double.random(in: 0.5...1.1, using: &random)
    }
    return beats
  }()

  static let whole: Recording = {
    var random = SplitMix(state: 2)
    var recording = Recording(layout)
    for slot in 0..<3 { fillWave(&recording.channels[slot], slot, &random) }
    var time = 0.0
    while time < 60 {
      let value = time > 25 && time < 28 ? Float.nan : Float.random(in: 82...99, using: &random)
      recording.channels[3].append(value, at: Time(seconds: time))
      time += Double.random(in: 0.1...3, using: &random)
    }
    for (index, beat) in beats.enumerated() {
      recording.layers[0].annotations.append(
        Annotation(.beat, at: beat, label: index % 7 < 3 ? "V" : "N", channel: "II"))
    }
    for tenth in 2..<430 where tenth % 8 == 2 {
      recording.layers[1].annotations.append(
        Annotation(.beat, at: Time(seconds: Double(tenth) / 10), label: "N", channel: "ABP"))
    }
    recording.layers[2].annotations = [
      Interval(
        .quality, onset: Time(seconds: 20), duration: Time(seconds: 1.5), label: "gap",
        channel: "II"),
      Interval(
        .quality, onset: Time(seconds: 30), duration: Time(seconds: 1), label: "saturation",
        channel: "II"),
      Interval(
        .quality, onset: Time(seconds: 40), duration: Time(seconds: 12), label: "lead off",
        channel: "II"),
      Interval(
        .quality, onset: Time(seconds: 41), duration: Time(seconds: 2), label: "lead off",
        channel: "V1"),
    ].split()
    complete(&recording)
    return recording
  }()

  /// The recording with the waves beginning late, each by its own number of seconds.
  static func beginning(after seconds: [Double]) -> Recording {
    var recording = whole
    for (slot, late) in seconds.enumerated() {
      guard let rate = layout.channels[slot].rate else { continue }
      let first = rate.position(notBefore: Time(seconds: late))
      recording.channels[slot].first = first
      recording.channels[slot].samples.removeFirst(first)
    }
    return recording
  }

  private static func fillWave(_ channel: inout Channel, _ slot: Int, _ random: inout SplitMix) {
    guard let rate = channel.description.rate else { return }
    var beat = 0
    for position in 0..<rate.position(notBefore: end) {
      let time = rate.time(of: position)
      while beat + 1 < beats.count, beats[beat + 1] - time < Time(seconds: 0.1) { beat += 1 }
      let since = (time - beats[beat]).seconds
      let noise = Double.random(in: -0.02...0.02, using: &random)
      let wave =
        slot == 2
        ? 80 + 40 * max(0, 1 - abs(since - 0.2) / 0.15)
        : max(0, 1 - abs(since) / 0.04) + 0.25 * max(0, 1 - abs(since - 0.28) / 0.08)
      channel.samples.append(Float(wave + noise))
      switch time.seconds {
      case 20..<21.5 where slot != 1: channel.samples[position] = .nan
      case 30..<31 where slot == 0: channel.samples[position] = 5
      case 40..<43 where slot == 0: channel.samples[position] = -5
      default: break
      }
    }
  }

  /// Says that everything up to the end has been delivered.
  static func complete(_ recording: inout Recording) {
    for slot in recording.channels.indices { recording.channels[slot].through = end }
    for slot in recording.layers.indices { recording.layers[slot].through = end }
  }
}
