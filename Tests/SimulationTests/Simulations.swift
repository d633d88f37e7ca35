internal import Configuration
internal import Signals
internal import Simulation

/// A patient in whom nothing is left to chance.
let steady = """
  "patient": { "heartRate": 75, "variability": 0, "sinusArrhythmia": 0, "beatVariability": 0,
    "breathingVariability": 0 }
  """

/// Channels without noise.
let quiet = """
  "channels": [
    { "kind": "ecg", "lead": "II", "noise": 0, "wander": 0 },
    { "kind": "ecg", "lead": "V1", "noise": 0, "wander": 0 },
    { "kind": "ppg", "noise": 0, "wander": 0 },
    { "kind": "abp", "noise": 0 },
    { "kind": "respiration", "noise": 0 } ]
  """

/// The recording of a scenario of these members.
func simulate(_ members: String...) throws -> SimulatedRecording {
  let text = "{ " + members.joined(separator: ", ") + " }"
  return try Scenario.read(SourceText(path: "scenario.json", text)).simulate()
}

extension SimulatedRecording {
  func channel(_ name: String) -> Channel {
    for channel in recording.channels where channel.description.name == name { return channel }
    preconditionFailure("no channel '\(name)'")
  }

  func samples(_ name: String) -> [Float] { channel(name).samples }

  /// The samples of a channel between two times in seconds.
  func samples(_ name: String, _ from: Double, _ to: Double) -> ArraySlice<Float> {
    let channel = channel(name)
    let rate = channel.description.rate?.hertz ?? 1
    return channel.samples[Int((from * rate).rounded(.up))..<Int((to * rate).rounded(.up))]
  }

  func intervals(_ layer: String) -> [Interval] {
    references.filter { $0.name == layer }.flatMap(\.intervals)
  }

  var beats: [Interval] { intervals("beats") }

  /// The position of the largest magnitude within 60 ms of a time.
  func peak(of name: String, near time: Time) -> Int {
    let channel = channel(name)
    let rate = channel.description.rate?.hertz ?? 1
    let center = Int((time.seconds * rate).rounded())
    let reach = Int(0.06 * rate)
    let range = max(0, center - reach)...min(channel.samples.count - 1, center + reach)
    return range.max { abs(channel.samples[$0]) < abs(channel.samples[$1]) } ?? center
  }

  /// FNV-1a of all samples and all beats, bit for bit.
  var digest: UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    let mix = { (value: UInt64) in hash = (hash ^ value) &* 0x100_0000_01B3 }
    for channel in recording.channels {
      for sample in channel.samples { mix(UInt64(sample.bitPattern)) }
      for time in channel.times { mix(UInt64(bitPattern: time.nanoseconds)) }
    }
    for interval in references.flatMap(\.intervals) {
      mix(UInt64(bitPattern: interval.onset.nanoseconds))
      for byte in interval.label.utf8 { mix(UInt64(byte)) }
    }
    return hash
  }
}
