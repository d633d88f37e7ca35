internal import HDF5
internal import Signals

/// Samples that have a time each.
final class IrregularSource: ChannelSource {
  let description: ChannelDescription
  let end: Time
  private let samples: SampleSource
  let times: TimeSource
  /// The rows of the samples in the order of their times, where that is not the order of the file.
  private let order: [Int32]
  private let duplicates: DuplicatePolicy
  /// The times as the file has them, for what is found in them, and what was done with them.
  private let stored: any TimeColumn
  private let done: TimeFindings
  private var scratch: [Float] = []

  /// Samples and as many times; in a file that grows, one of the two may have come further.
  ///
  /// Times that are equal are taken for one as `duplicates` says; `order` gives the rows of the
  /// samples, one for each time.
  init(
    _ description: ChannelDescription, _ samples: SampleSource, times: TimeSource, path: String,
    order: [Int32] = [], duplicates: DuplicatePolicy = .error, stored: (any TimeColumn)? = nil,
    done: TimeFindings? = nil
  ) throws(HDF5Error) {
    guard samples.rows == times.rows || samples.isGrowing else {
      throw HDF5Error(path, "has \(samples.rows) samples and \(times.rows) times")
    }
    guard samples.width == description.width else {
      throw HDF5Error(
        path, "has \(samples.width) values a sample, and its axis names \(description.width)")
    }
    self.description = description
    self.samples = samples
    self.times = times
    self.order = order
    self.duplicates = duplicates
    self.stored = stored ?? times.column
    self.done = done ?? TimeFindings(channel: description.name, path: times.path)
    times.limit(toRows: samples.rows)
    end = try times.end()
  }

  var storage: SampleStorage { samples.storage }

  func skip(to time: Time) throws(HDF5Error) { _ = try times.take(before: time) { _ in } }

  func read(until: Time, isLast: Bool, into channel: inout Channel) throws(HDF5Error) {
    let rows = try times.take(before: isLast ? nil : until) { channel.times.append($0) }
    let room = rows.count * description.width
    guard room <= Limits.bytes / 4 else {
      throw HDF5Error(times.path, "a part of this length does not fit", remedy: "read shorter ones")
    }
    channel.samples.append(contentsOf: repeatElement(.nan, count: room))
    if order.isEmpty {
      var values = channel.samples.mutableSpan
      try samples.read(rows: rows, into: &values)
    } else {
      try readInOrder(rows, into: &channel.samples)
    }
    if duplicates != .error { merge(&channel) }
  }

  /// Reads the samples of rows that may lie anywhere: all between the first and the last of them
  /// where they lie close together, and else each run of rows by itself.
  private func readInOrder(_ places: Range<Int>, into values: inout [Float]) throws(HDF5Error) {
    guard !places.isEmpty else { return }
    let width = description.width
    var low = Int(order[places.lowerBound])
    var high = low
    for place in places {
      low = min(low, Int(order[place]))
      high = max(high, Int(order[place]))
    }
    if high - low < 4 * places.count + 1024 {
      let room = (high + 1 - low) * width
      while scratch.count < room { scratch.append(0) }
      try read(low..<high + 1, into: &scratch, at: 0)
      for (index, place) in places.enumerated() {
        let from = (Int(order[place]) - low) * width
        for value in 0..<width { values[index * width + value] = scratch[from + value] }
      }
      return
    }
    var place = places.lowerBound
    while place < places.upperBound {
      let row = Int(order[place])
      var end = place + 1
      while end < places.upperBound, Int(order[end]) == row + end - place { end += 1 }
      try read(
        row..<row + (end - place), into: &values, at: (place - places.lowerBound) * width)
      place = end
    }
  }

  private func read(_ rows: Range<Int>, into values: inout [Float], at place: Int)
    throws(HDF5Error)
  {
    var all = values.mutableSpan
    var part = all._mutatingExtracting(place..<place + rows.count * description.width)
    try samples.read(rows: rows, into: &part)
  }

  /// Takes samples of one time for one, in place.
  private func merge(_ channel: inout Channel) {
    let width = description.width
    var kept = 0
    var row = 0
    while row < channel.times.count {
      var end = row + 1
      while end < channel.times.count, channel.times[end] == channel.times[row] { end += 1 }
      for value in 0..<width {
        channel.samples[kept * width + value] = merged(channel.samples, row..<end, value)
      }
      channel.times[kept] = channel.times[row]
      kept += 1
      row = end
    }
    channel.times.removeLast(channel.times.count - kept)
    channel.samples.removeLast(channel.samples.count - kept * width)
  }

  /// What samples of one time come to; those that are missing count for nothing in means and sums.
  private func merged(_ samples: [Float], _ rows: Range<Int>, _ value: Int) -> Float {
    let width = description.width
    if rows.count == 1 || duplicates == .keepFirst {
      return samples[rows.lowerBound * width + value]
    }
    if duplicates == .keepLast { return samples[(rows.upperBound - 1) * width + value] }
    var sum = 0.0
    var count = 0
    for row in rows where !samples[row * width + value].isNaN {
      sum += Double(samples[row * width + value])
      count += 1
    }
    if count == 0 { return .nan }
    return Float(duplicates == .mean ? sum / Double(count) : sum)
  }

  func findings() throws(HDF5Error) -> TimeFindings {
    var findings = try TimeScan.findings(done, of: stored, origin: times.origin)
    if duplicates != .error {
      var before: Int64?
      try times.column.scan { _, time in
        if time == before { findings.merged += 1 }
        before = time
      }
    }
    return findings
  }
}
