import Pipelines
import Signals

/// The windows around the beats of a layer in a channel of even time, as they become complete.
struct BeatWindows: Sendable {
  let slot: Int
  let layer: Int
  let rate: Rate
  private let before: Double
  private let after: Double
  /// The samples that windows may still need, from `first` on.
  private var held: [Float] = []
  private var first = 0
  /// The beats whose windows have not been taken, and how many of the first have.
  private var pending: [Time] = []
  private var taken = 0
  private var last: Time?

  /// Windows that begin and end so many seconds before and after their beats.
  init(slot: Int, layer: Int, rate: Rate, before: Double, after: Double) {
    self.slot = slot
    self.layer = layer
    self.rate = rate
    self.before = before
    self.after = after
  }

  /// How long after a beat its window is complete: a sample after the window, and what rounding to
  /// nanoseconds may take.
  static func lookahead(after: Double, at rate: Rate) -> Time {
    Time(seconds: after) + rate.period + Time(nanoseconds: 2)
  }

  /// Takes the next part; the time before which windows of its beats are complete.
  mutating func take(_ part: Recording) -> Time {
    if held.isEmpty { first = part.channels[slot].first }
    held.append(contentsOf: part.channels[slot].samples)
    for index in part.layers[layer].annotations.indices {
      let annotation = part.layers[layer].annotations[index]
      guard annotation.kind == .beat, annotation.phase == .point else { continue }
      if let last, annotation.time <= last { continue }
      pending.append(annotation.time)
      last = annotation.time
    }
    return part.channels[slot].through - Self.lookahead(after: after, at: rate)
  }

  /// The next beat before a time.
  mutating func next(before time: Time) -> Time? {
    guard taken < pending.count, pending[taken] < time else { return nil }
    taken += 1
    return pending[taken - 1]
  }

  /// Forgets the beats that were taken, and the samples that no window of a beat from `time` on needs.
  mutating func forget(before time: Time) {
    pending.removeFirst(taken)
    taken = 0
    let oldest = (time - Time(seconds: before) - rate.period).seconds * rate.hertz
    guard oldest > Double(first) else { return }
    let spare = min(Int(oldest) - first, held.count)
    held.removeFirst(spare)
    first += spare
  }

  /// The value so many seconds from a beat, by a straight line between samples; NaN where one that it
  /// would come from was not measured or lies outside the recording.
  func value(_ offset: Double, from beat: Time) -> Float {
    let position = (beat.seconds + offset) * rate.hertz - Double(first)
    let index = Int(position.rounded(.down))
    let share = Float(position - Double(index))
    guard held.indices.contains(index) else { return .nan }
    let value = held[index]
    if share > 0 {
      let next = index + 1 < held.count ? held[index + 1] : .nan
      return value + (next - value) * share
    }
    return value
  }

  /// Copies the samples around the one nearest to a beat; NaN outside the recording.
  func copy(around beat: Time, before: Int, into samples: inout [Float]) {
    let start = rate.position(nearest: beat).position - before - first
    for place in samples.indices {
      let index = start + place
      samples[place] = held.indices.contains(index) ? held[index] : .nan
    }
  }
}

extension [Float] {
  /// Takes the median of the values that are numbers off them, found in `room` of as many values.
  mutating func level(in room: inout [Float]) {
    var count = 0
    for value in self where !value.isNaN {
      var place = count
      while place > 0, room[place - 1] > value {
        room[place] = room[place - 1]
        place -= 1
      }
      room[place] = value
      count += 1
    }
    if count == 0 { return }
    let median = (room[(count - 1) / 2] + room[count / 2]) / 2
    for index in indices { self[index] -= median }
  }
}
