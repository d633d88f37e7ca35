internal import HDF5
internal import Signals

/// What fills a channel of each part with the samples of a file.
protocol ChannelSource: AnyObject {
  var description: ChannelDescription { get }
  /// The end of the last sample.
  var end: Time { get }
  /// How to store the samples so that nothing of them is lost, and little room taken.
  var storage: SampleStorage { get }
  /// Fills a cleared channel with the samples from where the last part ended up to `until`, and
  /// with all that is left where the part is the last.
  func read(until: Time, isLast: Bool, into channel: inout Channel) throws(HDF5Error)
  /// Leaves out the samples before a time.
  func skip(to time: Time) throws(HDF5Error)
  /// What the times of the channel are like in the file.
  func findings() throws(HDF5Error) -> TimeFindings
  /// The time before which all samples are there that were written so far.
  var available: Time { get }
  /// Where the reading has come to.
  var place: Place { get }
  /// Goes on where an earlier reading of a growing file had come to, and gives the number of samples
  /// that lie before that and have come since.
  func goOn(at place: Place) throws(HDF5Error) -> Int
}

/// Samples of a fixed rate that lie in the file in pieces.
final class RegularSource: ChannelSource {
  /// Rows of the file that follow each other in time without a gap.
  struct Segment: Hashable {
    var position: Int
    var row: Int
    var count: Int
  }

  let description: ChannelDescription
  private let rate: Rate
  private let samples: SampleSource
  let segments: [Segment]
  private let path: String
  private let placed: TimeFindings?
  private let stored: (column: any TimeColumn, origin: Int64)?
  /// The segment in which the next sample lies, and its position.
  var segment = 0
  var position: Int

  /// Samples at `rate` in these segments, which must follow each other and lie within the rows;
  /// `placed` is what was found when they were put on the grid, from the times in `stored`.
  init(
    _ description: ChannelDescription, rate: Rate, _ samples: SampleSource, segments: [Segment],
    path: String, placed: TimeFindings? = nil,
    stored: (column: any TimeColumn, origin: Int64)? = nil
  ) throws(HDF5Error) {
    guard rate.hertz <= RegularSource.highestRate else {
      throw HDF5Error(path, "the rate must be at most \(RegularSource.highestRate) Hz")
    }
    var end = Int.min
    for segment in segments {
      guard segment.row >= 0, segment.count >= 0, segment.count <= samples.rows - segment.row,
        RegularSource.positions.contains(segment.position), segment.position >= end
      else {
        throw HDF5Error(path, "the segments overlap, or reach beyond the samples")
      }
      end = segment.position + segment.count
    }
    guard samples.width == description.width else {
      throw HDF5Error(
        path, "has \(samples.width) values a sample, and its axis names \(description.width)")
    }
    self.description = description
    self.rate = rate
    self.samples = samples
    self.segments = segments
    self.path = path
    self.placed = placed
    self.stored = stored
    position = min(0, segments.first?.position ?? 0)
  }

  var storage: SampleStorage { samples.storage }

  var end: Time {
    segments.last.map { rate.time(of: $0.position + $0.count) } ?? .zero
  }

  func read(until: Time, isLast: Bool, into channel: inout Channel) throws(HDF5Error) {
    let end = max(position, rate.position(notBefore: until))
    let width = description.width
    channel.first = position
    guard end < RegularSource.positions.upperBound * 2,
      end - position <= Limits.bytes / (4 * width)
    else {
      throw HDF5Error(path, "a part of this length does not fit", remedy: "read shorter parts")
    }
    let room = (end - position) * width
    channel.samples.append(contentsOf: repeatElement(.nan, count: room))
    var values = channel.samples.mutableSpan
    while segment < segments.count, segments[segment].position < end {
      let piece = segments[segment]
      let from = max(piece.position, position)
      let to = min(piece.position + piece.count, end)
      if from < to {
        var part = values._mutatingExtracting((from - position) * width..<(to - position) * width)
        let row = piece.row + from - piece.position
        try samples.read(rows: row..<row + (to - from), into: &part)
      }
      if piece.position + piece.count > end { break }
      segment += 1
    }
    position = end
  }

  func skip(to time: Time) {
    position = max(position, rate.position(notBefore: time))
    segment = segments.firstIndex { $0.position + $0.count > position } ?? segments.count
  }

  /// What placing the segments found, and the gaps between them.
  func findings() throws(HDF5Error) -> TimeFindings {
    var findings = placed ?? TimeFindings(channel: description.name, path: path)
    if let stored {
      findings = try TimeScan.findings(findings, of: stored.column, origin: stored.origin)
    }
    findings.interval = rate.period
    findings.gapThreshold = Time(nanoseconds: rate.period.nanoseconds.multipliedClamped(by: 3) / 2)
    findings.gaps = .init()
    var end: Int?
    for segment in segments where segment.count > 0 {
      if let end, segment.position > end {
        findings.gaps.add(rate.time(of: segment.position) - rate.time(of: end))
      }
      end = segment.position + segment.count
    }
    if let first = segments.first(where: { $0.count > 0 }), let end {
      findings.first = rate.time(of: first.position)
      findings.last = rate.time(of: end - 1)
    }
    return findings
  }

  /// The highest rate at which samples still have times of their own: one in a nanosecond.
  static let highestRate = 1e9

  /// The positions that a file may name: with room for sums.
  private static let positions = -(1 << 53)...(1 << 53)
}
