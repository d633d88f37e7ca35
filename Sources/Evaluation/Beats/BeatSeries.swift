/// The beats that one annotator found in a recording, and where that annotator looked for none.
///
/// All positions have one unit, samples or nanoseconds from the start of the recording.
public struct BeatSeries: Hashable, Sendable {
  /// The beats in the order of their positions.
  public var beats: [Beat]
  /// The stretches in which no signal can be read, both ends included.
  public var unreadable: [ClosedRange<Int64>]
  /// The stretches of ventricular fibrillation or flutter, both ends included.
  public var fibrillation: [ClosedRange<Int64>]

  /// A series of these beats, sorted here, with these stretches.
  public init(
    _ beats: [Beat], unreadable: [ClosedRange<Int64>] = [],
    fibrillation: [ClosedRange<Int64>] = []
  ) {
    self.beats = beats.sorted { $0.position < $1.position }
    self.unreadable = unreadable
    self.fibrillation = fibrillation
  }

  /// The time from the beat before to beat `index`.
  ///
  /// There is none where no beat comes before, or where a stretch without beats begins between the
  /// two.
  func interval(before index: Int) -> Int64? {
    guard index > 0, index < beats.count else { return nil }
    let start = beats[index - 1].position
    let end = beats[index].position
    let broken = { (stretch: ClosedRange<Int64>) in
      start <= stretch.lowerBound && stretch.lowerBound < end
    }
    if unreadable.contains(where: broken) || fibrillation.contains(where: broken) { return nil }
    return end - start
  }
}

/// An annotation as the MIT-BIH databases write it.
public struct Marking: Hashable, Sendable {
  /// Samples or nanoseconds from the start of the recording.
  public var position: Int64
  /// What is marked: a beat such as `N`, `~` for a change of quality, `[` and `]` for fibrillation.
  public var symbol: String
  /// What kind of the symbol; of `~`, bits 4 and 5 say which of two signals cannot be read.
  public var subtype: Int

  /// A marking of this symbol and subtype at this position.
  public init(_ position: Int64, _ symbol: String, subtype: Int = 0) {
    self.position = position
    self.symbol = symbol
    self.subtype = subtype
  }
}

extension BeatSeries {
  /// The series that markings in the order of their positions describe, read as WFDB's `bxb` does.
  ///
  /// A stretch that cannot be read lasts from a `~` whose subtype says so of both signals to the
  /// next `~` that does not. Where another marking comes first the `~` stands somewhere within the
  /// stretch, and the stretch lasts from one match window after the beat or the end of fibrillation
  /// before, to one match window before the marking after. What is marked between `[` and `]` is
  /// ignored.
  public init(_ markings: [Marking], window: Int64) {
    self.init([])
    var index = 0
    while index < markings.count {
      let marking = markings[index]
      index += 1
      if marking.symbol == "[" {
        let end = markings[index...].firstIndex { $0.symbol == "]" }
        fibrillation.append(marking.position...(end.map { markings[$0].position } ?? .max))
        index = end.map { $0 + 1 } ?? markings.count
      } else if marking.isUnreadable {
        guard index < markings.count else {
          unreadable.append(marking.position...Int64.max)
          break
        }
        let next = markings[index]
        if next.symbol == "~", !next.isUnreadable {
          unreadable.append(marking.position...next.position)
          index += 1
        } else {
          let last = max(beats.last?.position ?? 0, fibrillation.last?.upperBound ?? 0)
          let end = next.position - window
          unreadable.append(min(last + window, end)...end)
        }
      } else if let label = BeatClass(symbol: marking.symbol) {
        beats.append(Beat(marking.position, label))
      }
    }
  }
}

extension Marking {
  /// Whether neither of two signals can be read from here on.
  fileprivate var isUnreadable: Bool { symbol == "~" && subtype & 0x30 == 0x30 }
}
