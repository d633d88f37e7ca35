import Configuration
import Evaluation
import Pipelines

/// Cases, those of each patient together.
struct PatientCases<Case> {
  private var places: [String: Int] = [:]
  /// The cases of each patient, in the order in which patients first appeared.
  private(set) var grouped: [[Case]] = []

  /// Adds a case of a patient.
  mutating func add(_ item: Case, of patient: String) {
    if let place = places[patient] {
      grouped[place].append(item)
    } else {
      places[patient] = grouped.count
      grouped.append([item])
    }
  }

  /// All cases.
  var all: [Case] { grouped.flatMap(\.self) }
}

/// A figure over recordings, with the interval in which resampling the patients puts it.
struct Figure {
  /// What is measured.
  let name: AcceptanceLimit.Figure
  /// The figure over all recordings, where it is defined.
  let value: Double?
  /// What it counts, where it is a share.
  let share: Proportion?
  /// The interval of 95 %; there is none of a single patient.
  let interval: BootstrapInterval?

  /// A figure of cases that need not be a share.
  init<Case>(
    _ name: AcceptanceLimit.Figure, of cases: PatientCases<Case>, _ measure: ([Case]) -> Double?
  ) {
    self.init(name, measure(cases.all), nil, cases, measure)
  }

  /// A share of what the cases count.
  init<Case>(
    _ name: AcceptanceLimit.Figure, share cases: PatientCases<Case>,
    _ measure: ([Case]) -> Proportion
  ) {
    let share = measure(cases.all)
    self.init(name, share.value, share, cases) { measure($0).value }
  }

  private init<Case>(
    _ name: AcceptanceLimit.Figure, _ value: Double?, _ share: Proportion?,
    _ cases: PatientCases<Case>, _ measure: ([Case]) -> Double?
  ) {
    self.name = name
    self.value = value
    self.share = share
    interval =
      cases.grouped.count > 1 ? BootstrapInterval(over: cases.grouped, of: measure) : nil
  }

  /// The figure for a program.
  var json: (String, JSON.Value) {
    var members = [("value", value.json)]
    if let share {
      members += [("count", .number(Double(share.count))), ("of", .number(Double(share.total)))]
    }
    let interval = interval.map { interval in
      JSON.Value.members([
        ("lower", .number(interval.lower)), ("upper", .number(interval.upper)),
        ("resamples", .number(Double(interval.resamples))),
        ("undefined", .number(Double(interval.undefined))),
      ])
    }
    return (name.rawValue, .members(members + [("interval", interval ?? .null)]))
  }
}

extension [Figure] {
  /// The figures as a table to read.
  var text: String {
    let head = ["figure", "", "", "95 % interval by patient", "resamples"]
    return table(
      [head]
        + map { figure in
          [
            figure.name.words, figure.name.text(figure.value),
            figure.share.map { "\($0.count)/\($0.total)" } ?? "",
            figure.interval.map {
              "\(figure.name.text($0.lower)) to \(figure.name.text($0.upper))"
            } ?? "-", figure.interval.map { "\($0.resamples)" } ?? "",
          ]
        })
      + "  Resamples in which a figure is not defined are left out. An interval without width says"
      + " only that\n  all of them agree, as those of few patients do.\n"
  }

  /// The figures for a program.
  var json: JSON.Value { .members(map(\.json)) }

  /// The value of a figure, where it is defined.
  func value(of name: AcceptanceLimit.Figure) -> Double? { first { $0.name == name }?.value }
}
