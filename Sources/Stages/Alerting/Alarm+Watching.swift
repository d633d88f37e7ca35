import Pipelines
import Signals

extension Alarm {
  /// An alarm on the way through a recording.
  struct State: Sendable {
    /// Whether the alarm has been announced.
    enum Standing: Sendable { case quiet, inhibited, sounding }

    var moments: Moments
    var condition: WatchedCondition
    var reset: WatchedReset
    var inhibition: WatchedInhibition?
    var standing = Standing.quiet
    /// The onset of what the alarm sounds for, or is kept from sounding for.
    var onset = Time.zero
    /// The next moment at which something can change by itself.
    var next = Time.zero
    let delay: Time
  }

  func start(on layout: Layout) -> State {
    let inputs = joins(in: layout)
    return State(
      moments: Moments(of: inputs), condition: WatchedCondition(condition, on: layout),
      reset: WatchedReset(reset, awaited: condition.awaited, on: layout),
      inhibition: inhibition.map {
        WatchedInhibition($0, recovery: condition.delay, on: layout)
      },
      delay: inputs.delay(in: layout))
  }

  func process(_ part: inout Recording, _ state: inout State) {
    state.moments.rewind()
    let through = state.moments.through(part)
    while true {
      var time = state.moments.next(in: part)
      // A moment between two samples is as certain as one before the inputs' end.
      if time == .distantFuture, state.next >= through { return }
      time = min(time, state.next)
      state.see(part, through: time)
      state.settle(at: time)
      if let phase = state.transition(at: time) {
        part.alerts.append(alert(phase, at: time, state))
      }
    }
  }

  private func alert(_ phase: Alert.Phase, at time: Time, _ state: State) -> Alert {
    let evidence = state.condition.evidence(at: time)
    return Alert(
      name: title, phase: phase, priority: priority, category: category, onset: state.onset,
      time: time, detected: time + state.delay, source: evidence.source, value: evidence.value,
      unit: evidence.unit, limit: evidence.limit)
  }
}

extension Alarm.State {
  /// Shows the conditions what happened up to a moment.
  mutating func see(_ part: Recording, through time: Time) {
    while let (slot, index) = moments.takeSample(through: time, of: part) {
      let samples = part.channels[slot].samples
      let taken = part.channels[slot].time(of: index)
      condition.see(index, at: taken, of: samples, from: slot)
      reset.see(index, at: taken, of: samples, from: slot)
    }
    while let (slot, index) = moments.takeAnnotation(through: time, of: part) {
      let annotation = part.layers[slot].annotations[index]
      condition.see(annotation, from: slot)
      reset.see(annotation, from: slot)
      inhibition?.see(annotation, from: slot)
    }
  }

  /// Settles what holds at a moment, and when to look again.
  mutating func settle(at time: Time) {
    condition.settle(at: time)
    reset.settle(at: time, condition.truth)
    next = min(condition.next, reset.next)
    if let inhibition { next = min(next, inhibition.next(after: time)) }
  }

  /// Moves to what the moment asks for; the phase of the alert, if that is one.
  mutating func transition(at time: Time) -> Alert.Phase? {
    let isInhibited = inhibition?.holds(at: time) ?? false
    switch (standing, condition.truth) {
    case (.quiet, .yes):
      onset = condition.onset
      standing = isInhibited ? .inhibited : .sounding
      return isInhibited ? .inhibit : .start
    case (.inhibited, .yes):
      if isInhibited { return nil }
      onset = condition.onset
      standing = .sounding
      return .start
    case (.inhibited, let truth), (.sounding, let truth):
      guard reset.ends(truth) else { return nil }
      let phase: Alert.Phase = standing == .sounding ? .end : .rearm
      standing = .quiet
      return phase
    case (.quiet, _): return nil
    }
  }
}
