/// What a channel measures.
public struct Kind: RawRepresentable, Hashable, Sendable {
  /// The kind as pipelines and files spell it.
  public let rawValue: String

  /// The kind spelled so.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// An electrocardiogram.
  public static let ecg = Kind(rawValue: "ecg")
  /// A photoplethysmogram.
  public static let ppg = Kind(rawValue: "ppg")
  /// An arterial blood pressure wave.
  public static let abp = Kind(rawValue: "abp")
  /// A respiration wave.
  public static let respiration = Kind(rawValue: "respiration")
  /// A number that changes slowly, such as a heart rate or a laboratory value.
  public static let numeric = Kind(rawValue: "numeric")
  /// Something that happens at single moments.
  public static let event = Kind(rawValue: "event")
  /// A number that is stated once, at the start, such as an age.
  public static let descriptor = Kind(rawValue: "descriptor")
  /// Any other wave.
  public static let other = Kind(rawValue: "other")
}

/// What a channel is, without its samples.
public struct ChannelDescription: Hashable, Sendable {
  /// The name, one of its kind in a recording.
  public var name: String
  /// What is measured.
  public var kind: Kind
  /// The electrode position of an electrocardiogram, such as `II`.
  public var lead: String?
  /// The unit of the samples.
  public var unit: Unit
  /// The sampling rate of a regular channel; an irregular one has none.
  public var rate: Rate?
  /// The names of the values that one sample holds; empty where it holds just one.
  public var axis: [String]
  /// The longest that a sample's time lies behind what the source has delivered.
  public var delay: Time

  /// A channel of this name, kind, lead, unit, rate, axis and delay.
  public init(
    name: String, kind: Kind, lead: String? = nil, unit: Unit, rate: Rate? = nil,
    axis: [String] = [], delay: Time = .zero
  ) {
    self.name = name
    self.kind = kind
    self.lead = lead
    self.unit = unit
    self.rate = rate
    self.axis = axis
    self.delay = delay
  }

  /// How many values one sample holds.
  public var width: Int { max(1, axis.count) }
}

/// One measured quantity: the samples of a part, when each was taken, and how far it is complete.
///
/// A regular channel goes on at the position where the part before ended: a gap is a run of
/// not-a-number, so a stage never sees a jump. An irregular one has a strictly increasing time for
/// each sample.
public struct Channel: Sendable {
  /// What the channel is.
  public var description: ChannelDescription
  /// The position of the first sample of a regular channel.
  public var first: Int
  /// The time of each sample of an irregular channel.
  public var times: [Time]
  /// The values, `width` per sample, not-a-number where nothing was measured.
  public var samples: [Float]
  /// The time up to which the channel is complete: every sample before it has been delivered.
  public var through: Time

  /// An empty part of a channel, at its start.
  public init(_ description: ChannelDescription) {
    self.description = description
    first = 0
    times = []
    samples = []
    through = .distantPast
  }

  /// The number of samples in this part.
  @inlinable
  public var count: Int { samples.count / description.width }

  /// When sample `index` of this part was taken.
  @inlinable
  public func time(of index: Int) -> Time {
    if let rate = description.rate { rate.time(of: first + index) } else { times[index] }
  }

  /// Adds a sample of one value to an irregular channel.
  @inlinable
  public mutating func append(_ value: Float, at time: Time) {
    times.append(time)
    samples.append(value)
  }

  /// Forgets the samples of this part and keeps the room they took.
  ///
  /// Whoever writes the next part sets ``first`` and ``through``.
  public mutating func clear() {
    times.removeAll(keepingCapacity: true)
    samples.removeAll(keepingCapacity: true)
  }
}
