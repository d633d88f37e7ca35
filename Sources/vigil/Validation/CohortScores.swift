import Configuration
import Evaluation
import Formats
import Pipelines
import Signals

/// What a pipeline says of the recordings of a cohort, held against what is true of them.
struct CohortScores {
  private let cohort: Cohort
  private let skip: Time
  private var layers: [LayerScore] = []

  /// No scores yet; the comparison begins `skip` after the start of each recording.
  init(_ cohort: Cohort, skip: Time) {
    self.cohort = cohort
    self.skip = skip
  }

  /// Takes a recording through the pipeline and scores every layer that holds beats.
  mutating func add(_ member: Cohort.Member, through pipeline: Pipeline) throws {
    let references = try IsolatedReader(member.path).references()
    let truth = try cohort.truth(of: member, references)
    let replay = try Replay(pipeline, of: member.path, partLength: 60)
    let own = replay.header.layout.layers.count
    let names = replay.run.layout.layers[own...].map(\.name)
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
          window: clock.position(cohort.comparison.window), skip: clock.position(skip),
          end: clock.position(replay.header.duration)),
        of: member.name, beats: beats)
    }
  }

  /// The layers in which there is any beat.
  var scored: [LayerScore] { layers.filter(\.hasBeats) }

  /// The limits with what was reached of each, and whether it is enough.
  var limits: [(limit: AcceptanceLimit, reached: Double?, isMet: Bool)] {
    cohort.limits.map { limit in
      let reached = layers.first { $0.name == limit.layer }.flatMap { $0.figure(limit).value }
      return (limit, reached, reached.map { $0 >= limit.minimum } ?? false)
    }
  }
}
