internal import Signals

/// Remarks as an annotation file of WFDB holds them: the MIT format of `annot(5)`.
///
/// Positions count frames where these give all times exactly, and otherwise as many in a second as
/// do, which the file states. A beat or an event keeps its mnemonic, with what follows it as its
/// text; a label that begins with none is the text of an unclassified beat or a comment. Rhythms
/// and quality last until the next: that is all the format can say.
struct WFDBAnnotationWriter {
  private(set) var bytes: [UInt8] = []
  private(set) var warnings: [String] = []
  private var position = 0
  private var isCut = false

  private struct Mark {
    var time: Time
    var code: Int
    var subtype = 0
    var text = ""
  }

  init(_ intervals: [Interval], rate: Rate, _ channels: [String]) {
    var marks = intervals.filter { $0.kind != .quality }.map { WFDBAnnotationWriter.mark($0) }
    marks += WFDBAnnotationWriter.quality(
      intervals.filter { $0.kind == .quality }, channels, &warnings)
    marks.sort { $0.time < $1.time }
    let resolution = WFDBAnnotationWriter.resolution(of: marks.map(\.time), rate: rate)
    if resolution != rate {
      put(Mark(time: .zero, code: 22, text: "## time resolution: \(resolution.hertz.plain)"), at: 0)
    }
    if resolution != rate || marks.first.map({ $0.code == 22 && $0.time == .zero }) ?? false {
      // The mark that definitions end here: back by one, and a code 0 one further.
      skip(-1)
      put(code: 0, 1)
    }
    for mark in marks { put(mark, at: resolution.position(nearest: mark.time).position) }
    put(code: 0, 0)
    if isCut { warnings.append("texts of annotations are cut after 255 bytes") }
    if intervals.contains(where: { $0.kind == .rhythm && $0.duration == nil }) { return }
    if WFDBAnnotationWriter.hasPauses(intervals) {
      warnings.append("a rhythm that ends before the next begins lasts until it in WFDB")
    }
  }

  private static func hasPauses(_ intervals: [Interval]) -> Bool {
    let rhythms = intervals.filter { $0.kind == .rhythm }.sorted { $0.onset < $1.onset }
    return zip(rhythms, rhythms.dropFirst()).contains { first, next in
      first.duration.map { first.onset + $0 != next.onset } ?? false
    }
  }

  private static func mark(_ interval: Interval) -> Mark {
    if interval.kind == .rhythm {
      return Mark(time: interval.onset, code: 28, text: interval.label)
    }
    let word = interval.label.prefix { $0 != " " }
    if let code = WFDBCode(mnemonic: String(word)), code.isBeat == (interval.kind == .beat) {
      let text = interval.label.dropFirst(word.count + 1)
      return Mark(time: interval.onset, code: code.rawValue, text: String(text))
    }
    return Mark(
      time: interval.onset, code: interval.kind == .beat ? 13 : 22, text: interval.label)
  }

  /// The changes of quality, as the bits of four signals say them.
  private static func quality(
    _ intervals: [Interval], _ channels: [String], _ warnings: inout [String]
  ) -> [Mark] {
    var times: Set<Time> = []
    for interval in intervals {
      times.insert(interval.onset)
      if let duration = interval.duration { times.insert(interval.onset + duration) }
    }
    var isLeftOut = false
    let marks = times.sorted().map { time in
      var bits = 0
      for interval in intervals where interval.onset <= time {
        if let duration = interval.duration, interval.onset + duration <= time { continue }
        let index = interval.channel.flatMap { channels.firstIndex(of: $0) }
        guard let index, index < 4, ["noisy", "unreadable"].contains(interval.label) else {
          isLeftOut = true
          continue
        }
        bits |= (interval.label == "noisy" ? 1 : 0x10) << index
      }
      return Mark(time: time, code: 14, subtype: bits)
    }
    if isLeftOut {
      warnings.append(
        "quality is written of the first four channels, and only that they are noisy or unreadable")
    }
    return marks
  }

  /// The rate of frames where it gives all times, or one that does.
  private static func resolution(of times: [Time], rate: Rate) -> Rate {
    let finer = [1000, 1e6].compactMap { Rate(hertz: $0) }
    let multiples = (2...16).compactMap { Rate(hertz: rate.hertz * Double($0)) }
    for resolution in [rate] + multiples + finer {
      let isExact = times.allSatisfy {
        resolution.time(of: resolution.position(nearest: $0).position) == $0
      }
      if isExact { return resolution }
    }
    return Rate(hertz: 1e9) ?? rate
  }

  private mutating func put(_ mark: Mark, at place: Int) {
    var distance = place - position
    if !(0...1023).contains(distance) {
      while distance > Int(Int32.max) {
        skip(Int(Int32.max))
        distance -= Int(Int32.max)
      }
      skip(distance)
      distance = 0
    }
    put(code: mark.code, distance)
    position = place
    if mark.subtype != 0 { put(code: 61, mark.subtype) }
    var text = Array(mark.text.utf8)
    if text.count > 255 {
      isCut = true
      text = Array(text.prefix(255))
      while let last = text.last, String(validating: text, as: UTF8.self) == nil, last >= 0x80 {
        text.removeLast()
      }
    }
    guard !text.isEmpty else { return }
    put(code: 63, text.count)
    bytes += text.count % 2 == 0 ? text : text + [0]
  }

  private mutating func skip(_ distance: Int) {
    put(code: 59, 0)
    let bits = UInt32(truncatingIfNeeded: max(distance, Int(Int32.min)))
    put(word: UInt16(bits >> 16))
    put(word: UInt16(truncatingIfNeeded: bits))
  }

  private mutating func put(code: Int, _ value: Int) {
    put(word: UInt16(truncatingIfNeeded: code << 10 | value & 0x3FF))
  }

  private mutating func put(word: UInt16) {
    bytes.append(UInt8(truncatingIfNeeded: word))
    bytes.append(UInt8(truncatingIfNeeded: word >> 8))
  }
}
