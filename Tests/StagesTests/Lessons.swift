import Configuration
import Formats
import Signals
import Stages
import Testing

/// Steps whose class is whether the interval before was short, over recordings of a pattern each.
func lessons(_ count: Int, scale: Float = 1) -> [LabelledSteps] {
  (0..<count).map { lesson in
    var steps = ObservedSteps(width: 1)
    var targets: [Int?] = []
    var time = 0.0
    for index in 0..<60 {
      let isShort = (index * index + lesson * index) % 5 == 1
      time += isShort ? 0.4 : 0.8
      steps.times.append(Time(seconds: time))
      steps.values.append(scale)
      targets.append(isShort ? 1 : 0)
    }
    return LabelledSteps(steps, targets: targets)
  }
}

/// A training whose plan says, beside what it must, also this.
func training(
  _ optimiser: String, plan more: String = "", target: String = "",
  network: String = #""units": 6, "backboneUnits": 8"#, scale: Float = 1,
  validation: [LabelledSteps]? = nil
) throws -> Training {
  let plan = try TrainingPlan(
    SourceText(
      path: "plan.json",
      #"""
      { "pipeline": "p", "stage": "s", "cohort": "c", "inputs": "x",
        "target": { "classes": [ { "name": "long", "labels": "l" },
                                 { "name": "short", "labels": "s" } ] \#(target) },
        "network": { \#(network) }, "optimiser": { \#(optimiser) } \#(more) }
      """#))
  let train = lessons(4, scale: scale)
  let encoding = try #require(
    InputEncoding(fitting: train.map(\.steps), names: ["x"], channels: [0]))
  return try Training(
    plan, encoding: encoding, train: train, validation: validation ?? lessons(6).suffix(2),
    kind: .beat, upstream: "u", card: ModelCard())
}
