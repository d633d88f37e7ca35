/// Where positions of a recording lie in civil time, with every step its clock made.
public struct WallClock: Hashable, Sendable {
  /// A position and the civil time it has.
  public struct Step: Hashable, Sendable {
    /// The position in the recording.
    public var position: Time
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    public var unixNanoseconds: Int64

    /// A step at this position to this civil time.
    public init(position: Time, unixNanoseconds: Int64) {
      self.position = position
      self.unixNanoseconds = unixNanoseconds
    }
  }

  /// The steps in the order of their positions, the first at the start.
  public var steps: [Step]
  /// Seconds east of Greenwich in which times are shown.
  public var offset: Int

  /// A clock with these steps, shown at this offset in seconds.
  public init(steps: [Step], offset: Int) {
    self.steps = steps
    self.offset = offset
  }
}

/// What is known of a recording before any of its samples is read.
public struct Header: Sendable {
  /// The pseudonym of the subject, if the source names one.
  ///
  /// It stays out of messages and logs.
  public var subject: String?
  /// The civil time of the recording, if the source states it.
  public var clock: WallClock?
  /// Whether a simulator made the recording.
  public var isSimulated: Bool
  /// The channels, and the layers that stages may see.
  public var layout: Layout
  /// The time from the start to the end of the last sample.
  public var duration: Time

  /// A header with this subject, clock, layout and duration.
  public init(
    subject: String? = nil, clock: WallClock? = nil, isSimulated: Bool = false, layout: Layout,
    duration: Time
  ) {
    self.subject = subject
    self.clock = clock
    self.isSimulated = isSimulated
    self.layout = layout
    self.duration = duration
  }
}
