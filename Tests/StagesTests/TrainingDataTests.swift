import Configuration
import Pipelines
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

  @Test func stepsThatNoLabelNamesMayBeOfAClass() throws {
    let target = try read(
      #"""
      { "pipeline": "p", "stage": "s", "cohort": "c", "inputs": "a",
        "target": { "classes": [ { "name": "well" }, { "name": "ill", "labels": "sepsis" } ],
                    "otherwise": "well", "after": 2 } }
      """#
    ).target
    let truth = [Interval(.event, onset: Time(seconds: 3), duration: nil, label: "sepsis")]
    #expect(steps([1, 2, 3, 4]).targets(truth, target) == [nil, 0, 1, 1])
    let moment = [Interval(.event, onset: Time(seconds: 3), label: "unknown")]
    #expect(steps([2, 3]).targets(moment, target) == [0, nil])
  }

  @Test func theEncodingIsFittedToTheStepsGiven() throws {
    let recordings = [steps([0, 1, 3, 30], [1, .nan, 3, 5]), steps([5, 6], [7, 9])]
    let encoding = try #require(
      InputEncoding(fitting: recordings, names: ["a"], channels: [0]))
    #expect(encoding.means == [5] && encoding.deviations == [Float(8).squareRoot()])
    #expect(encoding.clock == StepClock(unit: 4.0 / 3, range: 1...2, gap: 10))
    let encoded = encoding.encode(recordings[0])
    #expect(encoded.beginnings == [0, 3])
    #expect(encoded.elapsed == [0, 0.75, 1.5, 0])
    // The value seen last, that it is missing, and how long ago it was seen.
    let first = (1 - encoding.means[0]) / encoding.deviations[0]
    #expect(Array(encoded.inputs[3..<6]) == [first, 0, Float(0.75 / 1.75)])
    #expect(InputEncoding(fitting: [steps([1])], names: ["a"], channels: [0]) == nil)
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

  @Test func whatDecaysIsHalvedAndWhatIsStatedOnceStays() throws {
    let encoding = InputEncoding(
      names: ["a", "age"], channelOfInput: [0, 1], means: [0, 50], deviations: [1, 10],
      halfLives: [2, 0], tellings: [.presence, .once], ages: .logarithmic,
      clock: StepClock(unit: 2, range: 0...10, gap: 100))
    #expect(encoding.width == 2 + 2 + 1)
    var state = encoding.start()
    _ = encoding.encode([.nan, .nan], at: .zero, &state)
    #expect(state.encoded == [0, 0, 0, 0, 0])
    _ = encoding.encode([8, 60], at: Time(seconds: 2), &state)
    #expect(state.encoded == [8, 1, 1, 1, 0])
    _ = encoding.encode([.nan, .nan], at: Time(seconds: 6), &state)
    #expect(abs(state.encoded[0] - 2) < 1e-6 && abs(state.encoded[4] - 1.098_612_3) < 1e-6)
    #expect(state.encoded[1...3] == [1, 0, 1])
  }

  @Test func squaresFollowTheValueSeenLastUpToACutAndAreNothingBeforeIt() throws {
    let encoding = InputEncoding(
      names: ["a", "b"], channelOfInput: [0, 1], means: [1, 0], deviations: [2, 1],
      squares: [true, false], masks: false, ages: .none,
      clock: StepClock(unit: 1, range: 0...10, gap: 100))
    #expect(encoding.width == 3 && encoding.channelOfEncoded == [0, 1, 0])
    var state = encoding.start()
    _ = encoding.encode([.nan, 1], at: .zero, &state)
    #expect(state.encoded == [0, 1, 0])
    _ = encoding.encode([5, .nan], at: Time(seconds: 1), &state)
    #expect(state.encoded[0] == 2 && abs(state.encoded[2] - 3 * 0.707_106_8) < 1e-6)
    _ = encoding.encode([.nan, 0], at: Time(seconds: 2), &state)
    #expect(abs(state.encoded[2] - 3 * 0.707_106_8) < 1e-6)
    _ = encoding.encode([-99, 0], at: Time(seconds: 3), &state)
    #expect(state.encoded[0] == -50 && abs(state.encoded[2] - 8 * 0.707_106_8) < 1e-5)
  }

  @Test func onlyTheInputsAndAxesThatAreNamedAreSquared() throws {
    var choices = InputEncoding.Choices()
    choices.squares = ["a", "last"]
    var steps = ObservedSteps(width: 3)
    steps.times = [Time(seconds: 0), Time(seconds: 1)]
    steps.values = [1, 2, 3, 4, 5, 6]
    let encoding = try #require(
      InputEncoding(
        fitting: [steps], names: ["a", "b/last", "b/count"], channels: [0, 1, 1], choices: choices))
    #expect(encoding.squares == [true, true, false])
    let classifier = smallClassifier(
      inputs: ["a", "b/last", "b/count"], channels: [0, 1, 1], squares: encoding.squares)
    #expect(try SequenceClassifier(classifier.stored).encoding == classifier.encoding)
  }

  @Test func binsSayHowFarAValueHasComeThroughEachAndNothingBeforeIt() throws {
    let encoding = InputEncoding(
      names: ["a", "b"], channelOfInput: [0, 1], means: [1, 0], deviations: [2, 1],
      binEdges: [[-1, 0, 2], []], masks: false, ages: .none,
      clock: StepClock(unit: 1, range: 0...10, gap: 100))
    #expect(encoding.width == 4 && encoding.channelOfEncoded == [0, 1, 0, 0])
    var state = encoding.start()
    _ = encoding.encode([.nan, 1], at: .zero, &state)
    #expect(state.encoded == [0, 1, 0, 0])
    _ = encoding.encode([2, .nan], at: Time(seconds: 1), &state)
    #expect(state.encoded == [0.5, 1, 1, -0.5])
    _ = encoding.encode([.nan, 0], at: Time(seconds: 2), &state)
    #expect(state.encoded == [0.5, 0, 1, -0.5])
    _ = encoding.encode([-99, 0], at: Time(seconds: 3), &state)
    #expect(state.encoded == [-50, 0, -1, -1])
    _ = encoding.encode([99, 0], at: Time(seconds: 4), &state)
    #expect(state.encoded == [49, 0, 1, 1])
  }

  @Test func binsLieBetweenQuantilesOfTheInputsAndAxesThatAreNamed() throws {
    var choices = InputEncoding.Choices()
    choices.binned = ["a", "last"]
    choices.bins = 4
    var steps = ObservedSteps(width: 4)
    for index in 0..<9 {
      steps.times.append(Time(seconds: Double(index)))
      steps.values += [Float(index), index < 6 ? 0 : Float(index), 7, Float(index)]
    }
    let encoding = try #require(
      InputEncoding(
        fitting: [steps], names: ["a", "b/last", "c/last", "b/count"], channels: [0, 1, 2, 1],
        choices: choices))
    let places = encoding.binEdges.enumerated().map { input, edges in
      edges.map { ($0 * encoding.deviations[input] + encoding.means[input]).rounded() }
    }
    #expect(places == [[0, 2, 4, 6, 8], [0, 6, 8], [], []])
    let classifier = smallClassifier(
      inputs: ["a", "b/last", "c/last", "b/count"], channels: [0, 1, 2, 1],
      binEdges: encoding.binEdges)
    #expect(try SequenceClassifier(classifier.stored).encoding == classifier.encoding)
  }

  @Test func skewedInputsEnterAsLogarithmsAndOutliersAreCutOff() throws {
    var choices = InputEncoding.Choices()
    choices.takesLogarithms = true
    choices.clip = 1
    choices.unit = 5
    var steps = ObservedSteps(width: 2)
    for index in 0..<1000 {
      steps.times.append(Time(seconds: Double(index)))
      let skewed = Float(index % 100 * (index % 100))
      steps.values += [skewed * skewed, index == 7 ? 1e6 : Float(index % 50)]
    }
    let encoding = try #require(
      InputEncoding(fitting: [steps], names: ["a", "b"], channels: [0, 1], choices: choices))
    #expect(encoding.curbs[0].scale != nil && encoding.curbs[1].scale == nil)
    #expect(encoding.curbs[1].range == 0...49 && encoding.clock.unit == 5)
    #expect(encoding.means[1] < 25)
  }

  @Test func theStepsOfACellBecomeOneAtTheTimeOfTheLast() {
    var observed = ObservedSteps(width: 2)
    observed.times = [0.0, 2, 9, 10, 31].map { Time(seconds: $0) }
    observed.values = [1, .nan, 3, 5, .nan, .nan, 7, .nan, .nan, 9]
    let mean = observed.merged(by: StepGrid(cell: Time(seconds: 10), merging: .mean))
    #expect(mean.times == [9.0, 10, 31].map { Time(seconds: $0) })
    #expect(mean.values.map { $0.isNaN ? -1 : $0 } == [2, 5, 7, -1, -1, 9])
    let last = observed.merged(by: StepGrid(cell: Time(seconds: 10)))
    #expect(Array(last.values.prefix(2)) == [3, 5])
    #expect(observed.merged(by: .none).times == observed.times)
  }

  @Test func anInputMayBeWhetherAChannelHasAValue() throws {
    let layout = Layout(channels: [
      ChannelDescription(name: "unit", kind: .descriptor, unit: .one)
    ])
    let inputs = try ObservedInputs(["unit=2", "unit", "unit=3"], in: layout, key: "inputs")
    var recording = Recording(layout)
    recording.channels[0].append(2, at: .zero)
    recording.channels[0].append(.nan, at: Time(seconds: 1))
    var collector = StepCollector(inputs, on: layout)
    collector.take(recording)
    let steps = collector.steps()
    #expect(Array(steps.values.prefix(3)) == [1, 2, 0])
    #expect(steps.values.suffix(3).allSatisfy { $0.isNaN })
    #expect(throws: Mismatch.self) { try ObservedInputs(["unit=x"], in: layout, key: "inputs") }
  }
}
