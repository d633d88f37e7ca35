/// A change of an alarm's condition, which a person should know of.
public struct Alert: Hashable, Sendable {
  /// How soon a person should act, in the words of IEC 60601-1-8.
  public enum Priority: String, CaseIterable, Sendable { case low, medium, high }

  /// Whether the patient or the equipment is the cause.
  public enum Category: String, CaseIterable, Sendable { case physiological, technical }

  /// What has changed.
  public enum Phase: String, CaseIterable, Sendable {
    /// The condition holds from now on.
    case start
    /// The condition no longer holds.
    case end
    /// The condition holds, but a technical condition keeps it from being announced.
    case inhibit
    /// A condition that was kept from being announced no longer holds.
    case rearm
  }

  /// The alarm, as the pipeline names it.
  public var name: String
  /// What has changed.
  public var phase: Phase
  /// How soon a person should act.
  public var priority: Priority
  /// Whether the patient or the equipment is the cause.
  public var category: Category
  /// Since when what the alarm watches has been so: of an asystole, the last beat.
  public var onset: Time
  /// When the condition came to hold, or ceased to: the onset and the condition's own delay.
  public var time: Time
  /// When the pipeline could know: ``time`` and the delay of all stages before.
  public var detected: Time
  /// The channel or layer that was watched.
  public var source: String
  /// What was observed, not-a-number where nothing was.
  public var value: Float
  /// The unit of ``value``.
  public var unit: Unit
  /// The limit that was set, not-a-number where there is none.
  public var limit: Float

  /// An alert with these particulars.
  public init(
    name: String, phase: Phase, priority: Priority, category: Category, onset: Time, time: Time,
    detected: Time, source: String, value: Float, unit: Unit, limit: Float
  ) {
    self.name = name
    self.phase = phase
    self.priority = priority
    self.category = category
    self.onset = onset
    self.time = time
    self.detected = detected
    self.source = source
    self.value = value
    self.unit = unit
    self.limit = limit
  }
}

/// An alert that a stage can raise, and how long it takes.
public struct AlertDescription: Hashable, Sendable {
  /// The name of the alert.
  public var name: String
  /// How soon a person should act.
  public var priority: Alert.Priority
  /// How long the condition itself waits.
  public var conditionDelay: Time
  /// How long the stages before take.
  public var pipelineDelay: Time

  /// An alert of this name, priority and delays.
  public init(
    name: String, priority: Alert.Priority, conditionDelay: Time, pipelineDelay: Time
  ) {
    self.name = name
    self.priority = priority
    self.conditionDelay = conditionDelay
    self.pipelineDelay = pipelineDelay
  }

  /// From the onset to the alert.
  public var latency: Time { conditionDelay + pipelineDelay }
}
