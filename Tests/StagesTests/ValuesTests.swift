import Configuration
import Formats
import HDF5
import Pipelines
import Signals
import Stages
import Testing

private let layout = Layout(channels: [ChannelDescription(name: "x", kind: .numeric, unit: .one)])

/// Steps at which a pressure, around 100, and its half are to be said from an input seen there, the
/// second unknown at every third step.
private func lessons(_ lessons: Range<Int>) -> [LabelledSteps] {
  lessons.map { lesson in
    var steps = ObservedSteps(width: 1)
    var values: [Float] = []
    for index in 0..<40 {
      let input = Float((index * index + lesson * index) % 7) - 3
      steps.times.append(Time(seconds: Double(index)))
      steps.values.append(input)
      let pressure = 100 + 5 * input
      values += [pressure, index % 3 == 0 ? .nan : pressure / 2]
    }
    return LabelledSteps(steps, values: values)
  }
}

private func plan(_ target: String, _ more: String = "") throws -> TrainingPlan {
  try TrainingPlan(
    SourceText(
      path: "plan.json",
      #"""
      { "pipeline": "p", "stage": "s", "cohort": "c", "inputs": "x", "target": { \#(target) },
        "network": { "units": 6, "backboneUnits": 8 } \#(more) }
      """#))
}

private let pressures = #"""
  "values": [ { "name": "pressure", "channel": "p" }, { "name": "half", "column": "h" } ],
  "unit": "mm[Hg]"
  """#

private func training(_ more: String, target: String = "") throws -> Training {
  let train = lessons(0..<4)
  let encoding = try #require(
    InputEncoding(fitting: train.map(\.steps), names: ["x"], channels: [0]))
  return try Training(
    plan(pressures + target, more), encoding: encoding, train: train, validation: lessons(4..<6),
    kind: .event, upstream: "u", card: ModelCard())
}

private let thorough =
  #", "optimiser": { "epochs": 60, "batch": 2, "learningRate": 0.02, "schedule": "constant" }"#

@Suite struct ValuesTests {
  @Test(arguments: ["squared", "gaussian"])
  func numbersAreLearntAndSaidInTheirUnit(loss: String) throws {
    let training = try training(#", "loss": { "values": "\#(loss)" }"# + thorough)
    #expect(training.counts == [160, 104] && training.choice == .meanSquaredError)
    let result = try training.run()
    let r2 = try #require(result.validation.value(of: .r2))
    let error = try #require(result.validation.value(of: .meanSquaredError))
    #expect(r2 > 0.97 && error < 0.03)
    #expect(result.validation.value(of: .f1) == nil)
    #expect(result.classifier.card.figures.contains { $0.name == "R²" && $0.value == r2 })

    let kept = try SequenceClassifier(StoredModel(result.classifier.stored.group, from: "w.h5"))
    #expect(kept.meaning == result.classifier.meaning && kept.meaning != .classes)
    let liquid = Liquid(saying: kept)
    let out = try liquid.output(for: layout)
    #expect(out.layers.isEmpty)
    #expect(out.channels[1].name == "p estimate" && out.channels[1].unit == .millimetreOfMercury)
    let deviations = loss == "gaussian" ? ["pressure deviation", "half deviation"] : []
    #expect(out.channels[1].axis == ["pressure", "half"] + deviations)
    let lesson = lessons(4..<5)[0]
    let said = try run(liquid, over: lesson.steps)
    let width = out.channels[1].width
    #expect(said.count == 40 * width)
    for step in 1..<40 {
      let pressure = lesson.values[2 * step]
      #expect(abs(said[step * width] - pressure) < 6)
      #expect(abs(said[step * width + 1] - pressure / 2) < 3)
      // The deviation of what is learnt almost wholly is much below that of the numbers themselves.
      if width == 4 { #expect((0.001..<5).contains(said[step * width + 2])) }
    }
  }

  @Test func ofARecordingTheLastNumberIsLearntWhereThatIsAsked() throws {
    let last = try training("", target: #", "at": "last""#)
    #expect(last.counts == [4, 0])
    let before = try training(
      #", "optimiser": { "epochs": 1 }, "loss": { "next": 0.1 }"#,
      target: #", "at": "last", "before": 0.5"#)
    #expect(try before.run().validation.values.map(\.count) == [2, 0])
  }

  @Test func aNumberIsThatOfTheStepNearestToIt() {
    var steps = ObservedSteps(width: 1)
    steps.times = [1, 2, 3].map { Time(seconds: $0) }
    var truth = ObservedSteps(width: 2)
    truth.times = [0.5, 0.9, 1.05, 2.4, 3.1].map { Time(seconds: $0) }
    truth.values = [1, 2, 3, .nan, 5, 6, 7, 8, .nan, 10]
    let values = steps.values(nearest: truth, within: Time(seconds: 0.2))
    #expect(values[0] == 5 && values[1] == 6 && values[2].isNaN && values[3].isNaN)
    #expect(values[4].isNaN && values[5] == 10)
  }

  @Test func whatDoesNotBelongToNumbersIsRefused() {
    let problems = #expect(throws: Diagnostics.self) {
      try plan(
        #"""
        "values": [ { "name": "a", "channel": "b" }, { "name": "a" } ], "otherwise": "b"
        """#,
        #", "loss": { "balance": 1 }, "optimiser": { "choose": "auroc" }, "calibration": "temperature""#
      )
    }
    #expect(
      problems?.all.map(\.message) == [
        "'plan.target.values[1].name' must have a 'column' or a 'channel'",
        "'plan.target.otherwise' must not stand beside 'values'",
        "'plan.target.values' must have different names",
        "'plan.loss.balance' changes nothing: it belongs to classes",
        "'plan.optimiser.choose' is not defined for the plan's target",
        "'plan.calibration' needs classes",
      ])
    #expect(throws: Diagnostics.self) {
      try plan(
        #""classes": [ { "name": "a", "labels": "a" }, { "name": "b", "labels": "b" } ]"#,
        #", "loss": { "values": "gaussian" }"#)
    }
  }

  @Test func weightsWhoseScaleCannotBeAreRefused() throws {
    var stored = try training(#", "optimiser": { "epochs": 1 }"#).run().classifier.stored
    for index in stored.attributes.indices
    where stored.attributes[index].name == "value deviations" {
      stored.attributes[index].value = .numbers([1, 0])
    }
    let error = #expect(throws: ClassifierError.self) { try SequenceClassifier(stored) }
    #expect(error?.description == "the attribute 'value deviations' must hold numbers above 0")
  }
}

extension Liquid {
  /// A stage with the output `p` whose weights do not come from a file.
  fileprivate init(saying classifier: SequenceClassifier) {
    let text = SourceText(path: "s.json", #"{ "model": "m.h5", "output": "p" }"#)
    guard let json = try? JSON.parse(text) else { fatalError("the settings are JSON") }
    var settings = Settings(json, in: text, path: "s")
    self.init(&settings)
    use(classifier)
  }
}

/// The values that a stage says over steps.
private func run(_ liquid: Liquid, over steps: ObservedSteps) throws -> [Float] {
  var part = Recording(try liquid.output(for: layout))
  part.channels[0].times = steps.times
  part.channels[0].samples = steps.values
  part.channels[0].through = Time(seconds: 100)
  let stage = StageRun(liquid, on: layout)
  stage.process(&part)
  let said = part.channels[1].samples
  part.clear()
  stage.finish(&part)
  return said + part.channels[1].samples
}
