import Signals

/// What is found of one channel by looking at each of its samples once.
///
/// Everything is a count, an extreme or a sum of whole numbers: it is the same however the recording
/// is cut into parts, in memory that does not grow with it.
struct ChannelSurvey {
  let description: ChannelDescription
  /// How long the recording is.
  let duration: Time
  /// The samples, those that were not measured included.
  private(set) var count = 0
  /// The samples of which no value was measured.
  private(set) var missing = 0
  /// The values that are infinite, which nothing else here counts.
  private(set) var infinite = 0
  private(set) var gaps = Gaps()
  /// When the first and the last sample that were measured were taken.
  private(set) var first: Time?
  private(set) var last: Time?
  private(set) var values = ValueHistogram()
  private(set) var extremes = Extremes()
  private(set) var envelope: Envelope
  /// The times from each sample of an uneven channel to the next.
  private(set) var intervals = Intervals()

  private var missingSince: Time?
  private var lastPlace: Int?

  /// Looks at a channel of a recording of this duration, with a drawing of so many columns.
  init(_ description: ChannelDescription, duration: Time, columns: Int) {
    self.description = description
    self.duration = duration
    let end = description.rate.map { $0.position(notBefore: duration) }
    envelope = Envelope(columns: columns, end: end ?? Int(duration.nanoseconds))
  }

  /// The lowest and the highest finite value.
  var range: (low: Float, high: Float)? {
    values.count == 0 ? nil : (extremes.lowest.value, extremes.highest.value)
  }

  var missingShare: Double { count == 0 ? 0 : Double(missing) / Double(count) }

  /// Takes the samples of a part.
  mutating func take(_ channel: Channel) {
    let width = description.width
    let isEven = description.rate != nil
    count += channel.count
    for index in 0..<channel.count {
      let place = isEven ? channel.first + index : Int(channel.times[index].nanoseconds)
      if !isEven { intervals.take(channel.times[index]) }
      var isMissing = true
      for offset in (index * width)..<((index + 1) * width) {
        let value = channel.samples[offset]
        if value.isNaN { continue }
        isMissing = false
        guard value.isFinite else {
          infinite += 1
          continue
        }
        values.take(value)
        extremes.take(value)
        envelope.take(value, at: place)
      }
      if isMissing {
        missing += 1
        if first != nil, missingSince == nil { missingSince = channel.time(of: index) }
        continue
      }
      if let start = missingSince {
        gaps.take(from: start, to: channel.time(of: index))
        missingSince = nil
      }
      lastPlace = place
      if first == nil { first = channel.time(of: index) }
    }
    if let place = lastPlace {
      last = description.rate.map { $0.time(of: place) } ?? Time(nanoseconds: Int64(place))
    }
  }
}

/// The times between the samples of an uneven channel.
struct Intervals {
  private var histogram = ValueHistogram()
  private var before: Time?
  /// The longest, and when it begins.
  private(set) var longest: (start: Time, length: Time)?

  mutating func take(_ time: Time) {
    if let before {
      let length = time - before
      histogram.take(Float(length.seconds))
      if length > longest?.length ?? .zero { longest = (before, length) }
    }
    before = time
  }

  /// The median, in seconds.
  var median: Double? { histogram.quantile(0.5)?.decimal }
}
