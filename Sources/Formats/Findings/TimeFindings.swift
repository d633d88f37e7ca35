public import Signals

/// What the times of one channel are like in the file, before any policy has worked on them, and what
/// policies did.
///
/// Times of blocks and segments are those of their first samples. A time is unsorted when an earlier
/// row has a later one; it is a duplicate when the row before it has the same.
public struct TimeFindings: Hashable, Sendable {
  /// How often something was found, and how long it lasts.
  public struct Tally: Hashable, Sendable {
    /// How often.
    public var count = 0
    /// The longest of them.
    public var longest = Time.zero
    /// All of them together.
    public var total = Time.zero

    /// Nothing found.
    public init() {}

    mutating func add(_ length: Time) {
      count += 1
      longest = max(longest, length)
      total = total + length
    }
  }

  /// How far intervals lie from the median interval, gaps and steps back apart.
  public struct Jitter: Hashable, Sendable {
    /// The median of the deviations, to a thousandth of it.
    public var median: Time
    /// The largest deviation.
    public var largest: Time
  }

  /// The channel's name.
  public var channel: String
  /// Where its times lie in the file.
  public var path: String
  /// The times that the file holds for it: one a sample, a block or a segment; zero where it holds a
  /// rate alone.
  public var rows = 0
  /// The earliest time, from the start of the recording, if there is any.
  public var first: Time?
  /// The latest time.
  public var last: Time?
  /// The median time between rows that follow each other, to a thousandth; the period where the
  /// channel has a rate.
  public var interval: Time?
  /// What the numbers of the file can tell: 238 ns for seconds since 1970 in double precision.
  public var resolution = Time(nanoseconds: 1)
  /// Intervals longer than ``gapThreshold``.
  public var gaps = Tally()
  /// From which interval on there is a gap: one and a half periods where times are even, ten median
  /// intervals where they are not.
  public var gapThreshold: Time?
  /// Rows with the time of the row before.
  public var duplicates = 0
  /// Rows with a time before that of an earlier row.
  public var unsorted = 0
  /// Steps back from one row to the next.
  public var stepsBack = Tally()
  /// The first row that steps back.
  public var firstStepBack: Int?
  /// Steps, ahead or back, of whole hours to within an interval: daylight saving, most likely.
  public var hourSteps = 0
  /// Blocks or segments that begin before the one before them ends.
  public var overlaps = Tally()
  /// How uneven the times are.
  public var jitter: Jitter?
  /// How much longer, in parts per million, the times say a sample lasts than the stated rate does.
  public var drift: Double?
  /// Pieces that were moved to the nearest position of the channel's grid, and how far.
  public var shifts = Tally()
  /// Rows that were put in order, as `onUnsorted` said.
  public var sorted = 0
  /// Rows that were left out or taken together with others of their time, as `onDuplicate` said.
  public var merged = 0
  /// Samples that were left out because others overlap them, as `onOverlap` said.
  public var covered = 0
  /// Rows of a table of segments that were left out, as `onInvalidRate` or `onRateChange` said.
  public var skipped = 0
  /// Steps back after which the channel goes on evenly, as `onBackward` said.
  public var clockSteps = 0

  /// Findings of nothing, for a channel whose times lie at `path`.
  public init(channel: String, path: String) {
    self.channel = channel
    self.path = path
  }

  /// From how many parts per million on a drift is worth a warning: one in a hundred.
  public static let alarmingDrift = 10_000.0

  /// What a person should know, a sentence each, the gravest first; empty where times are as they
  /// should be.
  public var remarks: [String] {
    var remarks: [String] = []
    if let drift, abs(drift) > TimeFindings.alarmingDrift {
      let percent = (abs(drift) / 1000).rounded() / 10
      remarks.append(
        "the times say a rate \(percent) % \(drift > 0 ? "below" : "above") the stated one")
    }
    if unsorted > 0 {
      remarks.append("\(unsorted) of \(rows) rows lie before an earlier row")
    }
    if let firstStepBack {
      remarks.append(
        "times step back \(stepsBack.count) times, first at row \(firstStepBack), by "
          + "\(stepsBack.longest.seconds) s at most")
    }
    if hourSteps > 0 {
      remarks.append("\(hourSteps) steps are of whole hours: daylight saving, most likely")
    }
    if duplicates > 0 { remarks.append("\(duplicates) rows repeat the time of the row before") }
    if overlaps.count > 0 {
      remarks.append(
        "\(overlaps.count) pieces begin before the one before ends, by "
          + "\(overlaps.longest.seconds) s at most")
    }
    return remarks
  }
}
