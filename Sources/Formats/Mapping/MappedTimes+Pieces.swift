internal import HDF5
internal import Signals

extension MappedTimes {
  /// The samples of a block.
  func samplesPerBlock() throws(HDF5Error) -> Int {
    let count = try positive(rule.samplesPerBlock, "number of samples in a block")
    guard let perBlock = Int(exactly: count) else {
      throw HDF5Error(path, "the number of samples in a block must be whole")
    }
    return perBlock
  }

  /// How long a block lasts, in nanoseconds.
  func blockLength() throws(HDF5Error) -> Int64 {
    let period = try positive(rule.blockPeriod, "period of a block")
    guard let length = Int64(exactly: (period * (try unit())).rounded()), length > 0 else {
      throw HDF5Error(path, "the period of a block is out of range")
    }
    return length
  }

  /// The rows of a table of segments that can be placed, and what was done with the others.
  func segments(zero: Int64, unit: Double) throws(HDF5Error) -> (
    any TimeColumn, [SegmentTable.Piece], TimeFindings
  ) {
    let table = try SegmentTable(rule, scope, nanosecondsPerCount: unit)
    var times: [Int64] = []
    var pieces: [SegmentTable.Piece] = []
    var done = TimeFindings(channel: "", path: table.path)
    var reference = try scope.number(rule.rate, "rate")
    for (index, piece) in table.pieces.enumerated() {
      if let rate = piece.rate {
        guard rate.isFinite, rate > 0 else {
          guard rule.onInvalidRate == .skip else {
            throw HDF5Error(
              table.path, "the rate of row \(index) is not above 0",
              remedy: "state 'onInvalidRate' in the mapping: skip")
          }
          done.skipped += 1
          continue
        }
        let expected = reference ?? rate
        reference = expected
        // Rates are one where they differ by no more than half a sample at the end of the segment.
        if abs(Double(piece.count) * (expected / rate - 1)) > 0.5 {
          guard rule.onRateChange == .skip else {
            throw HDF5Error(
              table.path, "row \(index) has another rate than the rows before",
              remedy: "state 'onRateChange' in the mapping: skip; or 'rate', to say which is meant")
          }
          done.skipped += 1
          continue
        }
      }
      let (time, overflow) = table.times[index].addingReportingOverflow(zero)
      guard !overflow else {
        throw HDF5Error(
          table.path, "the time of row \(index) is out of range", remedy: "check the unit of times")
      }
      times.append(time)
      pieces.append(.init(row: piece.row, count: piece.count, rate: reference))
    }
    done.rows = times.count
    return (TimesInMemory(times, path: table.path), pieces, done)
  }

  /// Blocks or segments on the channel's grid.
  func place(
    _ prepared: Prepared, rate: Rate, rows: Int, origin: Int64,
    _ piece: (Int) -> (row: Int, count: Int)
  ) throws(HDF5Error) -> (segments: [RegularSource.Segment], findings: TimeFindings) {
    var placer = GridPlacer(rate, rule.onOverlap, longestGap: longestGap, prepared.done)
    let source = TimeSource(prepared.column, origin: origin, isStrict: false)
    var failure: (row: Int, trouble: GridPlacer.Trouble)?
    var beyond: Int?
    var place = 0
    _ = try source.take(before: nil) { time in
      defer { place += 1 }
      guard failure == nil, beyond == nil else { return }
      let index = prepared.order.isEmpty ? place : Int(prepared.order[place])
      let (row, count) = piece(index)
      guard count <= rows - row else {
        beyond = index
        return
      }
      do throws(GridPlacer.Trouble) {
        try placer.place(time.nanoseconds, row: row, count: count)
      } catch {
        failure = (index, error)
      }
    }
    if let beyond {
      throw HDF5Error(
        prepared.stored.path, "row \(beyond) names samples beyond the \(rows) there are")
    }
    if let failure { throw error(failure.trouble, failure.row, prepared.stored.path) }
    return placer.placed()
  }

  /// From which length on a gap is a mistake.
  var longestGap: Time? {
    rule.onGap == .error ? rule.gapAbove.map { Time(seconds: $0) } : nil
  }

  /// What to say of a piece that cannot be placed.
  func error(_ trouble: GridPlacer.Trouble, _ row: Int, _ path: String) -> HDF5Error {
    switch trouble {
    case .overlap(let samples):
      HDF5Error(
        path, "row \(row) begins \(samples) samples before the one before it ends",
        remedy: "state 'onOverlap' for these times in a mapping: keepFirst or keepLast")
    case .gap(let gap):
      HDF5Error(
        path, "a gap of \(gap.seconds) s lies before row \(row)",
        remedy: "state a higher 'gapAbove' in the mapping, or 'onGap': segment")
    case .range:
      HDF5Error(
        path, "row \(row) lies further from the start than a recording can",
        remedy: "check the unit and the epoch of times in the mapping")
    case .segments:
      HDF5Error(
        path, "times are too uneven to be samples at a rate",
        remedy: "leave out 'regular' in the mapping")
    }
  }
}
