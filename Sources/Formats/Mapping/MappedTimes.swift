internal import HDF5
internal import Signals

/// The times of a signal that a rule found.
///
/// Times that have a place in civil time are counted in nanoseconds since 1970 here, others from the
/// start of the recording, until the recording's start is known.
final class MappedTimes {
  let rule: TimeRule
  let scope: MappedScope
  /// Whether a local time without a zone serves all the same: the recording has no civil time.
  var needsNoZone = false
  private var moment: CivilTime.Moment?
  private var prepared: Prepared?
  private var pair: Pair?

  /// Times by row, as the policies leave them.
  struct Prepared {
    /// As the file has them.
    var stored: any TimeColumn
    var column: any TimeColumn
    var setBack: SetBackTimes?
    var order: [Int32] = []
    var pieces: [SegmentTable.Piece] = []
    var done: TimeFindings
  }

  /// The first time, in nanoseconds, and the rate.
  struct Pair {
    var first: Int64
    var rate: Rate
  }

  init(_ rule: TimeRule, _ scope: MappedScope) {
    self.rule = rule
    self.scope = scope
  }

  var path: String { scope.path }

  // MARK: The start

  /// Whether times have a place in civil time of their own.
  var isAbsolute: Bool { rule.epoch == .unix || rule.origin != nil }

  /// Seconds east of Greenwich that the origin of the times is stated with.
  var offset: Int { moment?.offset ?? 0 }

  /// The nanoseconds since 1970 of the count zero, or zero where times count from the start.
  private func zero() throws(HDF5Error) -> Int64 {
    guard let origin = rule.origin else { return 0 }
    if let moment { return moment.unixNanoseconds }
    guard let found = try origin.moment(scope, "origin of times", needsZone: !needsNoZone) else {
      throw HDF5Error(
        path, "the origin of its times is not known", remedy: "state 'origin' in a mapping")
    }
    moment = found
    return found.unixNanoseconds
  }

  /// When the first sample was taken, if there is any.
  func first() throws(HDF5Error) -> Int64? {
    switch try kind() {
    case .rate, .pair: return try even().first
    case .timestamps, .blocks, .segments, .auto:
      let column = try prepare().column
      guard column.rows > 0 else { return nil }
      var first: [Int64] = [0]
      try column.read(rows: 0..<1, into: &first)
      return first[0]
    }
  }

  /// The kind, where two numbers are told from a time for each sample.
  func kind() throws(HDF5Error) -> TimeRule.Kind {
    guard rule.kind == .auto else { return rule.kind }
    return try scope.dataset(rule.values).count == 2 ? .pair : .timestamps
  }

  // MARK: Samples at a rate

  /// The start and the rate of samples without times of their own.
  func even() throws(HDF5Error) -> Pair {
    if let pair { return pair }
    let zero = try zero()
    let found: Pair
    if try kind() == .rate {
      let unit = rule.unit == nil ? 1e9 : try unit()
      let hertz = try positive(rule.rate, "rate")
      guard let rate = Rate(hertz: hertz) else {
        throw HDF5Error(path, "the rate must be above 0")
      }
      let start = try scope.number(rule.start, "start") ?? 0
      guard let first = TimeEncoding(nanosecondsPerCount: unit, origin: 0 &- zero).time(of: start)
      else {
        throw outOfRange("start")
      }
      found = Pair(first: first, rate: rate)
    } else {
      found = try storedPair(zero)
    }
    pair = found
    return found
  }

  private func storedPair(_ zero: Int64) throws(HDF5Error) -> Pair {
    let unit = try unit()
    let dataset = try scope.dataset(rule.values)
    guard dataset.count == 2 else {
      throw HDF5Error(
        dataset.path, "must hold two numbers: the first time, and the time between samples",
        remedy: "state the kind 'timestamps' in the mapping for a time of each sample")
    }
    let numbers: [Double] = try dataset.readAll()
    let precision: Double = dataset.elementType == .float(size: 4) ? 0x1p-23 : 0x1p-50
    let hertz = 1e9 / (numbers[1] * unit)
    guard numbers[1] > 0, hertz.isFinite,
      let rate = Rate.roundest(from: hertz * (1 - precision), to: hertz * (1 + precision))
    else {
      throw HDF5Error(dataset.path, "the time between samples must be above 0")
    }
    guard
      let first = TimeEncoding(nanosecondsPerCount: unit, origin: 0 &- zero).time(of: numbers[0])
    else { throw outOfRange("first time") }
    return Pair(first: first, rate: rate)
  }

  // MARK: Times by row

  /// The times, in the order and as far ahead as the policies say.
  func prepare() throws(HDF5Error) -> Prepared {
    if let prepared { return prepared }
    let zero = try zero()
    let unit = try unit()
    var stored: any TimeColumn
    var pieces: [SegmentTable.Piece] = []
    var done: TimeFindings
    if rule.kind == .segments {
      (stored, pieces, done) = try segments(zero: zero, unit: unit)
    } else {
      stored = try StoredTimes(
        scope.dataset(rule.values), TimeEncoding(nanosecondsPerCount: unit, origin: 0 &- zero),
        field: rule.field)
      done = TimeFindings(channel: "", path: stored.path)
    }
    var prepared = Prepared(stored: stored, column: stored, pieces: pieces, done: done)
    if rule.onBackward == .segment {
      let length = rule.kind == .blocks ? try blockLength() : nil
      let setBack = try SetBackTimes(stored) { [rule] row in
        switch rule.kind {
        case .blocks: length
        case .segments:
          pieces[row].rate.flatMap {
            Int64(exactly: (Double(pieces[row].count) / $0 * 1e9).rounded())
          }
        default: nil
        }
      }
      prepared.setBack = setBack
      prepared.column = setBack
      prepared.done.clockSteps = setBack.steps.count
    }
    if rule.onUnsorted == .sort, let sorted = try SortedTimes(stored) {
      prepared.column = sorted
      prepared.order = sorted.order
      prepared.done.sorted = sorted.moved
    }
    self.prepared = prepared
    return prepared
  }

  /// Forgets the times of which others have hold.
  func release() { prepared = nil }

  /// How counts of the rule become times that count from `origin` nanoseconds after 1970, or from the
  /// start of the recording where they have no place in civil time.
  func encoding(origin: Int64) throws(HDF5Error) -> TimeEncoding {
    TimeEncoding(nanosecondsPerCount: try unit(), origin: origin &- (try zero()))
  }

  // MARK: Sources

  func unit() throws(HDF5Error) -> Double {
    let text = try scope.text(rule.unit, "unit of times")
    guard let unit = text.flatMap({ UnitNames.nanoseconds($0) }) else {
      throw HDF5Error(
        path, "the unit of its times is not known",
        remedy: "state it in a mapping: s, ms, us, 100ns or ns")
    }
    return unit
  }

  func positive(_ source: ValueSource?, _ what: String) throws(HDF5Error) -> Double {
    guard let number = try scope.number(source, what), number > 0 else {
      throw HDF5Error(
        path, "the \(what) is not known, or not above 0", remedy: "state it in a mapping")
    }
    return number
  }

  private func outOfRange(_ what: String) -> HDF5Error {
    HDF5Error(
      path, "the \(what) is further than 290 years away",
      remedy: "check the unit and the epoch of times in the mapping")
  }
}
