import Signals

/// The measurements of a window of time, the oldest first, in room that is used again.
struct RecentMeasurements: Sendable {
  /// A measurement and when it was made.
  struct Measurement: Sendable {
    var time: Time
    var value: Float
  }

  private var room: [Measurement]
  private var oldest = 0
  private(set) var count = 0

  /// No measurements, with room for some.
  init(capacity: Int = 256) {
    room = Array(repeating: Measurement(time: .zero, value: 0), count: capacity)
  }

  /// The measurement at a place counted from the oldest.
  subscript(place: Int) -> Measurement { room[(oldest + place) % room.count] }

  /// Adds the newest measurement; makes more room where there is none.
  mutating func append(_ value: Float, at time: Time) {
    if count == room.count {
      room.rotate(toStartAt: oldest)
      oldest = 0
      room += room
    }
    room[(oldest + count) % room.count] = Measurement(time: time, value: value)
    count += 1
  }

  /// Forgets all measurements up to and including a time.
  mutating func forget(through time: Time) {
    while count > 0, room[oldest].time <= time {
      oldest = (oldest + 1) % room.count
      count -= 1
    }
  }
}

extension [RecentMeasurements.Measurement] {
  fileprivate mutating func rotate(toStartAt place: Int) {
    self = Array(self[place...] + self[..<place])
  }
}
