/// The alarms of a run that are open, and how many there were.
public struct AlertTally: Sendable {
  /// What one alarm has done.
  public struct Count: Hashable, Sendable {
    /// The alarm.
    public var name: String
    /// How often it started.
    public var started = 0
    /// How often it was inhibited.
    public var inhibited = 0
  }

  /// The starts that have had no end, in the order in which they came.
  public private(set) var open: [Alert] = []
  /// The alarms in the order in which they first appeared.
  public private(set) var counts: [Count] = []

  /// A tally of nothing.
  public init() {}

  /// Takes notice of an alert.
  public mutating func take(_ alert: Alert) {
    let known = counts.firstIndex { $0.name == alert.name }
    let place = known ?? counts.count
    if known == nil { counts.append(Count(name: alert.name)) }
    switch alert.phase {
    case .start:
      counts[place].started += 1
      open.append(alert)
    case .end:
      if let start = open.firstIndex(where: { $0.name == alert.name }) { open.remove(at: start) }
    case .inhibit: counts[place].inhibited += 1
    case .rearm: return
    }
  }
}
