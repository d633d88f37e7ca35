import Configuration
import Evaluation
import Formats
import LiquidNetworks
import Pipelines
import Signals
import Stages

/// The steps of a cohort's recordings, with their targets, as the stages before a network give
/// them.
struct TrainingData {
  private let plan: TrainingPlan
  private let cohort: Cohort
  private let upstream: Pipeline
  private var names: [String] = []
  private var channels: [Int] = []
  private var tellings: [InputEncoding.Telling] = []
  private var recordings: [Cohort.Split: [LabelledSteps]] = [:]

  init(_ plan: TrainingPlan, _ cohort: Cohort, _ upstream: Pipeline) {
    self.plan = plan
    self.cohort = cohort
    self.upstream = upstream
  }

  /// Reads the recordings to learn from and to choose by; `show` is told how many of how many were
  /// read, and which comes next.
  mutating func read(from path: String, _ show: (Int, Int, String) -> Void) throws {
    let members = cohort.members.filter { $0.split == .train || $0.split == .validation }
    for split in [Cohort.Split.train, .validation] where cohort.members(of: split).isEmpty {
      throw Diagnostics(error: "\(plan.cohort): no recording is in split '\(split.rawValue)'")
    }
    for (index, member) in members.enumerated() {
      show(index, members.count, member.name)
      guard let split = member.split else { continue }
      recordings[split, default: []].append(try read(member, path))
    }
  }

  private mutating func read(_ member: Cohort.Member, _ path: String) throws -> LabelledSteps {
    let reader = try IsolatedReader(member.path)
    let replay = try Replay(upstream, of: reader)
    let inputs: ObservedInputs
    do throws(Mismatch) {
      let own = try ObservedInputs.expand(plan.inputs, in: replay.run.layout, key: "inputs")
      inputs = try ObservedInputs(own, in: replay.run.layout, key: "inputs")
      if names.isEmpty {
        names = own
        channels = inputs.sourceOfInput
        tellings = try plan.encoding.tellings(of: inputs, in: replay.run.layout)
      } else if own != names {
        throw Mismatch("inputs", "the values of the inputs differ from those of other recordings")
      }
    } catch {
      throw Diagnostics(error: "\(path): inputs: \(member.name): \(error.message)")
    }
    var values = try TargetValues(plan, member, replay.run.layout, from: path)
    var collector = StepCollector(inputs, on: replay.run.layout)
    try replay.drive { part, _ in
      collector.take(part)
      values?.take(part)
      return true
    }
    let steps = collector.steps().merged(by: plan.encoding.choices.grid)
    if let values { return LabelledSteps(steps, values: values.values(of: steps)) }
    let truth = try cohort.truth(of: member, reader.references())
    return LabelledSteps(steps, targets: steps.targets(truth, plan.target))
  }

  /// The training on what was read.
  func training() throws -> Training {
    let train = recordings[.train] ?? []
    guard
      let encoding = InputEncoding(
        fitting: train.map(\.steps), names: names, channels: channels, tellings: tellings,
        choices: plan.encoding.choices)
    else {
      throw Diagnostics(
        error: "\(plan.cohort): the recordings to learn from have no two steps within the gap of"
          + " \(plan.encoding.choices.gap) s")
    }
    if let problem = plan.network.problem(with: encoding) {
      throw Diagnostics(error: "\(plan.pipeline): \(problem)")
    }
    let training: Training
    do throws(WiringError) {
      training = try Training(
        plan, encoding: encoding, train: train, validation: recordings[.validation] ?? [],
        kind: cohort.reference.kind, upstream: upstream.digest, card: card)
    } catch {
      throw Diagnostics(error: "the plan's wiring: \(error)")
    }
    if !plan.target.values.isEmpty {
      for (place, count) in training.counts.enumerated() where count == 0 {
        throw Diagnostics(
          error: "\(plan.cohort): no step to learn from has the number"
            + " '\(plan.target.names[place])'")
      }
      return training
    }
    for (place, count) in training.counts.enumerated() where count == 0 {
      Message.warning(
        "no step to learn from is of class '\(plan.target.classes[place].name)';"
          + " the network will hardly ever say it")
    }
    guard training.counts.count(where: { $0 > 0 }) > 1 else {
      throw Diagnostics(
        error: "\(plan.cohort): the steps to learn from must be of at least two classes;"
          + " do the labels of the plan's target stand in the reference?")
    }
    return training
  }

  /// What is known of the weights before they are.
  private var card: ModelCard {
    var card = ModelCard()
    card.intendedUse = plan.description
    card.data = [Cohort.Split.train, .validation].map { split in
      let members = cohort.members(of: split)
      return .init(
        cohort: cohort.description, role: split.rawValue, recordings: members.count,
        patients: Set(members.map(\.patient)).count, digest: cohort.digest)
    }
    card.split =
      plan.folds.map {
        "by the position of patients in ascending order modulo \($0.count): test \($0.test),"
          + " validation \($0.validation)"
      } ?? "by patient, as the cohort's table says"
    card.inputs = [
      .init("plan", plan.digest), .init("cohort", cohort.digest), .init("stages", upstream.digest),
    ]
    card.versions = [.init("vigil", Vigil.version)]
    card.notes = [.init("notice", Vigil.notice)]
    return card
  }

  /// What a training came to, to read.
  func report(_ result: Training.Result, _ training: Training, _ file: String) -> String {
    let score = result.validation
    let matrix = score.confusion
    let chosen = result.epochs.map { "\($0)" }.joined(separator: ", ")
    var text = """
      \(Vigil.notice)
      \(file): \(plan.network.units) units, \(names.count) inputs, \
      \(plan.target.names.count) \(score.values.isEmpty ? "classes" : "numbers"); best of \(plan.optimiser.options.epochs) epochs: \(chosen).
      Retrospective figures on split 'validation', on which the epoch was chosen:

      """
    for (place, name) in matrix.classes.enumerated() {
      let sensitivity = matrix.sensitivity(of: place)
      let predictivity = matrix.positivePredictivity(of: place)
      text +=
        "  \(name)  \(training.counts[place]) steps to learn from;"
        + " Se \(percent(sensitivity.value)) (\(sensitivity.count)/\(sensitivity.total)),"
        + " +P \(percent(predictivity.value)) (\(predictivity.count)/\(predictivity.total))\n"
    }
    for (place, value) in score.values.enumerated() {
      text +=
        "  \(plan.target.names[place])  \(training.counts[place]) steps to learn from;"
        + " R² \(value.r2.map { $0.fixed(4) } ?? "undefined")"
        + " (\(value.count) on validation)\n"
    }
    let figures = TrainingPlan.Optimiser.Choice.allCases.compactMap { choice in
      score.value(of: choice).map { "\(choice.words) \($0.fixed(4))" }
    }
    text += "  \(figures.joined(separator: ", "))\n"
    for note in result.fit.notes where note.name != "not fitted" {
      text += "  \(note.name): \(note.text)\n"
    }
    for figure in result.fit.figures {
      text += "  \(figure.name) on \(figure.on): \(figure.value.fixed(4))\n"
    }
    for (limit, value, isMet) in training.limits(result) where !isMet {
      let bound = limit.figure.isCost ? "at most" : "at least"
      text +=
        "  missed: \(limit.figure.words) must be \(bound) \(limit.bound.fixed(4)), and is"
        + " \(value.map { $0.fixed(4) } ?? "undefined")\n"
    }
    return text
  }
}

extension ProgressLine {
  /// Shows what an epoch came to.
  func show(_ epoch: Training.Epoch, of members: Int) {
    var words = "loss \(epoch.loss.fixed(4))"
    var values: [(String, JSON.Value)] = [
      ("member", .number(Double(epoch.member))), ("members", .number(Double(members))),
      ("phase", .string(epoch.phase.rawValue)), ("epoch", .number(Double(epoch.number))),
      ("loss", .number(epoch.loss)),
    ]
    if let validation = epoch.validation {
      values.append(("validationLoss", .number(validation.loss)))
      if validation.values.isEmpty {
        values.append(("validationF1", .number(validation.meanF1)))
      }
      if let error = validation.value(of: .meanSquaredError) {
        words += ", validation mean squared error \(error.fixed(4))"
        values.append(("validationMeanSquaredError", .number(error)))
      } else if let area = validation.value(of: .auroc) {
        words += ", validation AUROC \(area.fixed(4))"
        values.append(("validationAUROC", .number(area)))
      } else {
        words += ", validation F1 \(validation.meanF1.fixed(4))"
      }
    } else {
      words += ", validation loss \((-epoch.score).fixed(4))"
      values.append(("validationLoss", .number(-epoch.score)))
    }
    if epoch.phase == .pretraining { words = "pretraining: " + words }
    if members > 1 { words = "member \(epoch.member) of \(members): " + words }
    show(epoch.number, of: epoch.count, words, values)
  }
}
