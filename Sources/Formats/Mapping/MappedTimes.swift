internal import HDF5
internal import Signals

/// The times of a signal that a rule found.
struct MappedTimes {
  private let rule: TimeRule
  private let scope: MappedScope
  private var path: String { scope.path }

  init(_ rule: TimeRule, _ scope: MappedScope) {
    self.rule = rule
    self.scope = scope
  }

  /// Whether times count from 1970.
  var isUnix: Bool { rule.kind != .rate && rule.epoch == .unix }

  /// When the first sample was taken, if its time counts from 1970.
  func firstUnixNanoseconds() throws(HDF5Error) -> Int64? {
    guard isUnix else { return nil }
    let times = try times(origin: 0, isStrict: false)
    var first: Int64?
    try times.take(atMost: 1) { first = $0.nanoseconds }
    return first
  }

  /// The channel with these samples, with times that count from `origin` nanoseconds after 1970.
  func source(
    _ description: ChannelDescription, _ samples: SampleSource, origin: Int64
  ) throws(HDF5Error) -> any ChannelSource {
    switch rule.kind {
    case .timestamps:
      let times = try times(origin: isUnix ? origin : 0, isStrict: true)
      return try IrregularSource(description, samples, times: times, path: path)
    case .rate:
      let rate = try positive(rule.rate, "rate")
      let whole = RegularSource.Segment(position: 0, row: 0, count: samples.rows)
      return try regular(description, rate, samples, [whole])
    case .blocks:
      let count = try positive(rule.samplesPerBlock, "number of samples in a block")
      let period = try positive(rule.blockPeriod, "period of a block")
      guard let perBlock = Int(exactly: count), samples.rows % perBlock == 0 else {
        throw HDF5Error(path, "must hold whole blocks of \(count) samples")
      }
      let rate = count / (period * (try timeUnit()) / 1e9)
      let times = try times(origin: isUnix ? origin : 0, isStrict: true)
      guard times.rows == samples.rows / perBlock else {
        throw HDF5Error(path, "must have a time for each block of \(perBlock) samples")
      }
      return try regular(
        description, rate, samples, try segments(of: times, perBlock: perBlock, hertz: rate))
    }
  }

  private func regular(
    _ description: ChannelDescription, _ hertz: Double, _ samples: SampleSource,
    _ segments: [RegularSource.Segment]
  ) throws(HDF5Error) -> any ChannelSource {
    guard let rate = Rate(hertz: hertz) else { throw HDF5Error(path, "the rate must be above 0") }
    var description = description
    description.rate = rate
    return try RegularSource(description, rate: rate, samples, segments: segments, path: path)
  }

  /// Blocks on the channel's grid, each at the position nearest to its time; those that follow each
  /// other to within half a sample are one segment.
  private func segments(of times: TimeSource, perBlock: Int, hertz: Double) throws(HDF5Error)
    -> [RegularSource.Segment]
  {
    guard let rate = Rate(hertz: hertz) else { return [] }
    var segments: [RegularSource.Segment] = []
    var block = 0
    var overlap: Int?
    _ = try times.take(before: nil) { time in
      let (position, _) = rate.position(nearest: time)
      // A sum that leaves the range belongs to a position that is refused later.
      if let last = segments.last, last.position &+ last.count >= position {
        if last.position &+ last.count > position { overlap = overlap ?? block }
        segments[segments.count - 1].count += perBlock
      } else {
        segments.append(.init(position: position, row: block * perBlock, count: perBlock))
      }
      block += 1
    }
    if let overlap {
      throw HDF5Error(path, "block \(overlap) begins before the one before it ends")
    }
    return segments
  }

  private func times(origin: Int64, isStrict: Bool) throws(HDF5Error) -> TimeSource {
    try TimeSource(
      scope.dataset(rule.values), try encoding(origin: origin), field: rule.field,
      isStrict: isStrict)
  }

  /// How counts of the rule's unit become times that count from `origin` nanoseconds after 1970.
  func encoding(origin: Int64) throws(HDF5Error) -> TimeEncoding {
    TimeEncoding(nanosecondsPerCount: try timeUnit(), origin: origin)
  }

  private func timeUnit() throws(HDF5Error) -> Double {
    let text = try scope.text(rule.unit, "unit of times")
    guard let unit = text.flatMap({ UnitNames.nanoseconds($0) }) else {
      throw HDF5Error(
        path, "the unit of its times is not known", remedy: "state it in a mapping: s, ms, us or ns"
      )
    }
    return unit
  }

  private func positive(_ source: ValueSource?, _ what: String) throws(HDF5Error) -> Double {
    guard let number = try scope.number(source, what), number > 0 else {
      throw HDF5Error(
        path, "the \(what) is not known, or not above 0", remedy: "state it in a mapping")
    }
    return number
  }
}
