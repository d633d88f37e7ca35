internal import Configuration
internal import Signals

/// The values of one channel of a table, in the order of its rows.
struct ChannelValues {
  let description: ChannelDescription
  let policy: DuplicatePolicy
  private let onUnsorted: TableRule.Unsorted
  private var times: [Time] = []
  private var values: [Float] = []
  private var last = Time.distantPast
  private var moved = 0

  init(_ description: ChannelDescription, _ rule: TableRule) {
    self.description = description
    policy = rule.onDuplicate
    onUnsorted = rule.onUnsorted
  }

  /// Adds the value of the current line.
  mutating func add(_ value: Float, at time: Time, from lines: CSVLines, field: Int)
    throws(Diagnostics)
  {
    guard ChannelwiseSource.longest >= time, ChannelwiseSource.longest >= .zero - time else {
      throw lines.problem("a time must lie within a hundred years of the start", field: field)
    }
    var time = time
    if let rate = description.rate {
      // Within half a sample the position is meant; the time of a position is computed from it.
      time = rate.time(of: rate.position(nearest: time).position)
    }
    if time < last {
      guard onUnsorted == .sort else {
        throw lines.problem(
          "the time lies before the last of '\(description.name)'; 'onUnsorted' in a layout says"
            + " what that means", field: field)
      }
      moved += 1
    }
    if time == last {
      guard policy != .error else {
        throw lines.problem(
          "a second value of '\(description.name)' at one time; 'onDuplicate' in a layout says what"
            + " that means", field: field)
      }
    }
    last = max(last, time)
    times.append(time)
    values.append(value)
  }

  /// The channel, and how many values were out of order, or shared a time.
  func channel() throws(Diagnostics) -> (Channel, moved: Int, doubled: Int) {
    var channel = Channel(description)
    var order = Array(times.indices)
    if moved > 0 {
      order.sort { (times[$0], $0) < (times[$1], $1) }
    }
    var doubled = 0
    var index = 0
    while index < order.count {
      let time = times[order[index]]
      var end = index + 1
      while end < order.count, times[order[end]] == time { end += 1 }
      doubled += end - index - 1
      guard end == index + 1 || policy != .error else {
        throw Diagnostics(
          error: "'\(description.name)' has several values at one time; 'onDuplicate' in a layout"
            + " says what that means")
      }
      try append(merged(order[index..<end].map { values[$0] }), at: time, to: &channel)
      index = end
    }
    return (channel, moved, doubled)
  }

  private func append(_ value: Float, at time: Time, to channel: inout Channel) throws(Diagnostics)
  {
    guard let rate = description.rate else { return channel.append(value, at: time) }
    let position = rate.position(nearest: time).position
    if channel.samples.isEmpty { channel.first = position }
    let gap = position - channel.first - channel.samples.count
    guard gap <= ChannelValues.longestGap else {
      throw Diagnostics(
        error: "'\(description.name)' has a gap of more than \(ChannelValues.longestGap) samples;"
          + " leave out 'rate' in a layout")
    }
    for _ in 0..<gap { channel.samples.append(.nan) }
    channel.samples.append(value)
  }

  private func merged(_ values: [Float]) -> Float {
    switch policy {
    case .error, .keepFirst: values[0]
    case .keepLast: values[values.count - 1]
    case .mean: Float(values.reduce(0.0) { $0 + Double($1) } / Double(values.count))
    case .sum: Float(values.reduce(0.0) { $0 + Double($1) })
    }
  }

  private static let longestGap = 1 << 26
}
