import Configuration
import Pipelines
import Signals

/// Raises alerts while a condition holds.
///
/// The condition is watched over event time: at every sample and annotation and at every moment
/// at which time alone decides, such as four seconds after a beat. Time since a beat counts from
/// the start of the recording where none was seen. A sample that is not finite makes a comparison
/// unknown, and what is unknown neither starts an alarm, nor completes a delay, nor ends an alarm:
/// that a channel is silent is for a technical alarm to say.
///
/// Every start has exactly one end, but for an alarm that is still open when the recording ends.
/// An inhibited alarm says so once (``Alert/Phase/inhibit``), then starts as soon as the inhibition
/// ceases while the condition holds, or is rearmed when the condition is over. An alarm that has
/// started is not taken back by an inhibition.
struct Alarm: Stage {
  static let name = "alarm"
  static let summary = "Raises an alert while a condition holds."

  static let example = StageExample(
    #"""
    { "stage": "alarm", "name": "asystole", "when": { "since": "QRS", "atLeast": 4 },
      "reset": { "beats": 2 }, "within": 10, "priority": "high" }
    """#,
    after: [#"{ "stage": "qrs" }"#],
    scene: #""events": [ { "event": "asystole", "from": 12, "for": 7 } ]"#,
    seconds: 8...24, shows: ["II", "QRS"])

  let title: String
  let condition: Condition
  let reset: Reset?
  let limit: Time?
  let priority: Alert.Priority
  let category: Alert.Category
  let inhibition: Inhibition?

  init(_ settings: inout Settings) {
    title = settings.string("name", "What the alarm is called.")
    let condition = settings.object(
      "when", required: true, reference: "condition", "The condition under which the alarm sounds."
    ) { Condition(&$0) }
    reset = settings.object(
      "reset",
      "What ends the alarm: so many beats, or a condition; without it, that 'when' does not hold."
    ) { Reset(&$0) }
    limit = settings.optionalNumber(
      "within", in: 0.1...86_400, unit: "s",
      "The longest that may pass from the onset to the alert, all stages before included."
    ).map { Time(seconds: $0) }
    priority = settings.choice("priority", "How soon a person should act.")
    category = settings.choice(
      "category", default: .physiological, "Whether the patient or the equipment is the cause.")
    inhibition = settings.object(
      "inhibitedBy",
      "What keeps the alarm from being announced: bad signal, while another channel shows a pulse."
    ) { Inhibition(&$0) }
    self.condition = condition ?? Condition(test: .junction(.any, []), persistence: .zero)

    if case .beats(_, of: nil) = reset, self.condition.awaited == nil {
      settings.refuse("reset", "needs 'of', the layer of the beats, as 'when' has no 'since'")
    }
    if case .condition(let end) = reset, self.condition.meets(end) {
      settings.refuse(
        "reset", "can hold while 'when' does, so that the alarm would end and start all the time")
    }
    let watched = self.condition.layers
    for layer in inhibition?.pulse ?? [] where watched.contains(layer) {
      settings.refuse(
        "inhibitedBy", "needs a pulse from another channel than '\(layer)', which 'when' watches")
    }
  }

  func output(for layout: Layout) throws(Mismatch) -> Layout {
    let delay = try inputs(in: layout).delay(in: layout)
    if let limit, condition.delay + delay > limit {
      throw Mismatch(
        "within",
        "'\(title)' can take \((condition.delay + delay).rounded) s:"
          + " \(condition.delay.rounded) s for its condition and \(delay.rounded) s for the stages"
          + " before; that must be at most \(limit.rounded) s")
    }
    return layout
  }

  func joins(in layout: Layout) -> Inputs { (try? inputs(in: layout)) ?? Inputs() }

  func alerts(on layout: Layout) -> [AlertDescription] {
    [
      AlertDescription(
        name: title, priority: priority, conditionDelay: condition.delay,
        pipelineDelay: joins(in: layout).delay(in: layout))
    ]
  }

  /// What is watched; throws what the layout lacks.
  private func inputs(in layout: Layout) throws(Mismatch) -> Inputs {
    var inputs = Inputs()
    try condition.collect(&inputs, in: layout, key: "when")
    switch reset {
    case .condition(let condition): try condition.collect(&inputs, in: layout, key: "reset")
    case .beats(_, let layer):
      let name = layer ?? condition.awaited ?? ""
      inputs.insert(layer: try layout.layer(name, key: layer == nil ? "when" : "reset"))
    case nil: break
    }
    try inhibition?.collect(&inputs, in: layout, key: "inhibitedBy")
    return inputs
  }
}

extension Time {
  /// The seconds, rounded up to a thousandth.
  fileprivate var rounded: Double { Double((nanoseconds + 999_999) / 1_000_000) / 1000 }
}
