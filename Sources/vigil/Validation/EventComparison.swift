import Evaluation
import Pipelines
import Signals

/// The moments of a recording's alarms against the events that are there.
///
/// An event is found where an alarm could first be known between `lead` before its onset and its
/// end, or `tolerance` after its onset where that is later; such an alarm is of the event. An alarm
/// that has stood since before finds nothing. Alarms and events overlap as EC57 counts episodes:
/// one alarm can be of two events, and several of one.
struct EventComparison {
  /// For each event how long after its onset the first alarm came, in seconds; before it, negative.
  private(set) var delays: [Double?] = []
  /// How many of the alarms are of an event.
  private(set) var alarms = Proportion(0, of: 0)
  /// How long the recording was compared.
  let hours: Double

  /// Compares moments in their order; an event whose onset lies before `skip`, with its alarms, does
  /// not count, nor does an alarm before it that is of no event.
  init(
    _ moments: [Time], with events: [Interval], _ comparison: Comparison, end: Time
  ) {
    let reaches = events.map { event in
      let close = event.duration.map { event.onset + $0 } ?? .distantFuture
      // What has not ended with the recording can be found as late as stages give out its alarm.
      let last = close >= end ? .distantFuture : max(close, event.onset + comparison.tolerance)
      return event.onset - comparison.lead...last
    }
    let counts = events.map { $0.onset >= comparison.skip }
    for index in events.indices where counts[index] {
      let first = moments.first { reaches[index].contains($0) }
      delays.append(first.map { ($0 - events[index].onset).seconds })
    }
    for moment in moments {
      let found = events.indices.filter { reaches[$0].contains(moment) }
      guard found.isEmpty ? moment >= comparison.skip : found.contains(where: { counts[$0] }) else {
        continue
      }
      alarms.total += 1
      if !found.isEmpty { alarms.count += 1 }
    }
    hours = max(0, (end - comparison.skip).seconds) / 3600
  }

  /// How many of the events were found.
  var events: Proportion { Proportion(delays.count { $0 != nil }, of: delays.count) }
}

extension [EventComparison] {
  /// How many of all events were found.
  var events: Proportion {
    reduce(Proportion(0, of: 0)) { sum, item in
      Proportion(sum.count + item.events.count, of: sum.total + item.events.total)
    }
  }

  /// How many of all alarms are of an event.
  var alarms: Proportion {
    reduce(Proportion(0, of: 0)) { sum, item in
      Proportion(sum.count + item.alarms.count, of: sum.total + item.alarms.total)
    }
  }

  /// How long the recordings were compared.
  var hours: Double { reduce(0) { $0 + $1.hours } }

  /// How many alarms of no event there were in each hour.
  var falseAlarmsPerHour: Double? {
    hours > 0 ? Double(alarms.total - alarms.count) / hours : nil
  }

  /// The quantile of the times to alarm of the events found, linear between two of them.
  func timeToAlarm(_ share: Double) -> Double? {
    let times = flatMap { $0.delays.compactMap(\.self) }.sorted()
    return times.isEmpty ? nil : times.quantile(share)
  }
}
