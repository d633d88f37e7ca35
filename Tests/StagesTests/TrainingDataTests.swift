import Configuration
import Signals
import Stages
import Testing

private let plan = #"""
  { "pipeline": "p.json", "stage": "class", "cohort": "c.json", "inputs": ["a"],
    "target": { "classes": [ { "name": "N", "labels": ["N", "L"] },
                             { "name": "V", "labels": "V" } ] } }
  """#

private func read(_ text: String) throws -> TrainingPlan {
  try TrainingPlan(SourceText(path: "plans/plan.json", text))
}

private func steps(_ times: [Double], _ values: [Float] = []) -> ObservedSteps {
  var steps = ObservedSteps(width: 1)
  steps.times = times.map { Time(seconds: $0) }
  steps.values = values.isEmpty ? times.map { Float($0) } : values
  return steps
}

@Suite struct TrainingDataTests {
  @Test func aPlanNamesItsFilesFromWhereItStands() throws {
    let plan = try read(plan)
    #expect(plan.pipeline == "plans/p.json" && plan.cohort == "plans/c.json")
    #expect(plan.target.place(of: "L") == 0 && plan.target.place(of: "V") == 1)
    #expect(plan.target.place(of: "A") == nil)
  }

  @Test func allMistakesOfAPlanAreReportedAtOnce() throws {
    let text = #"""
      { "pipeline": "p.json", "stage": "class", "cohort": "c.json", "inputs": ["a"], "speed": 1,
        "target": { "classes": [ { "name": "N", "labels": ["N"] }, { "name": "N", "labels": "N" } ] },
        "network": { "units": 0, "mode": "pur" } }
      """#
    let problems = #expect(throws: Diagnostics.self) { try read(text) }
    #expect(
      problems?.all.map(\.description) == [
        "plans/plan.json:2:26: error: 'plan.target.classes' must have different names",
        "plans/plan.json:2:26: error: 'plan.target.classes' must not share labels",
        "plans/plan.json:3:25: error: 'plan.network.units' must be between 1 and 1024, not 0",
        "plans/plan.json:3:36: error: 'plan.network.mode' must be one of 'default', 'no_gate',"
          + " 'pure', not 'pur'; did you mean 'pure'?",
        "plans/plan.json:1:80: error: unknown key 'speed'; did you mean 'seed'?",
      ])
  }

  @Test func aMomentLabelsTheStepNearestToIt() throws {
    let target = try read(plan).target
    let truth = [
      Interval(.beat, onset: Time(seconds: 1.1), label: "V"),
      // Farther from the same step than the one before.
      Interval(.beat, onset: Time(seconds: 0.88), label: "N"),
      // Too far from any step.
      Interval(.beat, onset: Time(seconds: 2.16), label: "N"),
      // Of no class: the step is not learnt.
      Interval(.beat, onset: Time(seconds: 4), label: "Q"),
      Interval(.beat, onset: Time(seconds: 4.95), label: "L"),
    ]
    #expect(steps([1, 2, 3, 4, 5]).targets(truth, target) == [1, nil, nil, nil, 0])
  }

  @Test func aStretchLabelsTheStepsInIt() throws {
    let target = try read(plan).target
    let truth = [
      Interval(.rhythm, onset: .zero, duration: nil, label: "N"),
      Interval(.rhythm, onset: Time(seconds: 2), duration: Time(seconds: 2), label: "V"),
    ]
    #expect(steps([1, 2, 3, 4, 5]).targets(truth, target) == [0, 1, 1, 0, 0])
  }

  @Test func theEncodingIsFittedToTheStepsGiven() throws {
    let recordings = [steps([0, 1, 3, 30], [1, .nan, 3, 5]), steps([5, 6], [7, 9])]
    let encoding = try #require(
      InputEncoding(fitting: recordings, names: ["a"], channels: [0], gap: 10))
    #expect(encoding.means == [5] && encoding.deviations == [Float(8).squareRoot()])
    #expect(encoding.clock == StepClock(unit: 4.0 / 3, range: 1...2, gap: 10))
    let encoded = encoding.encode(recordings[0])
    #expect(encoded.beginnings == [0, 3])
    #expect(encoded.elapsed == [0, 0.75, 1.5, 0])
    // The value seen last, that it is missing, and how long ago it was seen.
    let first = (1 - encoding.means[0]) / encoding.deviations[0]
    #expect(Array(encoded.inputs[3..<6]) == [first, 0, Float(0.75 / 1.75)])
    #expect(InputEncoding(fitting: [steps([1])], names: ["a"], channels: [0], gap: 10) == nil)
  }

  @Test func stepsOutsideTheTrainedRangeAreClamped() {
    let clock = StepClock(unit: 2, range: 1...4, gap: 10)
    func step(_ seconds: Double) -> StepClock.Step {
      clock.step(from: .zero, to: Time(seconds: seconds))
    }
    #expect(step(0.5) == StepClock.Step(elapsed: 0.5, policy: .clamped))
    #expect(step(3) == StepClock.Step(elapsed: 1.5, policy: .taken))
    #expect(step(9) == StepClock.Step(elapsed: 2, policy: .clamped))
    #expect(step(11) == StepClock.Step(elapsed: 0, policy: .reset))
  }
}
