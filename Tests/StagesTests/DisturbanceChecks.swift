import Pipelines
import Signals
import Testing

/// What must hold of every stage when the recording is disturbed, moved or amplified.
@Suite struct DisturbanceChecks {
  /// Gaps of one sample up to seconds, at steps through the whole recording.
  @Test(arguments: Example.all) func gapsAnywhereAreNoTroubleAndCutsDoNotShow(
    example: Example
  ) throws {
    let pipeline = try example.pipeline()
    for (index, seconds) in [0.008, 0.05, 0.15, 0.4, 2.5].enumerated() {
      for start in stride(from: 0.0, to: 60, by: 7.3) {
        let whole = Self.holed(from: start + 0.31 * Double(index), for: seconds)
        let outcome = try Outcome(pipeline, over: whole, on: SyntheticRecording.layout)
        #expect(outcome.breaches == [])
        // Which cuts are made differs from gap to gap.
        let cuts = Delivery.cuts(of: whole, seed: UInt64(100 * start) + UInt64(index))
        guard Int(start) % 3 == 0 else { continue }
        let cut = try Outcome(pipeline, over: whole, on: SyntheticRecording.layout, cuts: cuts)
        #expect(cut.channels == outcome.channels, "a gap of \(seconds) s at \(start) s")
        #expect(cut.words == outcome.words, "a gap of \(seconds) s at \(start) s")
      }
    }
  }

  /// Moved by a minute, everything comes a minute later.
  @Test(arguments: Example.all.filter { !$0.looksAtTheClock })
  func aMinuteLaterEverythingIsTheSame(example: Example) throws {
    let shift = Time(seconds: 60)
    let early = try example.outcome()
    let late = try example.outcome(over: Self.moved(by: shift))
    for (before, after) in zip(early.channels, late.channels) {
      #expect(before.values.count == after.values.count, "channel '\(before.name)'")
      #expect(before.times.map { $0 + shift } == after.times, "channel '\(before.name)'")
      for (one, other) in zip(before.values, after.values) where one.bitPattern != other.bitPattern
      {
        #expect(one.isNaN && other.isNaN, "channel '\(before.name)': \(one), \(other)")
      }
    }
    for (name, layer) in early.layers {
      let expected = layer.map { annotation in
        var moved = annotation
        moved.time = annotation.time + shift
        return moved
      }
      #expect(late.layers[name] == expected, "layer '\(name)'")
    }
  }

  /// Amplified, a wave has its beats and breaths where they were.
  @Test(arguments: Example.all.filter { $0.findsMoments }, [0.5, 2, 4] as [Float])
  func momentsDoNotDependOnTheGain(example: Example, gain: Float) throws {
    /// Whether a moment lies 0.3 s and more from gaps and rails.
    func isUndisturbed(_ time: Time) -> Bool {
      [20...21.5, 30...31, 40...43].allSatisfy {
        time.seconds < $0.lowerBound - 0.3 || time.seconds > $0.upperBound + 0.3
      }
    }
    let plain = try example.outcome()
    var whole = SyntheticRecording.whole
    for slot in 0..<3 {
      for index in whole.channels[slot].samples.indices {
        whole.channels[slot].samples[index] *= gain
      }
    }
    let amplified = try example.outcome(over: whole)
    for (name, layer) in plain.layers
    where SyntheticRecording.layout.layers.allSatisfy({ $0.name != name }) {
      #expect(!layer.isEmpty)
      let moments = try #require(amplified.layers[name]).map(\.time)
      #expect(
        moments.filter(isUndisturbed) == layer.map(\.time).filter(isUndisturbed), "layer '\(name)'")
    }
  }

  private static func holed(from start: Double, for seconds: Double) -> Recording {
    var whole = SyntheticRecording.whole
    for slot in whole.channels.indices {
      for index in 0..<whole.channels[slot].count {
        let time = whole.channels[slot].time(of: index).seconds
        if time >= start, time < start + seconds { whole.channels[slot].samples[index] = .nan }
      }
    }
    return whole
  }

  private static func moved(by shift: Time) -> Recording {
    var whole = SyntheticRecording.whole
    for slot in whole.channels.indices {
      if let rate = whole.channels[slot].description.rate {
        whole.channels[slot].first += rate.position(notBefore: shift)
      }
      whole.channels[slot].times = whole.channels[slot].times.map { $0 + shift }
      whole.channels[slot].through = whole.channels[slot].through + shift
    }
    for slot in whole.layers.indices {
      for index in whole.layers[slot].annotations.indices {
        whole.layers[slot].annotations[index].time =
          whole.layers[slot].annotations[index].time + shift
      }
      whole.layers[slot].through = whole.layers[slot].through + shift
    }
    return whole
  }
}

extension Example {
  /// Whether the time since the start of the recording matters: what nothing was seen before, and
  /// what comes by the clock.
  fileprivate var looksAtTheClock: Bool {
    ["alarm", "liquid"].contains(stage) || settings.contains(#""every""#)
  }

  /// Whether the stage finds beats or breaths in waves.
  fileprivate var findsMoments: Bool { ["qrs", "pulse", "breaths"].contains(stage) }
}
