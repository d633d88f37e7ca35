import Configuration
import Evaluation
import Formats
import Pipelines
import Signals

/// The beats that the layers of a pipeline hold, against those that are there.
struct BeatScores: Scoring {
  private let cohort: Cohort
  private let comparison: Comparison
  private var layers: [LayerScore] = []

  init(_ cohort: Cohort, _ comparison: Comparison) {
    self.cohort = cohort
    self.comparison = comparison
  }

  var method: String {
    "Beats match within \(comparison.window.seconds.fixed(3)) s,"
      + " from \(comparison.skip.seconds.fixed(0)) s on (ANSI/AAMI EC57)."
  }

  mutating func add(
    _ member: Cohort.Member, _ truth: [Interval], among references: [ReferenceLayer],
    through replay: Replay
  ) throws {
    let own = replay.header.layout.layers.count
    let written = replay.run.layout.layers[own...]
    try checkLimits(against: written.filter { ($0.kind ?? .beat) == .beat }.map(\.name))
    let names = written.map(\.name)
    var said = names.map { _ in [Annotation]() }
    try replay.drive { part, _ in
      for index in names.indices { said[index] += part.layers[own + index].annotations }
      return true
    }
    let clock = BeatClock(replay.header.layout)
    let reference = BeatSeries(truth, among: references, of: replay.header.layout, clock)
    for (name, annotations) in zip(names, said) {
      let index = layers.firstIndex { $0.name == name } ?? layers.count
      if index == layers.count { layers.append(LayerScore(name)) }
      let beats = annotations.filter { $0.kind == .beat }
      layers[index].add(
        BeatComparison(
          BeatSeries(beats.joined(), clock), with: reference,
          window: clock.position(comparison.window), skip: clock.position(comparison.skip),
          end: clock.position(replay.header.duration)),
        of: member.name, beats: beats)
    }
  }

  /// Throws, with the places in the cohort, where limits name layers of beats that are not written.
  private func checkLimits(against names: [String]) throws(Diagnostics) {
    var problems: [Diagnostic] = []
    for (place, limit) in cohort.limits.enumerated() {
      guard let layer = limit.layer, !names.contains(layer) else { continue }
      problems.append(
        Diagnostic(
          error: "the pipeline writes no layer of beats '\(layer)'"
            + suggestion(for: layer, among: names),
          at: cohort.locationOfLayer(ofLimit: place)))
    }
    if !problems.isEmpty { throw Diagnostics(problems) }
  }

  mutating func conclude() {}

  func reached(_ limit: AcceptanceLimit) -> Double? {
    layers.first { $0.name == limit.layer }.flatMap { $0.figure(limit).value }
  }

  var warnings: [String] { [] }

  /// The layers in which there is any beat.
  private var scored: [LayerScore] { layers.filter(\.hasBeats) }

  var text: String { scored.map(\.text).joined() }

  var json: [(String, JSON.Value)] {
    [
      ("window", .number(comparison.window.seconds)), ("skip", .number(comparison.skip.seconds)),
      ("layers", .values(scored.map(\.json))),
    ]
  }
}
