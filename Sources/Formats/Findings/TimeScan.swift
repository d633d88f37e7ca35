internal import HDF5
internal import Signals

/// Looks at all times of a channel, twice, in memory that does not grow with them.
enum TimeScan {
  /// What the times of a column are like; they count from `origin` nanoseconds after those of it.
  static func findings(
    _ findings: TimeFindings, of column: any TimeColumn, origin: Int64
  ) throws(HDF5Error) -> TimeFindings {
    var findings = findings
    findings.rows = column.rows
    findings.resolution = Time(nanoseconds: try column.resolution)
    guard column.rows > 0 else { return findings }
    var intervals = IntervalHistogram()
    var first = Int64.max
    var last = Int64.min
    var before: Int64?
    try column.scan { row, time in
      if let before {
        if time == before { findings.duplicates += 1 }
        if time > before { intervals.add(time &- before) }
        if time < last { findings.unsorted += 1 }
      }
      first = min(first, time)
      last = max(last, time)
      before = time
    }
    findings.first = Time(nanoseconds: first) - Time(nanoseconds: origin)
    findings.last = Time(nanoseconds: last) - Time(nanoseconds: origin)
    guard let median = intervals.median else { return findings }
    findings.interval = Time(nanoseconds: median)
    try look(at: column, median: median, &findings)
    return findings
  }

  /// Goes through the times once more with what counts as a gap where they are even, and where not.
  private static func look(
    at column: any TimeColumn, median: Int64, _ findings: inout TimeFindings
  ) throws(HDF5Error) {
    var even = Look(median, threshold: median.multipliedClamped(by: 3) / 2)
    var uneven = Look(median, threshold: median.multipliedClamped(by: 10))
    var near = 0
    var back = TimeFindings.Tally()
    var firstBack: Int?
    var before: Int64?
    try column.scan { row, time in
      if let before {
        let step = Time(nanoseconds: time) - Time(nanoseconds: before)
        if (step - Time(nanoseconds: median)).nanoseconds.magnitude <= UInt64(median / 4) {
          near += 1
        }
        if step < .zero {
          back.add(.zero - step)
          firstBack = firstBack ?? row
        }
        even.add(step)
        uneven.add(step)
      }
      before = time
    }
    // Times are even where three intervals of four lie within a quarter of the median.
    let look = near >= (column.rows - 1) / 4 * 3 ? even : uneven
    findings.stepsBack = back
    findings.firstStepBack = firstBack
    findings.gapThreshold = Time(nanoseconds: look.threshold)
    findings.gaps = look.gaps
    findings.hourSteps = look.hourSteps
    findings.jitter = look.deviations.median.map {
      .init(
        median: Time(nanoseconds: $0), largest: Time(nanoseconds: look.deviations.largest))
    }
  }

  /// What intervals say where those above a threshold are gaps.
  private struct Look {
    let median: Int64
    let threshold: Int64
    var gaps = TimeFindings.Tally()
    var hourSteps = 0
    var deviations = IntervalHistogram()

    init(_ median: Int64, threshold: Int64) {
      self.median = median
      self.threshold = threshold
    }

    mutating func add(_ step: Time) {
      let beyond = step - Time(nanoseconds: median)
      if step.nanoseconds > threshold { gaps.add(beyond) }
      if step < .zero || step.nanoseconds > threshold {
        if beyond.isWholeHours(within: median) { hourSteps += 1 }
      } else if step > .zero {
        deviations.add(abs(beyond.nanoseconds))
      }
    }
  }
}

extension Time {
  /// Whether this is one hour or more of them, ahead or back, to within a tolerance of less than a
  /// minute.
  func isWholeHours(within tolerance: Int64) -> Bool {
    let hour: Int64 = 3_600_000_000_000
    guard tolerance < 60_000_000_000 else { return false }
    let rest = nanoseconds.magnitude % UInt64(hour)
    let distance = min(rest, UInt64(hour) - rest)
    return nanoseconds.magnitude >= UInt64(hour / 2)
      && distance <= UInt64(max(1, tolerance))
  }
}

extension Int64 {
  /// The product, or the largest number where it is larger.
  func multipliedClamped(by factor: Int64) -> Int64 {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    return overflow ? .max : product
  }
}
