public import Signals

/// What is found of one channel by looking at each of its samples once.
///
/// Everything is a count, an extreme or a sum of whole numbers: it is the same however the recording
/// is cut into parts, in memory that does not grow with it.
public struct ChannelSurvey: Sendable {
  /// What the channel is.
  public let description: ChannelDescription
  /// How long the recording is.
  public let duration: Time
  /// The samples, those that were not measured included.
  public private(set) var count = 0
  /// The samples of which no value was measured.
  public private(set) var missing = 0
  /// The values that are infinite, which nothing else here counts.
  public private(set) var infinite = 0
  /// The stretches in which nothing was measured.
  public private(set) var gaps = Gaps()
  /// When the first sample that was measured was taken.
  public private(set) var first: Time?
  /// When the last sample that was measured was taken.
  public private(set) var last: Time?
  /// The finite values by their sizes.
  public private(set) var values = ValueHistogram()
  /// The lowest and the highest finite values.
  public private(set) var extremes = Extremes()
  /// The lowest and the highest finite value in each column of a drawing.
  public private(set) var envelope: Envelope
  /// The times from each sample of an uneven channel to the next.
  public private(set) var intervals = Intervals()

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
  public var range: (low: Float, high: Float)? {
    values.count == 0 ? nil : (extremes.lowest.value, extremes.highest.value)
  }

  /// The share of the samples that were not measured.
  public var missingShare: Double { count == 0 ? 0 : Double(missing) / Double(count) }

  /// The share of the values that a converter seems to have cut off; numbers that are told, and not
  /// measured as a wave, have none.
  public var clippedShare: Double {
    description.kind == .numeric ? 0 : extremes.clippedShare(of: values.count)
  }

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
public struct Intervals: Sendable {
  private var histogram = ValueHistogram()
  private var before: Time?
  /// The longest, and when it begins.
  public private(set) var longest: (start: Time, length: Time)?

  init() {}

  mutating func take(_ time: Time) {
    if let before {
      let length = time - before
      histogram.take(Float(length.seconds))
      if length > longest?.length ?? .zero { longest = (before, length) }
    }
    before = time
  }

  /// The median, in seconds.
  public var median: Double? { histogram.quantile(0.5)?.decimal }
}
