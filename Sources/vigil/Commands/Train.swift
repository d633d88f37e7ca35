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
  private let progress: ProgressLine.Form

  init(_ settings: inout Settings) {
    plan = settings.argument("plan", "The plan, as a file of JSON.")
    output = settings.optionalString(
      "output", "The weights; without it the plan says so, or else the pipeline.")
    progress = settings.choice("progress", default: .auto, "How progress is shown.")
  }

  func run() throws -> ExitStatus {
    let text = try SourceText(reading: plan)
    let plan = try TrainingPlan(text)
    let cohort = try Cohort(SourceText(reading: plan.cohort))
    let source = try SourceText(reading: plan.pipeline)
    let found = try Pipeline.upstream(source, catalogue: catalogue, of: Liquid.self) {
      $0.output == plan.stage
    }
    guard let (upstream, stage) = found else {
      throw Diagnostics(
        error: "\(self.plan): \(plan.pipeline) has no stage 'liquid' with output '\(plan.stage)'")
    }
    let file = output ?? plan.output ?? stage.model
    try Self.check(file)
    let line = ProgressLine(progress)
    var data = TrainingData(plan, cohort, upstream)
    do {
      try data.read(from: self.plan) { line.show($0, of: $1, "reading \($2)") }
    } catch {
      line.clear()
      throw error
    }
    let training = try data.training(noting: [
      .init("notice", Vigil.notice), .init("program", "vigil \(Vigil.version)"),
      .init("plan", plan.digest), .init("cohort", cohort.digest),
    ])
    do {
      let result = try training.run { epoch in
        line.show(
          epoch.number, of: plan.optimiser.epochs,
          "loss \(epoch.loss.fixed(4)), validation F1 \(epoch.validation.meanF1.fixed(4))",
          epoch.values)
      }
      line.clear()
      try result.classifier.stored.write(to: file)
      try Output.write(data.report(result, training, file))
      return .done
    } catch let error as TrainingDiverged {
      line.clear()
      Message.error("\(error)")
      return .answerIsNo
    } catch let error as FormatError {
      throw Diagnostics(error: "\(error)")
    }
  }

  /// Finds out before the training, and not after it, that there is no place for the weights.
  private static func check(_ file: String) throws(Diagnostics) {
    let folder = file.lastIndex(of: "/").map { String(file[...$0]) } ?? "."
    guard access(folder, W_OK | X_OK) == 0 else {
      throw Diagnostics(error: "\(file): cannot be written: \(String(cString: strerror(errno)))")
    }
  }
}
