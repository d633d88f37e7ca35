import Signals

/// Whether a condition holds.
enum Truth: Sendable { case no, yes, unknown }

/// A condition on the way through a recording.
///
/// It is exact in event time: whoever watches shows it every sample and annotation of a moment
/// (``see(_:at:of:from:)``, ``see(_:from:)``), then settles it at that moment, and also at every
/// moment it names as ``next``.
struct WatchedCondition: Sendable {
  private let condition: Condition
  /// The slot of the channel that is watched, and of the layer.
  private let channel: Int?
  private let layer: Int?
  private let offset: Int
  private let width: Int
  private let unit: Unit
  private var parts: [WatchedCondition] = []

  /// The last value of the channel, and when it, or the last annotation, was seen.
  private var value = Float.nan
  private var last = Time.zero
  /// The times of the latest annotations that count, of which `oldest` is the first.
  private var times: [Time] = []
  private var oldest = 0
  /// How many stretches are open.
  private var open = 0

  private var isHeld = false
  private var began = Time.zero
  /// Since when what is watched has been so.
  private(set) var onset = Time.zero
  /// Whether the condition holds.
  private(set) var truth = Truth.unknown
  /// The next moment at which the condition can change by itself.
  private(set) var next = Time.zero

  /// The condition before anything was seen; observation starts at time zero.
  init(_ condition: Condition, on layout: Layout) {
    self.condition = condition
    var channelName: String?
    var layerName: String?
    var valueName: String?
    switch condition.test {
    case .compare(let name, let value, _, _, _, _):
      channelName = name
      valueName = value
    case .since(let name, _, _):
      let isLayer = layout.layers.contains { $0.name == name }
      layerName = isLayer ? name : nil
      channelName = isLayer ? nil : name
    case .count(let name, _, _, let number):
      layerName = name
      times = Array(repeating: .distantPast, count: number)
    case .during(_, let name, _):
      layerName = name
    case .junction(_, let all):
      parts = all.map { WatchedCondition($0, on: layout) }
    }
    channel = layout.channels.firstIndex { $0.name == channelName }
    layer = layout.layers.firstIndex { $0.name == layerName }
    let description = channel.map { layout.channels[$0] }
    offset = description?.axis.firstIndex { $0 == valueName } ?? 0
    width = description?.width ?? 1
    unit = description?.unit ?? .one
  }

  /// Takes notice of a sample of the channel in `slot`.
  mutating func see(_ index: Int, at time: Time, of samples: [Float], from slot: Int) {
    for part in parts.indices { parts[part].see(index, at: time, of: samples, from: slot) }
    guard slot == channel else { return }
    switch condition.test {
    case .compare:
      value = samples[index * width + offset]
      last = time
    case .since:
      for entry in index * width..<(index + 1) * width where samples[entry].isFinite {
        last = time
      }
    case .count, .during, .junction: return
    }
  }

  /// Takes notice of an annotation of the layer in `slot`.
  mutating func see(_ annotation: Annotation, from slot: Int) {
    for part in parts.indices { parts[part].see(annotation, from: slot) }
    guard slot == layer else { return }
    switch condition.test {
    case .since(_, let labels, _):
      if annotation.phase != .end, labels.isEmpty || labels.contains(annotation.label) {
        last = annotation.time
      }
    case .count(_, let labels, _, _):
      if annotation.phase != .end, labels.isEmpty || labels.contains(annotation.label) {
        times[oldest] = annotation.time
        oldest = oldest + 1 == times.count ? 0 : oldest + 1
      }
    case .during(let labels, _, let name):
      guard labels.contains(annotation.label), name == nil || name == annotation.channel else {
        return
      }
      switch annotation.phase {
      case .begin: open += 1
      case .end: open = max(0, open - 1)
      case .point: return
      }
    case .compare, .junction: return
    }
  }

  /// Settles what holds at a moment, all of whose samples and annotations have been seen.
  mutating func settle(at time: Time) {
    next = .distantFuture
    for part in parts.indices {
      parts[part].settle(at: time)
      next = min(next, parts[part].next)
    }
    let (raw, since) = test(at: time)
    if raw == .yes, !isHeld {
      isHeld = true
      began = time
      onset = since
    } else if raw == .no {
      isHeld = false
    }
    truth = raw
    if raw == .yes, time < began + condition.persistence {
      truth = .no
      next = min(next, began + condition.persistence)
    }
  }

  /// Whether the test holds, and since when what it watches has been so.
  private mutating func test(at time: Time) -> (Truth, Time) {
    switch condition.test {
    case .compare(_, _, let relation, let limit, _, let hold):
      // A value's running out is no moment to look at: what becomes unknown decides nothing.
      if !value.isFinite || time >= last + hold { return (.unknown, time) }
      let holds =
        switch relation {
        case .above: value > limit
        case .atLeast: value >= limit
        case .below: value < limit
        }
      return (holds ? .yes : .no, time)
    case .since(_, _, let atLeast):
      let due = last + atLeast
      if due > time { next = min(next, due) }
      return (due <= time ? .yes : .no, last)
    case .count(_, _, let span, _):
      let due = times[oldest] + span
      if due > time { next = min(next, due) }
      return (due > time ? .yes : .no, times[oldest])
    case .during:
      return (open > 0 ? .yes : .no, time)
    case .junction(let junction, _):
      return (truth(of: junction), onset(of: junction) ?? time)
    }
  }

  private func truth(of junction: Condition.Junction) -> Truth {
    let decisive: Truth = junction == .any ? .yes : .no
    var sawUnknown = false
    for part in parts {
      switch junction {
      case .not: return part.truth == .yes ? .no : part.truth == .no ? .yes : .unknown
      case .all, .any:
        if part.truth == decisive { return decisive }
        if part.truth == .unknown { sawUnknown = true }
      }
    }
    return sawUnknown ? .unknown : decisive == .yes ? .no : .yes
  }

  /// Of conditions that must all hold the latest onset, of others the earliest of those that hold.
  private func onset(of junction: Condition.Junction) -> Time? {
    var result: Time?
    for part in parts where part.truth == .yes {
      switch junction {
      case .all: result = max(result ?? part.onset, part.onset)
      case .any: result = min(result ?? part.onset, part.onset)
      case .not: return nil
      }
    }
    return result
  }
}

extension WatchedCondition {
  /// What an alert says was observed.
  struct Evidence {
    var source: String
    var value: Float
    var unit: Unit
    var limit: Float
  }

  /// What is observed at a moment that has been settled.
  ///
  /// Of several conditions the first speaks, and of alternatives the first that holds.
  func evidence(at time: Time) -> Evidence {
    switch condition.test {
    case .compare(let name, _, _, let limit, _, _):
      return Evidence(source: name, value: value, unit: unit, limit: limit)
    case .since(let name, _, let atLeast):
      return Evidence(
        source: name, value: Float((time - last).seconds), unit: .second,
        limit: Float(atLeast.seconds))
    case .count(let name, _, let span, let number):
      let recent = times.count { $0 + span > time }
      return Evidence(source: name, value: Float(recent), unit: .one, limit: Float(number))
    case .during(_, let layer, let channel):
      return Evidence(source: channel ?? layer, value: .nan, unit: .one, limit: .nan)
    case .junction:
      let speaker = parts.first { $0.truth == .yes } ?? parts.first
      return speaker?.evidence(at: time)
        ?? Evidence(source: "", value: .nan, unit: .one, limit: .nan)
    }
  }
}
