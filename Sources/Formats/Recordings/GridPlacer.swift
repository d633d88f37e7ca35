internal import Signals

/// Puts pieces of samples on a channel's grid, each at the position nearest to its time.
///
/// A piece that begins within half a sample of where the one before it ends goes on in its segment;
/// when clock and rate have drifted further apart than that, a new segment begins.
struct GridPlacer {
  /// Why a piece cannot be placed.
  enum Trouble: Error {
    /// It begins so many samples before the one before it ends.
    case overlap(samples: Int)
    /// So much time lies before it.
    case gap(Time)
    /// There are more segments than memory should hold.
    case segments
    /// It lies at a position that no recording reaches.
    case range
  }

  private let rate: Rate
  private let overlaps: OverlapPolicy
  private let longestGap: Time?
  private(set) var segments: [RegularSource.Segment] = []
  /// What placing found and did.
  private(set) var findings: TimeFindings
  /// The time at which the run of the last piece began, and the samples of it since; none after a
  /// piece that lies within another.
  private var run: (time: Int64, samples: Int)?
  /// Of a thousand million: how long pieces last by their times, for each of the stated rate.
  private var ratios = IntervalHistogram()
  private var before: (time: Int64, samples: Int)?

  init(_ rate: Rate, _ overlaps: OverlapPolicy, longestGap: Time?, _ findings: TimeFindings) {
    self.rate = rate
    self.overlaps = overlaps
    self.longestGap = longestGap
    self.findings = findings
  }

  /// The segments, and what was found.
  func placed() -> (segments: [RegularSource.Segment], findings: TimeFindings) {
    var findings = findings
    if let median = ratios.median { findings.drift = (Double(median) / 1e9 - 1) * 1e6 }
    return (segments.filter { $0.count > 0 }, findings)
  }

  /// Places the `count` samples from `row` on, the first of them taken at `time`.
  mutating func place(_ time: Int64, row: Int, count: Int) throws(Trouble) {
    compare(time, count)
    if let run, let last = segments.last {
      let expected = Double(time &- run.time) / 1e9 * rate.hertz - Double(run.samples)
      if abs(expected) <= 0.5 {
        if row == last.row + last.count {
          segments[segments.count - 1].count += count
        } else {
          try append(last.position + last.count, row, count)
        }
        self.run = (run.time, run.samples &+ count)
        return
      }
    }
    let (position, shift) = rate.position(nearest: Time(nanoseconds: time))
    guard abs(position) <= 1 << 53, count <= 1 << 53 else { throw .range }
    let moved = Time(seconds: abs(shift))
    if moved > .zero { findings.shifts.add(moved) }
    guard let last = segments.last, last.position + last.count > position else {
      if let last = segments.last, let longestGap {
        let gap = rate.time(of: position) - rate.time(of: last.position + last.count)
        if gap > longestGap { throw .gap(gap) }
      }
      try append(position, row, count)
      run = (time, count)
      return
    }
    try overlap(position, row, count, end: last.position + last.count)
    run = nil
    if let last = segments.last, last.position + last.count == position + count {
      run = (time, count)
    }
  }

  private mutating func overlap(_ position: Int, _ row: Int, _ count: Int, end: Int)
    throws(Trouble)
  {
    let shared = end - position
    findings.overlaps.add(rate.time(of: end) - rate.time(of: position))
    switch overlaps {
    case .error: throw .overlap(samples: shared)
    case .keepFirst:
      let covered = min(shared, count)
      findings.covered += covered
      if covered < count { try append(end, row + covered, count - covered) }
    case .keepLast:
      var tails: [RegularSource.Segment] = []
      while let last = segments.last, last.position + last.count > position {
        let lastEnd = last.position + last.count
        let from = max(last.position, position)
        let to = max(from, min(lastEnd, position + count))
        findings.covered += to - from
        if lastEnd > to {
          tails.append(
            .init(position: to, row: last.row + (to - last.position), count: lastEnd - to))
        }
        if last.position < position {
          segments[segments.count - 1].count = position - last.position
          break
        }
        segments.removeLast()
      }
      try append(position, row, count)
      segments += tails.reversed()
    }
  }

  private mutating func append(_ position: Int, _ row: Int, _ count: Int) throws(Trouble) {
    guard segments.count < GridPlacer.mostSegments else { throw .segments }
    guard abs(position) <= 1 << 53, count <= 1 << 53 else { throw .range }
    segments.append(.init(position: position, row: row, count: count))
  }

  /// Compares how long the piece before lasts by its samples and by the time until this one, where
  /// they are alike enough to be meant for the same.
  private mutating func compare(_ time: Int64, _ count: Int) {
    defer { before = (time, count) }
    guard let before, before.samples > 0, time > before.time else { return }
    let interval = Time(nanoseconds: time) - Time(nanoseconds: before.time)
    let ratio = interval.seconds * rate.hertz / Double(before.samples)
    if abs(ratio - 1) <= 0.1 { ratios.add(Int64((ratio * 1e9).rounded())) }
  }

  /// The most segments of one channel: 24 bytes each.
  private static let mostSegments = 1 << 22
}

extension Rate {
  /// The rate with the fewest decimals from `low` to `high` samples a second.
  static func roundest(from low: Double, to high: Double) -> Rate? {
    let middle = (low + high) / 2
    guard middle.isFinite, low > 0, low <= high else { return nil }
    var scale = 1.0
    for _ in 0...9 {
      let candidate = (middle * scale).rounded() / scale
      if candidate >= low, candidate <= high, candidate > 0 { return Rate(hertz: candidate) }
      scale *= 10
    }
    return Rate(hertz: middle)
  }
}
