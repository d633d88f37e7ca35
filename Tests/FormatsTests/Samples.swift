import Formats
import Signals

/// A small recording with one of everything, deterministic.
enum Samples {
  static let layout = Layout(
    channels: [
      ChannelDescription(
        name: "ECG II/a", kind: .ecg, lead: "II", unit: .millivolt, rate: Rate(hertz: 360)),
      ChannelDescription(
        name: "spectrum", kind: .other, unit: .one, rate: Rate(hertz: 4), axis: ["a", "b", "c"]),
      ChannelDescription(name: "HR", kind: .numeric, unit: .perMinute),
      ChannelDescription(name: "lead off", kind: .event, unit: .one),
    ],
    layers: [LayerDescription(name: "QRS"), LayerDescription(name: "rhythm")])

  static let clock = WallClock(
    steps: [
      .init(position: .zero, unixNanoseconds: 1_700_000_000_123_000_000),
      .init(position: Time(seconds: 30), unixNanoseconds: 1_700_003_630_123_000_000),
    ], offset: 3600)

  static let header = Header(
    subject: "p1", clock: clock, isSimulated: true, layout: layout, duration: Time(seconds: 120))

  static let storage: [SampleStorage] = [
    .int16(gain: 200, baseline: 1024), .float32, .float32, .float32,
  ]

  static let reference = ReferenceLayer(
    name: "atr",
    intervals: [
      Interval(.beat, onset: Time(seconds: 0.5), label: "N"),
      Interval(.rhythm, onset: Time(seconds: 1), duration: Time(seconds: 60), label: "(AFIB"),
      Interval(.beat, onset: Time(seconds: 1.25), label: "V", channel: "ECG II/a", score: 0.5),
      Interval(.rhythm, onset: Time(seconds: 100), duration: nil, label: "(N"),
    ])

  /// A value on the grid of the first channel's 16 bits.
  static func ecg(_ position: Int) -> Float {
    let number = (position &* 7919) % 4001 - 2000
    return Float((Double(number) - 1024) / 200)
  }

  /// The whole recording in one part, with a gap of 70 s in the first channel.
  static func whole() -> Recording {
    var part = Recording(layout)
    for position in 0..<360 * 120 {
      let isGap = (360 * 25..<360 * 95).contains(position) || position == 17
      part.channels[0].samples.append(isGap ? .nan : ecg(position))
    }
    for position in 0..<4 * 110 * 3 { part.channels[1].samples.append(Float(position) / 7) }
    var time = Time(nanoseconds: 77)
    var value: Float = 60
    while time < Time(seconds: 119) {
      part.channels[2].append(value, at: time)
      time = time + Time(nanoseconds: 9_876_543 + Int64(value) * 1_000_003 % 7_777_777)
      value = value > 90 ? 60.25 : value + 0.125
    }
    part.channels[3].append(1, at: Time(seconds: 3))
    part.channels[3].append(0, at: Time(seconds: 4))
    for second in 0..<119 {
      part.layers[0].annotations.append(
        Annotation(
          .beat, at: Time(seconds: Double(second)), label: second % 7 == 0 ? "V" : "N",
          channel: second % 3 == 0 ? "ECG II/a" : nil, score: second % 5 == 0 ? 0.75 : nil))
    }
    part.layers[1].annotations = [
      Annotation(.rhythm, .begin, at: Time(seconds: 10), label: "(AFIB"),
      Annotation(.rhythm, .end, at: Time(seconds: 120), label: "(AFIB"),
    ]
    for index in part.channels.indices { part.channels[index].through = header.duration }
    for index in part.layers.indices { part.layers[index].through = header.duration }
    return part
  }
}

/// What recordings hold, put together from parts and comparable bit for bit.
struct Contents: Equatable {
  var samples: [[UInt32]]
  var times: [[Time]]
  var annotations: [[Annotation]]

  init(_ layout: Layout) {
    samples = layout.channels.map { _ in [] }
    times = layout.channels.map { _ in [] }
    annotations = layout.layers.map { _ in [] }
  }

  init(_ whole: Recording) {
    samples = whole.channels.map { $0.samples.map(\.bits) }
    times = whole.channels.map(\.times)
    annotations = whole.layers.map(\.annotations)
  }

  mutating func append(_ part: Recording) {
    for (index, channel) in part.channels.enumerated() {
      samples[index] += channel.samples.map(\.bits)
      times[index] += channel.times
    }
    for (index, layer) in part.layers.enumerated() { annotations[index] += layer.annotations }
  }
}

extension Float {
  /// The bit pattern, one for all that is not a number.
  var bits: UInt32 { isNaN ? 0x7FC0_0000 : bitPattern }
}
