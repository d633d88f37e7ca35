internal import Configuration
internal import Signals

/// The stretches of a WFDB record in the order of time, each with the signals that it holds.
///
/// A record without segments is one stretch. The files of a segment are open only while it is read.
struct WFDBSegments {
  /// The signals of all segments, as they are described where they first occur.
  private(set) var signals: [WFDBSignal] = []
  /// For each signal, its gains and baselines in the segments that hold it.
  private(set) var scales: [[WFDBScale]] = []
  /// The number of frames of all segments.
  private(set) var frames = 0
  private var pieces: [Piece] = []
  /// The names as the headers spell them, of which two signals may share one.
  private var statedNames: [String] = []

  private struct Piece {
    /// The header, none of a gap.
    var header: WFDBHeader?
    var frames: Int
    /// The place among all signals of each signal of the header.
    var places: [Int]
  }

  /// Reads and checks all segments of a record.
  init(_ header: WFDBHeader) throws(Diagnostics) {
    guard !header.segments.isEmpty else {
      try add(header, frames: nil, hasSamples: true)
      return
    }
    var problems: [Diagnostic] = []
    for segment in header.segments {
      do throws(Diagnostics) { try add(segment, of: header) } catch { problems += error.all }
    }
    if let stated = header.frames, stated != frames, problems.isEmpty {
      problems.append(
        Diagnostic(
          error: "the segments last \(frames) samples, and the first line states \(stated)",
          at: header.segments.first?.location))
    }
    for signal in signals where problems.isEmpty {
      guard signal.samplesPerFrame > WFDBSegments.mostSamples / max(1, frames) else { continue }
      problems.append(
        Diagnostic(
          error: "more than \(WFDBSegments.mostSamples) samples of a signal are not read",
          at: signal.location))
    }
    if !problems.isEmpty { throw Diagnostics(problems) }
  }

  private mutating func add(_ segment: WFDBSegment, of record: WFDBHeader) throws(Diagnostics) {
    let (sum, isTooLong) = frames.addingReportingOverflow(segment.frames)
    guard !isTooLong, sum <= WFDBSegments.mostSamples else {
      throw Diagnostics(
        error: "more than \(WFDBSegments.mostSamples) samples of a record are not read",
        at: segment.location)
    }
    guard let name = segment.name else {
      pieces.append(Piece(header: nil, frames: segment.frames, places: []))
      frames = sum
      return
    }
    func refusal(_ message: String) -> Diagnostics {
      Diagnostics(error: "segment \(name) \(message)", at: segment.location)
    }
    let folder = record.path.lastIndex(of: "/").map { String(record.path[...$0]) } ?? ""
    let text: SourceText
    do throws(Diagnostics) { text = try SourceText(reading: "\(folder)\(name).hea") } catch {
      throw refusal("cannot be read: \(error.all.first?.message ?? "")")
    }
    let header = try WFDBHeader(parsing: text)
    guard header.segments.isEmpty else { throw refusal("consists of segments itself") }
    guard !header.statesRate || header.rate == record.rate else {
      throw refusal(
        "has \(header.rate.hertz) frames per second, and the record \(record.rate.hertz)")
    }
    if segment.frames > 0, let stated = header.frames, stated != segment.frames {
      throw refusal("states \(stated) samples, and the record \(segment.frames) for it")
    }
    // The first segment of a variable layout has no samples and lists all signals; in a fixed
    // layout each segment has all of them.
    let isLayout = segment.frames == 0
    let hasLayout = record.segments[0].frames == 0
    if isLayout || !hasLayout, header.signalCount != record.signalCount {
      throw refusal("has \(header.signalCount) signals, and the record \(record.signalCount)")
    }
    try add(header, frames: segment.frames, hasSamples: !isLayout)
  }

  private mutating func add(
    _ header: WFDBHeader, frames stated: Int?, hasSamples: Bool
  ) throws(Diagnostics) {
    let samples = hasSamples ? try WFDBSamples(header, frames: stated) : nil
    let summaries = try samples?.check()
    var piece = Piece(header: header, frames: samples?.frames ?? 0, places: [])
    for (index, signal) in header.signals.enumerated() {
      let place: Int
      if let known = self.place(of: signal) {
        place = known
      } else {
        place = signals.count
        var named = signal
        var copy = 1
        while signals.contains(where: { $0.name == named.name }) {
          copy += 1
          named.name = "\(signal.name) (\(copy))"
        }
        signals.append(named)
        statedNames.append(signal.name)
        scales.append([])
      }
      piece.places.append(place)
      if let summaries { scales[place].append(WFDBScale(signal, range: summaries[index].range)) }
    }
    frames += piece.frames
    if hasSamples { pieces.append(piece) }
  }

  /// The place of the signal that goes on with this one: same name, unit and samples per frame.
  private func place(of signal: WFDBSignal) -> Int? {
    signals.indices.first {
      statedNames[$0] == signal.name && signals[$0].units == signal.units
        && signals[$0].samplesPerFrame == signal.samplesPerFrame
    }
  }

  /// Hands out the values of all signals, block by block in the order of time.
  ///
  /// A block lasts some frames; ``WFDBSamples/forEachBlock(_:)`` says how a skewed signal lies in it.
  func forEachBlock(_ body: (_ frames: Int, _ values: [[Float]]) throws -> Void) throws {
    var values = [[Float]](repeating: [], count: signals.count)
    for piece in pieces {
      guard let header = piece.header else {
        try forEachGap(of: piece.frames, &values, body)
        continue
      }
      let scales = header.signals.map { WFDBScale($0) }
      let isHeld = signals.indices.map { piece.places.contains($0) }
      try WFDBSamples(header, frames: piece.frames).forEachBlock { frames, counts in
        for (index, place) in piece.places.enumerated() {
          scales[index].values(of: counts[index], into: &values[place])
        }
        for (place, signal) in signals.enumerated() where !isHeld[place] {
          values[place].fill(.nan, count: frames * signal.samplesPerFrame)
        }
        try body(frames, values)
      }
    }
  }

  private func forEachGap(
    of frames: Int, _ values: inout [[Float]],
    _ body: (_ frames: Int, _ values: [[Float]]) throws -> Void
  ) throws {
    let samples = signals.reduce(0) { $0 + $1.samplesPerFrame }
    let longest = max(1, WFDBPass.blockSamples / max(1, samples))
    var left = frames
    while left > 0 {
      let count = min(longest, left)
      for (place, signal) in signals.enumerated() {
        values[place].fill(.nan, count: count * signal.samplesPerFrame)
      }
      try body(count, values)
      left -= count
    }
  }

  /// The most samples of a signal that are read: three months at a kilohertz.
  static let mostSamples = 1 << 33
}

extension [Float] {
  /// Becomes a run of one value.
  fileprivate mutating func fill(_ value: Float, count: Int) {
    removeAll(keepingCapacity: true)
    append(contentsOf: repeatElement(value, count: count))
  }
}

extension WFDBScale {
  /// Replaces values by those of some counts.
  fileprivate func values(of counts: [Int32], into values: inout [Float]) {
    values.removeAll(keepingCapacity: true)
    for count in counts { values.append(value(of: count)) }
  }
}
