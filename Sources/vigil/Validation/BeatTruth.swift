import Evaluation
import Formats
import Signals

/// How times become the whole numbers in which beats are compared: samples of a recording that has
/// a rate, nanoseconds of one that has none.
struct BeatClock {
  private let rate: Rate?

  /// The clock of the first regular channel, an electrocardiogram where there is one.
  init(_ layout: Layout) {
    let regular = layout.channels.filter { $0.rate != nil }
    rate = (regular.first { $0.kind == .ecg } ?? regular.first)?.rate
  }

  /// The position of a time, or the length of a stretch.
  func position(_ time: Time) -> Int64 {
    guard let rate, time != .distantFuture, time != .distantPast else { return time.nanoseconds }
    return Int64(rate.position(nearest: time).position)
  }
}

extension BeatSeries {
  /// The beats that annotations stand for; one without a class of EC57 counts as normal.
  init(_ intervals: [Interval], _ clock: BeatClock) {
    self.init(
      intervals.compactMap { interval in
        guard interval.kind == .beat else { return nil }
        return Beat(
          clock.position(interval.onset), BeatClass(symbol: interval.label) ?? .normal)
      })
  }

  /// The beats of a reference, with the stretches in which its author looked for none.
  ///
  /// Those are fibrillation and flutter, between the marks `[` and `]` or by the name of the
  /// rhythm, and what cannot be read in any electrocardiogram.
  init(_ truth: [Interval], among layers: [ReferenceLayer], of layout: Layout, _ clock: BeatClock) {
    let beats = truth.compactMap { interval -> Beat? in
      guard interval.kind == .beat, let label = BeatClass(symbol: interval.label) else {
        return nil
      }
      return Beat(clock.position(interval.onset), label)
    }
    let remarks = layers.flatMap(\.intervals)
    self.init(
      beats, unreadable: Self.unreadable(remarks, layout).map { clock.range($0) },
      fibrillation: Self.fibrillation(remarks).map { clock.range($0) })
    guard !fibrillation.isEmpty else { return }
    self.beats.removeAll { beat in fibrillation.contains { $0.contains(beat.position) } }
  }

  private static func fibrillation(_ remarks: [Interval]) -> [ClosedRange<Time>] {
    let marks = remarks.filter { $0.kind == .event && ["[", "]"].contains($0.label) }
      .sorted { $0.onset < $1.onset }
    var stretches: [ClosedRange<Time>] = []
    var begin: Time?
    for mark in marks {
      if mark.label == "[" {
        begin = begin ?? mark.onset
      } else if let start = begin {
        stretches.append(start...mark.onset)
        begin = nil
      }
    }
    if let begin { stretches.append(begin...Time.distantFuture) }
    if !stretches.isEmpty { return stretches }
    return remarks.filter { $0.kind == .rhythm && ["(VF", "(VFIB", "(VFL"].contains($0.label) }
      .map { $0.onset...($0.duration.map { [onset = $0.onset] in onset + $0 } ?? .distantFuture) }
  }

  /// The stretches in which all electrocardiograms are marked unreadable.
  private static func unreadable(_ remarks: [Interval], _ layout: Layout) -> [ClosedRange<Time>] {
    let marks = remarks.filter { $0.kind == .quality && $0.label == "unreadable" }
    var common: [ClosedRange<Time>] = [Time.distantPast...Time.distantFuture]
    for channel in layout.channels where channel.kind == .ecg {
      let own = marks.filter { $0.channel == nil || $0.channel == channel.name }
      common = common.flatMap { stretch in
        own.compactMap { mark in
          let low = max(stretch.lowerBound, mark.onset)
          let end = mark.duration.map { mark.onset + $0 } ?? .distantFuture
          let high = min(stretch.upperBound, end)
          return low < high ? low...high : nil
        }
      }
    }
    return layout.channels.contains { $0.kind == .ecg } ? common : []
  }
}

extension BeatClock {
  func range(_ stretch: ClosedRange<Time>) -> ClosedRange<Int64> {
    position(
      stretch.lowerBound)...max(
        position(stretch.lowerBound), position(stretch.upperBound))
  }
}
