public import Configuration

/// The samples of a WFDB record of one segment, read from its signal files a block at a time.
public struct WFDBSamples {
  /// The count that stands for "not measured" in what is handed out.
  public static let missing = Int32.min

  /// What the counts of a signal are, once all of them were read.
  public struct Summary: Hashable, Sendable {
    /// The sum of the counts as they are packed, those that stand for "not measured" too.
    public var sum = 0
    /// The least and the greatest count that was measured, none where nothing was.
    public var range: ClosedRange<Int32>?
  }

  /// The number of frames.
  public let frames: Int
  private let header: WFDBHeader
  private let files: [WFDBSignalFile]

  /// Opens the signal files of a record, which lie beside the header.
  ///
  /// Where the header does not state the length, `frames` does if it is given, and the files if
  /// not. Throws where a file is missing, or shorter than is stated, or contradicts the header.
  public init(_ header: WFDBHeader, frames: Int? = nil) throws(Diagnostics) {
    self.header = header
    files = try WFDBSamples.files(header)
    let stated = header.frames ?? frames
    var problems: [Diagnostic] = []
    var held: Int?
    for file in files {
      let place = header.signals[file.signals[0]].location
      let here: Int
      do {
        here = try file.stream.countFrames()
      } catch {
        problems.append(Diagnostic(error: "\(file.name) \(error.reason)", at: place))
        continue
      }
      held = min(held ?? here, here)
      if let stated, here < stated {
        problems.append(
          Diagnostic(
            error: "\(file.name) holds \(here) of the \(stated) samples "
              + "that the header states; copy it again from its source",
            at: place))
      }
    }
    self.frames = stated ?? held ?? 0
    for signal in header.signals {
      let (samples, isTooLong) = self.frames.multipliedReportingOverflow(by: signal.samplesPerFrame)
      if isTooLong || samples > WFDBSegments.mostSamples {
        problems.append(
          Diagnostic(
            error:
              "more than \(WFDBSegments.mostSamples) samples of a signal are not read; "
              + "the length must be stated where a signal has no file", at: signal.location))
      } else if signal.skew > 0, signal.skew >= samples {
        problems.append(
          Diagnostic(
            error: "a skew of \(signal.skew) leaves nothing of \(samples) samples",
            at: signal.location))
      }
    }
    if !problems.isEmpty { throw Diagnostics(problems) }
  }

  private static func files(_ header: WFDBHeader) throws(Diagnostics) -> [WFDBSignalFile] {
    let folder = header.path.lastIndex(of: "/").map { String(header.path[...$0]) } ?? ""
    var problems: [Diagnostic] = []
    var groups: [[Int]] = []
    for (index, signal) in header.signals.enumerated() {
      if let first = groups.last?.first, header.signals[first].sharesFile(with: signal) {
        let leader = header.signals[first]
        groups[groups.count - 1].append(index)
        if leader.format != signal.format || leader.offset != signal.offset {
          problems.append(
            Diagnostic(
              error: "the signals of a file must share format and offset", at: signal.location))
        }
      } else {
        if groups.contains(where: { header.signals[$0[0]].sharesFile(with: signal) }) {
          problems.append(
            Diagnostic(
              error: "the signals of a file must follow each other", at: signal.location))
        }
        groups.append([index])
      }
    }
    var files: [WFDBSignalFile] = []
    for group in groups {
      let signal = header.signals[group[0]]
      let turns = group.map {
        WFDBTurn(signal: $0, samples: header.signals[$0].samplesPerFrame)
      }
      do {
        let stream: any WFDBSampleStream
        if signal.format == .null {
          stream = WFDBNullFile(turns: turns)
        } else {
          let file = try WFDBDataFile(folder + signal.file)
          stream =
            signal.format.isCompressed
            ? try WFDBFLACFile(file, signal.format, offset: signal.offset, turns: turns)
            : WFDBPackedFile(file, signal.format, offset: signal.offset, turns: turns)
        }
        files.append(WFDBSignalFile(name: signal.file, signals: group, stream: stream))
      } catch {
        problems.append(
          Diagnostic(error: "\(signal.file) \(error.reason)", at: signal.location))
      }
    }
    if !problems.isEmpty { throw Diagnostics(problems) }
    return files
  }

  /// Hands out the samples of all signals, block by block in the order of time.
  ///
  /// A block lasts some frames and holds the counts of each signal that lie in them, with
  /// ``missing`` where nothing was measured. The samples of a skewed signal that belong before the
  /// start are left out, so its rows are shorter at first, and a last block of no frames fills it
  /// up.
  public func forEachBlock(_ body: (_ frames: Int, _ counts: [[Int32]]) throws -> Void) throws {
    let pass = try WFDBPass(header.signals, files, frames: frames)
    while let count = try pass.next() { try body(count, pass.block) }
  }

  /// Reads all samples, and throws where the sum of a signal is not the one that the header states.
  @discardableResult
  public func check() throws(Diagnostics) -> [Summary] {
    let pass = try WFDBPass(header.signals, files, frames: frames)
    while try pass.next() != nil {}
    let summaries = pass.summaries
    var problems: [Diagnostic] = []
    for (signal, summary) in zip(header.signals, summaries) where signal.format != .null {
      guard let stated = signal.checksum, (stated &- summary.sum) & 0xFFFF != 0 else { continue }
      problems.append(
        Diagnostic(
          error: "the samples of '\(signal.name)' have the checksum "
            + "\(Int16(truncatingIfNeeded: summary.sum)), and \(stated) is stated: \(signal.file) "
            + "is damaged or was cut; copy it again from its source",
          at: signal.location))
    }
    if !problems.isEmpty { throw Diagnostics(problems) }
    return summaries
  }
}

extension WFDBSignal {
  /// Whether the samples of both lie in one file.
  fileprivate func sharesFile(with other: WFDBSignal) -> Bool {
    format == .null ? other.format == .null : other.format != .null && file == other.file
  }
}
