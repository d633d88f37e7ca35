internal import HDF5
internal import Signals

extension MappedTimes {
  /// Evenly spaced times on a grid, with what placing them found.
  func even(
    _ prepared: Prepared, _ regular: TimeRule.Regular, origin: Int64
  ) throws(HDF5Error) -> (rate: Rate, segments: [RegularSource.Segment], findings: TimeFindings) {
    let rate = try rate(of: prepared.column, regular)
    let period = 1e9 / rate.hertz
    var placer = GridPlacer(rate, .error, longestGap: longestGap, prepared.done)
    let source = TimeSource(
      prepared.column, origin: origin, isStrict: rule.onDuplicate == .error)
    var failure: HDF5Error?
    var merged = 0
    var place = 0
    var pending: (time: Int64, row: Int)?
    func settle() {
      guard let (time, row) = pending else { return }
      do throws(GridPlacer.Trouble) {
        try placer.place(time, row: row, count: 1)
      } catch {
        failure = failure ?? self.error(error, row, prepared.stored.path)
      }
    }
    _ = try source.take(before: nil) { time in
      defer { place += 1 }
      guard failure == nil else { return }
      let row = prepared.order.isEmpty ? place : Int(prepared.order[place])
      if let before = pending {
        let interval = Double(time.nanoseconds &- before.time)
        if interval == 0 {
          merged += 1
          if rule.onDuplicate == .keepLast { pending = (before.time, row) }
          return
        }
        if interval <= 1.5 * period, abs(interval - period) > regular.tolerance * period {
          let share = (abs(interval / period - 1) * 1000).rounded() / 10
          failure = HDF5Error(
            prepared.stored.path,
            "the time of row \(row) lies \(share) % of a period off an even \(rate.hertz) Hz",
            remedy: "state a wider 'tolerance' in the mapping, or leave out 'regular'")
        }
      }
      settle()
      pending = (time.nanoseconds, row)
    }
    settle()
    if let failure { throw failure }
    var (segments, findings) = placer.placed()
    findings.merged = merged
    return (rate, segments, findings)
  }

  /// The rate that the mapping states, or the roundest that the longest run without a gap allows.
  private func rate(of column: any TimeColumn, _ regular: TimeRule.Regular) throws(HDF5Error)
    -> Rate
  {
    if regular.rate != nil {
      if let rate = Rate(hertz: try positive(regular.rate, "rate")) { return rate }
    }
    var intervals = IntervalHistogram()
    var before: Int64?
    try column.scan { _, time in
      if let before, time > before { intervals.add(time &- before) }
      before = time
    }
    guard let median = intervals.median else {
      throw HDF5Error(
        column.path, "has too few times to tell a rate", remedy: "state 'rate' in the mapping")
    }
    var longest = (length: Int64(0), count: 0)
    var run: (first: Int64, last: Int64, count: Int)?
    try column.scan { _, time in
      if let (first, last, count) = run, time >= last, time &- last <= median &+ median / 2 {
        run = (first, time, count + (time > last ? 1 : 0))
      } else {
        run = (time, time, 0)
      }
      if let run, run.count > longest.count { longest = (run.last &- run.first, run.count) }
    }
    let slack =
      regular.tolerance * Double(median) + 2 * Double(try column.resolution)
    let count = Double(longest.count)
    let length = Double(longest.length)
    let low = count / (length + slack) * 1e9
    let high = length > slack ? count / (length - slack) * 1e9 : low
    guard let rate = Rate.roundest(from: low, to: high) else {
      throw HDF5Error(
        column.path, "has too few times to tell a rate", remedy: "state 'rate' in the mapping")
    }
    return rate
  }
}
