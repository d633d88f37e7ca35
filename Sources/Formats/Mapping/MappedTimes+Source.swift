internal import HDF5
internal import Signals

extension MappedTimes {
  /// The channel with these samples, whose times count from `origin` nanoseconds after the moment
  /// that those here count from.
  func source(
    _ description: ChannelDescription, _ samples: SampleSource, origin: Int64
  ) throws(HDF5Error) -> any ChannelSource {
    defer { release() }
    let source = try made(description, samples, origin: isAbsolute ? origin : 0)
    guard source.end <= ChannelwiseSource.longest else {
      throw HDF5Error(
        path, "its times span more than a hundred years",
        remedy: "check the unit and the epoch of its times in the mapping")
    }
    return source
  }

  private func made(
    _ description: ChannelDescription, _ samples: SampleSource, origin: Int64
  ) throws(HDF5Error) -> any ChannelSource {
    switch try kind() {
    case .rate, .pair:
      if rule.kind == .auto, samples.rows == 2 {
        throw HDF5Error(
          path, "has two samples and two times, which may be a first time and a period",
          remedy: "state the kind in the mapping: pair or timestamps")
      }
      return try regular(description, samples, at: try even(), origin: origin)
    case .timestamps, .auto: return try timestamps(description, samples, origin: origin)
    case .blocks: return try blocks(description, samples, origin: origin)
    case .segments: return try segments(description, samples, origin: origin)
    }
  }

  private func regular(
    _ description: ChannelDescription, _ samples: SampleSource, at even: Pair, origin: Int64
  ) throws(HDF5Error) -> any ChannelSource {
    let (start, overflow) = even.first.subtractingReportingOverflow(origin)
    guard !overflow else { throw HDF5Error(path, "the first time is out of range") }
    var placer = GridPlacer(
      even.rate, .error, longestGap: nil, TimeFindings(channel: description.name, path: path))
    do throws(GridPlacer.Trouble) {
      try placer.place(start, row: 0, count: samples.rows)
    } catch {
      throw self.error(error, 0, path)
    }
    let (segments, findings) = placer.placed()
    return try regular(description, samples, even.rate, segments, findings)
  }

  private func timestamps(
    _ description: ChannelDescription, _ samples: SampleSource, origin: Int64
  ) throws(HDF5Error) -> any ChannelSource {
    var prepared = try prepare()
    prepared.done.channel = description.name
    let mayGrow = samples.isGrowing && prepared.order.isEmpty && rule.regular == nil
    guard samples.rows == prepared.column.rows || mayGrow else {
      throw HDF5Error(path, "has \(samples.rows) samples and \(prepared.column.rows) times")
    }
    if let regular = rule.regular {
      let (rate, segments, findings) = try even(prepared, regular, origin: origin)
      return try self.regular(
        description, samples, rate, segments, findings, stored: (prepared.stored, origin))
    }
    if let longestGap { try refuseGaps(above: longestGap, in: prepared) }
    let times = TimeSource(
      prepared.column, origin: origin, isStrict: rule.onDuplicate == .error)
    return try IrregularSource(
      description, samples, times: times, path: path, order: prepared.order,
      duplicates: rule.onDuplicate, stored: prepared.stored, done: prepared.done)
  }

  private func refuseGaps(above longest: Time, in prepared: Prepared) throws(HDF5Error) {
    var before: Int64?
    var found: (row: Int, gap: Time)?
    try prepared.column.scan { row, time in
      if let before, found == nil {
        let gap = Time(nanoseconds: time) - Time(nanoseconds: before)
        if gap > longest { found = (row, gap) }
      }
      before = time
    }
    if let found { throw error(.gap(found.gap), found.row, prepared.stored.path) }
  }

  private func blocks(
    _ description: ChannelDescription, _ samples: SampleSource, origin: Int64
  ) throws(HDF5Error) -> any ChannelSource {
    let perBlock = try samplesPerBlock()
    let period = try positive(rule.blockPeriod, "period of a block")
    guard samples.rows % perBlock == 0 else {
      throw HDF5Error(path, "must hold whole blocks of \(perBlock) samples")
    }
    guard let rate = Rate(hertz: Double(perBlock) / (period * (try unit()) / 1e9)) else {
      throw HDF5Error(path, "the rate must be above 0")
    }
    var prepared = try prepare()
    prepared.done.channel = description.name
    guard prepared.column.rows == samples.rows / perBlock else {
      throw HDF5Error(path, "must have a time for each block of \(perBlock) samples")
    }
    let (segments, findings) = try place(
      prepared, rate: rate, rows: samples.rows, origin: origin
    ) { (row: $0 * perBlock, count: perBlock) }
    return try regular(
      description, samples, rate, segments, findings, stored: (prepared.stored, origin))
  }

  private func segments(
    _ description: ChannelDescription, _ samples: SampleSource, origin: Int64
  ) throws(HDF5Error) -> any ChannelSource {
    var prepared = try prepare()
    prepared.done.channel = description.name
    let stated = try scope.number(rule.rate, "rate")
    guard let hertz = stated ?? prepared.pieces.first?.rate, let rate = Rate(hertz: hertz) else {
      throw HDF5Error(
        prepared.stored.path, "names no segment whose rate is known",
        remedy: "state 'rate' in the mapping")
    }
    var (segments, findings) = try place(
      prepared, rate: rate, rows: samples.rows, origin: origin
    ) { (row: prepared.pieces[$0].row, count: prepared.pieces[$0].count) }
    // Segments are of any length: their times need not be even.
    let looked = try TimeScan.findings(findings, of: prepared.stored, origin: origin)
    findings.rows = looked.rows
    findings.duplicates = looked.duplicates
    findings.unsorted = looked.unsorted
    findings.stepsBack = looked.stepsBack
    findings.firstStepBack = looked.firstStepBack
    findings.resolution = looked.resolution
    return try regular(description, samples, rate, segments, findings)
  }

  private func regular(
    _ description: ChannelDescription, _ samples: SampleSource, _ rate: Rate,
    _ segments: [RegularSource.Segment], _ findings: TimeFindings,
    stored: (column: any TimeColumn, origin: Int64)? = nil
  ) throws(HDF5Error) -> any ChannelSource {
    var description = description
    description.rate = rate
    return try RegularSource(
      description, rate: rate, samples, segments: segments, path: path, placed: findings,
      stored: stored)
  }
}
