import Signals

/// What must be so for an alarm.
///
/// At any moment a condition holds, does not hold, or is unknown, as a comparison is where nothing
/// was measured. What is unknown neither starts nor ends an alarm.
struct Condition: Sendable {
  /// How a value is compared with a limit.
  enum Relation: Sendable { case above, atLeast, below }

  /// How several conditions are joined.
  enum Junction: Sendable { case all, any, not }

  enum Test: Sendable {
    /// The latest value of a channel stands so to a limit; `hold` is how long a value counts.
    case compare(channel: String, value: String?, Relation, Float, unit: String?, hold: Time)
    /// So much time has passed since the last annotation of a layer, or measurement of a channel.
    case since(name: String, labels: [String], Time)
    /// A layer had so many annotations within a span of time.
    case count(layer: String, labels: [String], within: Time, Int)
    /// A stretch of a layer is open.
    case during(labels: [String], layer: String, channel: String?)
    /// All of the parts, one of them, or the opposite of the only one.
    case junction(Junction, [Condition])
  }

  var test: Test
  /// How long the test must have held without a break.
  var persistence: Time

  /// The longest from the onset until the condition holds.
  ///
  /// A negation takes no time: whatever it negates ceases at once.
  var delay: Time {
    switch test {
    case .compare, .during, .junction(.not, _): persistence
    case .since(_, _, let time), .count(_, _, let time, _): time + persistence
    case .junction(_, let parts): parts.reduce(.zero) { max($0, $1.delay) } + persistence
    }
  }

  /// The layer of the first `since`, whose annotations end an alarm of their absence.
  var awaited: String? {
    switch test {
    case .since(let name, _, _): name
    case .junction(_, let parts): parts.lazy.compactMap(\.awaited).first
    case .compare, .count, .during: nil
    }
  }

  /// The names of the layers that are watched.
  var layers: [String] {
    switch test {
    case .since(let name, _, _), .count(let name, _, _, _), .during(_, let name, _): [name]
    case .junction(_, let parts): parts.flatMap(\.layers)
    case .compare: []
    }
  }
}
