internal import HDF5
internal import Signals

/// A signal that a rule found, on the way to a channel.
struct MappedSignal {
  /// The channel's name.
  let name: String
  /// The path of the object that was found.
  let path: String
  private let rule: SignalRule
  private let objects: FileObjects
  private let description: ChannelDescription

  init(_ rule: SignalRule, _ match: FileObjects.Match, _ objects: FileObjects) throws(HDF5Error) {
    self.rule = rule
    self.objects = objects
    path = match.path
    name = try objects.text(rule.name, from: path) ?? match.name
    guard let text = try objects.text(rule.unit, from: path) else {
      throw HDF5Error(path, "the unit is not known", remedy: "state 'unit' in a mapping")
    }
    guard let unit = UnitNames.unit(text) else {
      throw HDF5Error(
        path, "the unit '\(text)' is not known", remedy: "state it as a UCUM code in a mapping")
    }
    description = ChannelDescription(
      name: name, kind: Kind(rawValue: rule.kind),
      lead: rule.lead?.replacing("{name}", with: name), unit: unit)
  }

  /// Whether times count from 1970.
  var isUnix: Bool { rule.time.kind != .rate && rule.time.epoch == .unix }

  /// When the first sample was taken, if its time counts from 1970.
  func firstUnixNanoseconds() throws(HDF5Error) -> Int64? {
    guard isUnix else { return nil }
    let times = try times(origin: 0, isStrict: false)
    var first: Int64?
    try times.take(atMost: 1) { first = $0.nanoseconds }
    return first
  }

  /// The channel, with times that count from `origin` nanoseconds after 1970.
  func source(origin: Int64) throws(HDF5Error) -> any ChannelSource {
    let encoding = try encoding()
    let dataset = try objects.dataset(rule.values, from: path)
    if let column = rule.column {
      let columns = rule.isTransposed ? dataset.extent.first : dataset.extent.last
      guard dataset.extent.count == 2, column < columns ?? 0 else {
        throw HDF5Error(dataset.path, "must be a table of numbers with a column \(column)")
      }
    }
    let samples = SampleSource(
      dataset, encoding, column: rule.column,
      isTransposed: rule.isTransposed, field: rule.field)
    switch rule.time.kind {
    case .timestamps:
      let times = try times(origin: isUnix ? origin : 0, isStrict: true)
      return try IrregularSource(description, samples, times: times, path: path)
    case .rate:
      let rate = try positive(rule.time.rate, "the rate")
      let whole = RegularSource.Segment(position: 0, row: 0, count: samples.rows)
      return try regular(rate, samples, [whole])
    case .blocks:
      let count = try positive(rule.time.samplesPerBlock, "the number of samples in a block")
      let period = try positive(rule.time.blockPeriod, "the period of a block")
      guard let perBlock = Int(exactly: count), samples.rows % perBlock == 0 else {
        throw HDF5Error(path, "must hold whole blocks of \(count) samples")
      }
      let rate = count / (period * (try timeUnit()) / 1e9)
      let times = try times(origin: isUnix ? origin : 0, isStrict: true)
      guard times.rows == samples.rows / perBlock else {
        throw HDF5Error(path, "must have a time for each block of \(perBlock) samples")
      }
      return try regular(
        rate, samples, try segments(of: times, perBlock: perBlock, hertz: rate))
    }
  }

  private func regular(
    _ hertz: Double, _ samples: SampleSource, _ segments: [RegularSource.Segment]
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
      objects.dataset(rule.time.values, from: path),
      TimeEncoding(nanosecondsPerCount: try timeUnit(), origin: origin), field: rule.time.field,
      isStrict: isStrict)
  }

  private func timeUnit() throws(HDF5Error) -> Double {
    let text = try objects.text(rule.time.unit, from: path)
    guard let unit = text.flatMap({ UnitNames.nanoseconds($0) }) else {
      throw HDF5Error(
        path, "the unit of its times is not known", remedy: "state it in a mapping: s, ms, us or ns"
      )
    }
    return unit
  }

  private func positive(_ source: ValueSource?, _ what: String) throws(HDF5Error) -> Double {
    guard let number = try objects.number(source, from: path), number > 0 else {
      throw HDF5Error(path, "\(what) is not known, or not above 0", remedy: "state it in a mapping")
    }
    return number
  }

  private func number(_ source: ValueSource?, _ what: String) throws(HDF5Error) -> Double {
    guard let number = try objects.number(source, from: path) else {
      throw HDF5Error(path, "the \(what) is not known", remedy: "state it in a mapping")
    }
    return number
  }

  private func encoding() throws(HDF5Error) -> SampleEncoding {
    let transform = rule.transform
    var encoding = SampleEncoding()
    if rule.missing != nil, let sentinel = try objects.number(rule.missing, from: path) {
      encoding.missing = [sentinel]
    }
    switch transform.kind {
    case .identity: break
    case .gain:
      encoding.transform = .gain(
        try number(transform.gain, "gain"), baseline: try number(transform.baseline, "baseline"))
    case .scale:
      let offset = transform.offset == nil ? 0 : try number(transform.offset, "offset")
      encoding.transform = .scale(try number(transform.scale, "scale"), offset: offset)
    case .power:
      let exponent = try number(transform.exponent, "exponent")
      guard let steps = Int(exactly: exponent), abs(steps) <= 18 else {
        throw HDF5Error(path, "the exponent must be a whole number up to 18")
      }
      let power = (0..<abs(steps)).reduce(1.0) { power, _ in power * 10 }
      encoding.transform = steps < 0 ? .scale(power, offset: 0) : .gain(power, baseline: 0)
    case .converter:
      let bits = try number(transform.resolution, "resolution")
      guard let bits = Int(exactly: bits), (1...32).contains(bits) else {
        throw HDF5Error(path, "the resolution must be 1 to 32 bits")
      }
      let range = Double(1 << bits)
      encoding.transform = .gain(
        range * (try number(transform.gain, "gain"))
          / (try positive(transform.reference, "the reference")),
        baseline: range * (try number(transform.zero, "zero")))
    }
    if case .gain(0, _) = encoding.transform { throw HDF5Error(path, "the gain must not be 0") }
    return encoding
  }
}
