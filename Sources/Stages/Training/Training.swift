import Evaluation
public import Formats
import Kernels
public import LiquidNetworks
public import Signals

/// The training of a classifier by a plan: the same data and plan give the same weights, bit for
/// bit, with any number of threads.
///
/// Each member learns first, where the plan says so, to say the next observation, then the target,
/// beside it still the next observation if that has a weight. The readout of the next observation is
/// not kept.
public struct Training: Sendable {
  let plan: TrainingPlan
  let encoding: InputEncoding
  let architecture: Architecture
  private let kind: Annotation.Kind
  let upstream: String
  private let card: ModelCard
  let windows: [LabelledSequence]
  let validation: [LabelledSequence]
  let negatives: [NegativeRecording]
  let row: TargetRow
  let classes: [String]
  let meaning: Meaning

  /// How many steps there are to learn from, of each class, or with each number.
  public let counts: [Int]

  /// A training on these recordings, with an encoding fitted to those to learn from alone; throws
  /// where the plan's wiring does not fit its units.
  public init(
    _ plan: TrainingPlan, encoding: InputEncoding, train: [LabelledSteps],
    validation: [LabelledSteps], kind: Annotation.Kind, upstream: String,
    card: ModelCard
  ) throws(WiringError) {
    architecture = try plan.network.architecture(for: encoding)
    self.plan = plan
    self.encoding = encoding
    self.kind = kind
    self.upstream = upstream
    self.card = card
    classes = plan.target.names
    let count = plan.target.values.count
    var (train, validation) = (train, validation)
    if count > 0 {
      let scale = ValueScale(
        fitting: train, count: count, at: plan.target.at, unit: plan.target.unit)
      (train, validation) = (scale.scaled(train), scale.scaled(validation))
      meaning = .values(scale, hasSpread: plan.loss.values == .gaussian)
    } else {
      meaning = .classes
    }
    let learnsNext = plan.pretraining != nil || plan.loss.next > 0
    let row = TargetRow(
      at: plan.target.at, hasEarlier: plan.target.before > 0,
      next: learnsNext ? encoding.measured : [], values: count)
    self.row = row
    windows = train.flatMap {
      encoding.sequences(of: $0, row, longest: plan.optimiser.length ?? .max)
    }
    self.validation = validation.flatMap { encoding.sequences(of: $0, row) }
    negatives =
      plan.falseAlarmRates.isEmpty
      ? [] : validation.compactMap { NegativeRecording($0, encoding, after: plan.target.after) }
    counts = windows.counts(of: classes.count, row)
  }

  /// What each class weighs in the loss; over all steps the mean weight is 1.
  public var classWeights: [Float] {
    let total = Double(counts.reduce(0, +))
    let present = Double(counts.count { $0 > 0 })
    let raw = counts.map { count in
      count == 0 ? 0 : Elementary.pow(total / (present * Double(count)), plan.loss.balance)
    }
    let mean = zip(raw, counts).reduce(0) { $0 + $1.0 * Double($1.1) } / max(1, total)
    return raw.map { Float($0 / mean) }
  }

  /// By what the epoch is chosen.
  public var choice: TrainingPlan.Optimiser.Choice {
    if let choice = plan.optimiser.choice { return choice }
    return meaning != .classes ? .meanSquaredError : classes.count == 2 ? .auroc : .f1
  }

  /// The number of logits: one of two classes.
  var logits: Int {
    if case .values(_, let hasSpread) = meaning { return classes.count * (hasSpread ? 2 : 1) }
    return classes.count == 2 ? 1 : classes.count
  }

  private var loss: Objective.Loss {
    switch meaning {
    case .classes: .classes(weights: classWeights, focus: Float(plan.loss.focus))
    case .values(_, let hasSpread): hasSpread ? .gaussian : .squared
    }
  }

  /// What the target's outputs should come to.
  var objective: Objective {
    let one = row.widthOfOne
    var terms = [Objective.Term(loss, outputs: 0..<logits, targets: 0..<one)]
    if row.hasEarlier {
      terms.append(
        Objective.Term(
          loss, outputs: 0..<logits, targets: one..<2 * one, weight: plan.target.before))
    }
    if plan.loss.next > 0 { terms.append(nextObservation(weight: plan.loss.next)) }
    return Objective(terms, targetWidth: row.width)
  }

  /// What the outputs of the next observation should come to.
  func nextObservation(weight: Double) -> Objective.Term {
    Objective.Term(
      .squared, outputs: logits..<logits + row.next.count, targets: row.widthOfClasses..<row.width,
      weight: weight)
  }

  /// The mean logits, at each step of some sequences, of networks that speak together.
  func logits(_ members: [[Float]], on sequences: [TimedSequence]) -> [[Float]] {
    logits(architecture.cell, members, on: sequences)
  }

  private func logits<C: Cell>(
    _ cell: C, _ members: [[Float]], on sequences: [TimedSequence]
  ) -> [[Float]] {
    var sums = sequences.map { [Float](repeating: 0, count: $0.elapsed.count * logits) }
    for weights in members {
      let model = Model(cell, outputs: logits, weights: weights)
      for (place, scores) in model.scores(on: sequences, threads: plan.threads).enumerated() {
        for index in scores.indices { sums[place][index] += scores[index] }
      }
    }
    for place in sums.indices {
      for index in sums[place].indices { sums[place][index] /= Float(members.count) }
    }
    return sums
  }

  /// How what a model gave, so many outputs a step, fits the recordings to choose by.
  func score(_ outputs: [[Float]], width: Int) -> ClassifierScore {
    if case .values(_, let hasSpread) = meaning {
      return ClassifierScore(
        ofValues: outputs, width: width, hasSpread: hasSpread, on: validation, row)
    }
    return ClassifierScore(of: outputs, width: width, classes: classes, on: validation, row)
  }

  /// The classifier that networks of these weights are together.
  func classifier(
    _ members: [[Float]], _ fit: Fit, _ add: (inout ModelCard) -> Void
  ) -> SequenceClassifier {
    var card = card
    add(&card)
    return SequenceClassifier(
      encoding: encoding, classes: classes, meaning: meaning, kind: kind,
      architecture: architecture, outputs: logits, members: members,
      calibration: fit.calibration, calibrationCases: fit.calibrationCases,
      thresholds: fit.thresholds, upstream: upstream, card: card)
  }
}

extension InputEncoding {
  /// The inputs that are measured again and again.
  var measured: [Int] {
    names.indices.filter { tellings[channelOfInput[$0]] == .presence }
  }
}
