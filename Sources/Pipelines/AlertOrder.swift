import Signals

/// Puts alerts in the order of the times at which they were detected, then of the stages, then of
/// their names.
///
/// Every stage states its delay, so once the source is complete up to a time, every alert that is
/// detected before it is known.
struct AlertOrder: Sendable {
  private struct Pending: Sendable {
    var alert: Alert
    var place: Int
  }
  private var pending: [Pending] = []

  /// Takes the alerts that the stage at `place` has raised.
  mutating func take(_ alerts: inout [Alert], from place: Int) {
    if alerts.isEmpty { return }
    for alert in alerts { pending.append(Pending(alert: alert, place: place)) }
    alerts.removeAll(keepingCapacity: true)
    // The sort is stable: what one stage says of one moment keeps its order.
    pending.sort {
      ($0.alert.detected, $0.place, $0.alert.name) < ($1.alert.detected, $1.place, $1.alert.name)
    }
  }

  /// Gives out the alerts that were detected before a time.
  mutating func release(before time: Time, into alerts: inout [Alert]) {
    let ready = pending.firstIndex { $0.alert.detected >= time } ?? pending.count
    if ready == 0 { return }
    for item in pending[..<ready] { alerts.append(item.alert) }
    pending.removeFirst(ready)
  }
}
