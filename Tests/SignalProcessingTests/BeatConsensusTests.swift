import SignalProcessing
import Testing

/// What happens to one of several sources: a beat, or a change of its quality.
private struct Event {
  var time: Double
  var source: Int
  var isGood: Bool?
}

private func decided(
  _ events: [Event], sources: Int = 3, share: Double = 0.5, steps: Bool = false
) -> [BeatConsensus.Beat] {
  let consensus = BeatConsensus(sources: sources, share: share)
  var state = consensus.start()
  var beats: [BeatConsensus.Beat] = []
  let ordered = events.sorted { ($0.time, $0.source) < ($1.time, $1.source) }
  for event in ordered {
    let time = Int64(event.time * 1e9)
    if steps { consensus.decide(before: time - 1_000_000, &state, into: &beats) }
    consensus.decide(before: time, &state, into: &beats)
    if let isGood = event.isGood {
      consensus.set(event.source, isGood: isGood, &state)
    } else {
      consensus.append(time, from: event.source, &state)
    }
  }
  consensus.decide(before: .max, &state, into: &beats)
  return beats
}

/// Delays of an ECG, a pressure and a plethysmogram, in seconds.
private let delays = [0.0, 0.18, 0.36]

/// Heartbeats as each source sees them that `sees` says so.
private func events(
  _ times: [Double], sees: (Int, Double) -> Bool = { _, _ in true }
) -> [Event] {
  var noise = Noise(4)
  return times.flatMap { time in
    delays.indices.filter { sees($0, time) }.map { source in
      let jitter = source == 0 ? 0 : Double.random(in: -0.02...0.02, using: &noise)
      return Event(time: time + delays[source] + jitter, source: source)
    }
  }
}

private let times = SyntheticECG.times(seconds: 60, interval: 0.8)

private func seconds(_ beat: BeatConsensus.Beat) -> Double { Double(beat.time) / 1e9 }

@Suite struct BeatConsensusTests {
  @Test func beatsThatAllSeeAreOneEach() {
    let beats = decided(events(times))
    #expect(beats.count == times.count)
    #expect(zip(beats, times).allSatisfy { abs(seconds($0) - $1) < 1e-6 && $0.isReal })
    #expect(beats.dropFirst(8).allSatisfy { $0.agreement == 1 && $0.asked == 0b111 })
  }

  @Test func oneOfThreeAloneIsNotBelieved() {
    // From 30 to 40 s the ECG shows beats that have no pulse.
    let beats = decided(
      events(times) { source, time in source == 0 || !(30..<40).contains(time) })
    let inside = beats.filter { (30..<40).contains(seconds($0)) }
    #expect(inside.count > 10)
    #expect(inside.allSatisfy { !$0.isReal && abs($0.agreement - 1 / 3) < 1e-6 })
    #expect(beats.filter { seconds($0) >= 40 }.allSatisfy { $0.isReal })
  }

  @Test func pulsesAreBeatsWhereTheECGSeesNone() {
    let beats = decided(
      events(times) { source, time in source != 0 || !(30..<40).contains(time) })
    #expect(beats.count == times.count)
    #expect(zip(beats, times).allSatisfy { abs(seconds($0) - $1) < 0.03 && $0.isReal })
  }

  @Test func withoutABeatThereIsNone() {
    let beats = decided(events(times) { _, time in !(30..<40).contains(time) })
    #expect(!beats.contains { (30..<39.9).contains(seconds($0)) })
  }

  @Test func ofTwoOneIsEnoughUnlessMoreAreAskedFor() {
    let pair = events(times) { source, time in
      source == 0 || source == 2 && !(30..<40).contains(time)
    }
    let inside = { (beats: [BeatConsensus.Beat]) in
      beats.filter { (30..<40).contains(seconds($0)) }.map(\.isReal)
    }
    // The second source sees nothing at all: no delay of it is known, and it is not asked.
    #expect(inside(decided(pair)).allSatisfy { $0 })
    #expect(inside(decided(pair, share: 0.6)).allSatisfy { !$0 })
  }

  @Test func aSourceThatIsNotGoodIsNotAsked() {
    var noisy = events(times)
    // The ECG shows beats everywhere from 30 to 40 s, and is known not to be good there.
    noisy += stride(from: 30.05, to: 39.9, by: 0.25).map { Event(time: $0, source: 0) }
    noisy += [Event(time: 30, source: 0, isGood: false), Event(time: 40, source: 0, isGood: true)]
    let beats = decided(noisy)
    let inside = beats.filter { (30..<39.6).contains(seconds($0)) }
    #expect(inside.count == times.count { (30..<39.6).contains($0) })
    #expect(inside.allSatisfy { $0.isReal && $0.asked == 0b110 })
  }

  @Test func withoutTheFirstSourceTheOthersDecide() {
    let beats = decided(
      events(times) { source, _ in source > 0 } + [Event(time: 0, source: 0, isGood: false)])
    #expect(beats.count { $0.isReal } == times.count)
  }

  @Test func beatsComeInOrderAndWhenTheyAreAskedForDoesNotMatter() {
    var noise = Noise(9)
    let some = events(times) { _, _ in Bool.random(using: &noise) }
    let beats = decided(some)
    #expect(zip(beats, beats.dropFirst()).allSatisfy { $0.time <= $1.time })
    #expect(decided(some, steps: true) == beats)
  }

  @Test func nothingIsAllocated() {
    let consensus = BeatConsensus(sources: 2)
    var state = consensus.start()
    var beats: [BeatConsensus.Beat] = []
    beats.reserveCapacity(1000)
    var time: Int64 = 0
    #expect(
      allocations {
        for _ in 0..<200 {
          time += 400_000_000
          for source in 0..<2 {
            consensus.decide(before: time, &state, into: &beats)
            consensus.append(time, from: source, &state)
            time += 200_000_000
          }
        }
      } == 0)
    #expect(beats.count > 200)
  }
}
