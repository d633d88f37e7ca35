import Configuration
import Formats
import Glibc
import Pipelines
import Signals
import Stages

/// `vigil train`: trains the network that a pipeline names.
struct Train: Command {
  static let name = "train"
  static let summary = "Trains the network of a pipeline by a plan, and writes its weights."

  private let plan: String
  private let output: String?
  private let seed: Int?
  private let fold: Int?
  private let threads: Int?
  private let resume: Bool
  private let force: Bool
  private let progress: ProgressLine.Form

  init(_ settings: inout Settings) {
    plan = settings.argument("plan", "The plan, as a file of JSON.")
    output = settings.optionalString(
      "output", "The weights; without it the plan says so, or else the pipeline.")
    seed = settings.optionalInteger(
      "seed", in: 0...Int(Int32.max), "Another seed than the plan's.")
    fold = settings.optionalInteger(
      "fold", in: 0...99, "Another part of the cohort to judge on than the plan's.")
    threads = settings.optionalInteger(
      "threads", in: 1...256, "The number of threads, which changes no bit of the weights.")
    resume = settings.flag(
      "resume", "Goes on from the checkpoint of an earlier run, where there is one.")
    force = settings.flag("force", "Replaces weights that are there.")
    progress = settings.choice("progress", default: .auto, "How progress is shown.")
  }

  func run() throws -> ExitStatus {
    var plan = try TrainingPlan(SourceText(reading: plan))
    try plan.override(seed: seed, fold: fold, threads: threads)
    var cohort = try Cohort(SourceText(reading: plan.cohort))
    if let folds = plan.folds { cohort = cohort.split(by: folds) }
    let source = try SourceText(reading: plan.pipeline)
    let found = try Pipeline.upstream(source, catalogue: catalogue, of: Liquid.self) {
      $0.output == plan.stage
    }
    guard let (upstream, stage) = found else {
      throw Diagnostics(
        error: "\(self.plan): \(plan.pipeline) has no stage 'liquid' with output '\(plan.stage)'")
    }
    let files = try TrainingFiles(output ?? plan.output ?? stage.model, force: force)
    let line = ProgressLine(progress)
    var data = TrainingData(plan, cohort, upstream)
    do {
      try data.read(from: self.plan) { line.show($0, of: $1, "reading \($2)") }
    } catch {
      line.clear()
      throw error
    }
    let training = try data.training()
    do {
      let digest = training.digest
      let result = try training.run(
        from: resume ? files.checkpoint(of: digest) : nil,
        saving: { try files.save($0.stored(of: digest)) },
        reporting: { line.show($0, of: plan.members) })
      line.clear()
      try result.classifier.stored.write(to: files.weights)
      files.removeCheckpoint()
      for lack in result.fit.lacks { Message.warning(lack) }
      try Output.write(data.report(result, training, files.weights))
      return training.limits(result).allSatisfy(\.isMet) ? .done : .answerIsNo
    } catch let error as TrainingDiverged {
      line.clear()
      Message.error("\(error)")
      return .answerIsNo
    } catch let error as CheckpointMismatch {
      line.clear()
      throw Diagnostics(error: "\(files.checkpoint): \(error); train without --resume")
    } catch let error as FormatError {
      line.clear()
      throw Diagnostics(error: "\(error)")
    }
  }
}

/// The files that a training writes: the weights, and beside them how far it has come.
struct TrainingFiles {
  /// The weights.
  let weights: String
  /// How far the training has come, after its last epoch.
  var checkpoint: String { weights + ".checkpoint" }

  /// Finds out before the training, and not after it, that there is no place for the weights.
  init(_ weights: String, force: Bool) throws(Diagnostics) {
    self.weights = weights
    let folder = weights.lastIndex(of: "/").map { String(weights[...$0]) } ?? "."
    guard access(folder, W_OK | X_OK) == 0 else {
      throw Diagnostics(error: "\(weights): cannot be written: \(String(cString: strerror(errno)))")
    }
    guard force || access(weights, F_OK) != 0 else {
      throw Diagnostics(error: "\(weights): is there already; --force replaces it")
    }
  }

  /// The checkpoint of an earlier run, if there is one.
  func checkpoint(of training: String) throws -> TrainingCheckpoint? {
    guard access(checkpoint, F_OK) == 0 else { return nil }
    return try TrainingCheckpoint(IsolatedReader.group(in: checkpoint), of: training)
  }

  /// Puts a checkpoint in the place of the one before, once it is whole.
  func save(_ group: StoredGroup) throws { try group.write(to: checkpoint) }

  /// Removes the checkpoint of a training that is done.
  func removeCheckpoint() { unlink(checkpoint) }
}
