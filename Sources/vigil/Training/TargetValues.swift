import Configuration
import Pipelines
import Signals
import Stages

/// The numbers that a network is to say of one recording: from the cohort's table, or from channels.
struct TargetValues {
  private let target: TrainingPlan.Target
  /// For each number, what the table says, or else its place among the channels' numbers.
  private var sources: [Source] = []
  private var collector: StepCollector?

  private enum Source {
    case fixed(Float)
    case observed(Int)
  }

  /// None where the plan asks for classes; throws what is not there, or is no number.
  init?(
    _ plan: TrainingPlan, _ member: Cohort.Member, _ layout: Layout, from path: String
  ) throws(Diagnostics) {
    target = plan.target
    if target.values.isEmpty { return nil }
    var channels: [String] = []
    for value in target.values {
      if let channel = value.channel {
        sources.append(.observed(channels.count))
        channels.append(channel)
      } else if let column = value.column {
        sources.append(.fixed(try Self.number(in: column, of: member, plan)))
      }
    }
    if channels.isEmpty { return }
    do throws(Mismatch) {
      collector = StepCollector(
        try ObservedInputs(channels, in: layout, key: "target.values"), on: layout)
    } catch {
      throw Diagnostics(error: "\(path): target.values: \(member.name): \(error.message)")
    }
  }

  private static func number(
    in column: String, of member: Cohort.Member, _ plan: TrainingPlan
  ) throws(Diagnostics) -> Float {
    guard let text = member.fields[column] else {
      throw Diagnostics(
        error: "\(plan.cohort): the table has no column '\(column)'"
          + suggestion(for: column, among: member.fields.keys.sorted()))
    }
    if text.isEmpty { return .nan }
    guard let number = Float(text), number.isFinite else {
      throw Diagnostics(
        error: "\(plan.cohort): \(member.name): '\(text)' in column '\(column)' is no number")
    }
    return number
  }

  /// Takes in the next part.
  mutating func take(_ part: Recording) { collector?.take(part) }

  /// The numbers of the first step, then of the second, and so on.
  func values(of steps: ObservedSteps) -> [Float] {
    let truth = collector?.steps()
    let observed = truth.map { steps.values(nearest: $0, within: target.window) } ?? []
    let width = truth?.width ?? 0
    return steps.times.enumerated().flatMap { step, time in
      sources.map { source in
        if time < target.after { return .nan }
        switch source {
        case .fixed(let number): return number
        case .observed(let place): return observed[step * width + place]
        }
      }
    }
  }
}
