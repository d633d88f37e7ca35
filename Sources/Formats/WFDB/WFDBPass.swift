internal import Configuration

/// One reading of all samples of a record of one segment, from the start to the end.
final class WFDBPass {
  /// The counts of the block that was read last, a row for each signal.
  private(set) var block: [[Int32]]
  private let signals: [WFDBSignal]
  private let files: [WFDBSignalFile]
  private let frames: Int
  private let longest: Int
  private var finishers: [WFDBCounts]
  private var position = 0
  private var isPadded: Bool

  init(_ signals: [WFDBSignal], _ files: [WFDBSignalFile], frames: Int) throws(Diagnostics) {
    self.signals = signals
    self.files = files
    self.frames = frames
    block = signals.map { _ in [] }
    finishers = signals.map { WFDBCounts($0) }
    isPadded = signals.allSatisfy { $0.skew == 0 }
    let samples = signals.reduce(0) { $0 + $1.samplesPerFrame }
    longest = max(6, WFDBPass.blockSamples / samples / 6 * 6)
    for file in files {
      try located(file) { () throws(WFDBReadError) in try file.stream.restart() }
    }
  }

  /// What was read so far, by signal.
  var summaries: [WFDBSamples.Summary] { finishers.map(\.summary) }

  /// Reads the next block, and says how many frames it lasts; nothing where there is none.
  func next() throws(Diagnostics) -> Int? {
    guard position < frames else {
      if isPadded { return nil }
      isPadded = true
      for (index, signal) in signals.enumerated() {
        block[index] = [Int32](repeating: WFDBSamples.missing, count: signal.skew)
      }
      return 0
    }
    let count = min(longest, frames - position)
    for file in files {
      try located(file) { () throws(WFDBReadError) in
        try file.stream.read(frames: count, into: &block)
        for signal in file.signals { try finishers[signal].finish(&block[signal]) }
      }
    }
    position += count
    return count
  }

  private func located(
    _ file: WFDBSignalFile, _ body: () throws(WFDBReadError) -> Void
  ) throws(Diagnostics) {
    do { try body() } catch {
      throw Diagnostics(
        error: "\(file.name) \(error.reason)", at: signals[file.signals[0]].location)
    }
  }

  /// The samples of all signals that are read at once, about.
  static let blockSamples = 1 << 16
}

/// What turns the packed counts of a signal into those that are handed out, and sums them up.
private struct WFDBCounts {
  private(set) var summary = WFDBSamples.Summary()
  private let missing: Int32?
  private let isDifferences: Bool
  private var latest: Int32
  private var skew: Int

  init(_ signal: WFDBSignal) {
    missing = signal.format == .null ? WFDBSamples.missing : signal.format.missing
    isDifferences = signal.format == .differences
    latest = Int32(clamping: signal.initialValue)
    skew = signal.skew
  }

  mutating func finish(_ row: inout [Int32]) throws(WFDBReadError) {
    var counts = row.mutableSpan
    var sum = 0
    var low = Int32.max
    var high = Int32.min
    for index in 0..<counts.count {
      var count = counts[index]
      if isDifferences {
        let (next, isTooLarge) = latest.addingReportingOverflow(count)
        guard !isTooLarge, next != WFDBSamples.missing else {
          throw WFDBReadError(reason: "holds differences that add up to more than 32 bits")
        }
        latest = next
        count = next
        counts[index] = next
      }
      sum += Int(count)
      if count == missing {
        counts[index] = WFDBSamples.missing
      } else {
        low = min(low, count)
        high = max(high, count)
      }
    }
    summary.sum &+= sum
    if low <= high {
      let known = summary.range
      summary.range = min(low, known?.lowerBound ?? low)...max(high, known?.upperBound ?? high)
    }
    if skew > 0 {
      let early = min(skew, row.count)
      row.removeFirst(early)
      skew -= early
    }
  }
}
