import Configuration
import Evaluation
import Formats
import Pipelines
import Signals
import Stages

/// What a channel is at each labelled moment, against the label.
struct MomentScores: Scoring {
  private let name: String
  private let cohort: Cohort
  private let comparison: Comparison
  private let isProbability: Bool
  private var cases = PatientCases<ScoredCase>()
  private var patients: [(patient: String, hours: ScoredHours)] = []
  /// The name of each of these recordings, and when each of its labels holds.
  private var moments: [(recording: String, times: [Time])] = []
  private var labels: Set<String> = []
  private var silent = 0
  private var figures: [Figure] = []
  /// The score from which on there is a warning, where warnings are judged.
  private var threshold: Double?

  init(_ name: String, _ cohort: Cohort, _ comparison: Comparison) {
    self.name = name
    self.cohort = cohort
    self.comparison = comparison
    isProbability = comparison.question?.isProbability ?? false
    threshold = comparison.threshold
  }

  /// Whether a threshold must be chosen before warnings can be judged.
  var needsThreshold: Bool { comparison.judgesWarnings && threshold == nil }

  /// Takes the threshold of the greatest utility among what was added, and forgets what was added.
  mutating func chooseThreshold() {
    threshold = patients.map(\.hours).bestThreshold
    cases = PatientCases()
    patients = []
    moments = []
    labels = []
    silent = 0
  }

  var method: String {
    "The value of '\(name)' at each labelled moment from \(comparison.skip.seconds.fixed(0)) s on,"
      + " or the last before, against the label; positive: \(quoted(comparison.positive))."
      + (comparison.judgesWarnings
        ? "\nA warning is a value of at least \(threshold.map { "\($0)" } ?? "-"),"
          + (comparison.threshold == nil
            ? " of the greatest utility in split 'validation'." : " as the cohort says.")
        : "")
  }

  mutating func add(
    _ member: Cohort.Member, _ truth: [Interval], among references: [ReferenceLayer],
    through replay: Replay
  ) throws {
    let (slot, component) = try replay.place(ofScore: name, namedIn: cohort)
    var values: [(time: Time, value: Float)] = []
    try replay.drive { part, _ in
      let channel = part.channels[slot]
      for index in 0..<channel.count {
        let value = channel.samples[index * channel.description.width + component]
        if !value.isNaN { values.append((channel.time(of: index), value)) }
      }
      return true
    }
    var hours = ScoredHours(labels: [], scores: [])
    var times: [Time] = []
    var next = 0
    for moment in truth where moment.onset >= comparison.skip {
      while next < values.count, values[next].time <= moment.onset { next += 1 }
      let isPositive = comparison.positive.contains(moment.label)
      let score = next == 0 ? Double.nan : Double(values[next - 1].value)
      guard !isProbability || score.isNaN || (0...1).contains(score) else {
        throw Diagnostics(
          error: "'\(name)' must be a probability, between 0 and 1, as its name says",
          at: cohort.location(of: "comparison", "score"))
      }
      labels.insert(moment.label)
      times.append(moment.onset)
      hours.labels.append(isPositive)
      hours.scores.append(score)
      if let scored = ScoredCase(score: score, isPositive: isPositive) {
        cases.add(scored, of: member.patient)
      } else {
        silent += 1
      }
    }
    patients.append((member.patient, hours))
    moments.append((RecordingAddress(member.name).id ?? member.name, times))
  }

  func reached(_ limit: AcceptanceLimit) -> Double? { figures.value(of: limit.figure) }

  mutating func conclude() {
    figures = [
      Figure(.areaUnderROC, of: cases) { $0.areaUnderROC },
      Figure(.averagePrecision, of: cases) { $0.averagePrecision },
    ]
    if isProbability {
      figures += [
        Figure(.brierScore, of: cases) { $0.brierScore },
        Figure(.calibrationError, of: cases) { $0.calibrationError(bins: 10) },
      ]
    }
    guard comparison.judgesWarnings, let threshold else { return }
    var tallies = PatientCases<UtilityTally>()
    for (patient, hours) in patients {
      tallies.add(UtilityTally(of: hours, threshold: threshold), of: patient)
    }
    figures.append(
      Figure(.utility, of: tallies) { parts in
        parts.reduce(into: UtilityTally()) { $0.add($1) }.value
      })
  }

  var warnings: [String] {
    let moments = patients.reduce(0) { $0 + $1.hours.labels.count }
    return comparison.missing(among: labels.sorted(), what: "moment")
      + (silent == 0
        ? []
        : ["'\(name)' has no value yet at \(silent) of \(moments) moments; areas leave these out"])
  }

  var predictions: String? {
    var table = "id,truth,score,patient\n"
    for ((name, times), (patient, hours)) in zip(moments, patients) {
      for (index, time) in times.enumerated() where !hours.scores[index].isNaN {
        let id = "\(name)@\(time.seconds.fixed(3))".csvField
        let truth = hours.labels[index] ? 1 : 0
        table += "\(id),\(truth),\(hours.scores[index]),\(patient.csvField)\n"
      }
    }
    return table
  }

  var text: String {
    "\n" + figures.text
      + "  Of the moments with a value \(percent(cases.all.prevalence)) are positive:"
      + " what average precision is by chance.\n"
  }

  var json: [(String, JSON.Value)] {
    [
      ("skip", .number(comparison.skip.seconds)), ("score", .string(name)),
      ("positive", .values(comparison.positive.map { .string($0) })),
      ("threshold", threshold.json), ("prevalence", cases.all.prevalence.json),
      ("figures", figures.json),
    ]
  }
}
