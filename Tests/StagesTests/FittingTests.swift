import Configuration
import Evaluation
import Formats
import LiquidNetworks
import Signals
import Stages
import Testing

/// A few epochs, after which the classes are told apart, but not by all.
private let short = #""epochs": 6, "batch": 4, "learningRate": 0.02, "schedule": "constant""#

/// Lessons in which every seventh step is said to be of the other class.
private let mistaken: [LabelledSteps] = lessons(9).suffix(4).map { lesson in
  let targets = lesson.targets.enumerated().map { index, target in
    index % 7 == 3 ? target.map { 1 - $0 } : target
  }
  return LabelledSteps(lesson.steps, targets: targets)
}

/// Lessons of uneven patterns of which nothing is of the second class.
private func negatives(_ count: Int) -> [LabelledSteps] {
  lessons(count + 10).suffix(count).enumerated().map { index, lesson in
    var steps = ObservedSteps(width: 1)
    for step in 0..<20 + index {
      steps.times.append(lesson.steps.times[step])
      steps.values.append(lesson.steps.values[step])
    }
    return LabelledSteps(steps, targets: steps.times.map { _ in 0 })
  }
}

private func result(_ plan: String, on validation: [LabelledSteps]) throws -> Training.Result {
  try training(short, plan: plan, validation: validation).run()
}

extension ModelCard {
  fileprivate func figure(_ name: String) throws -> Double {
    try #require(figures.first { $0.name == name }).value
  }
}

@Suite struct FittingTests {
  @Test(arguments: ["temperature", "logistic", "isotonic"])
  func aCalibrationIsFittedOnValidationAndKeptWithTheWeights(_ method: String) throws {
    let result = try result(#", "calibration": "\#(method)""#, on: mistaken)
    let classifier = result.classifier
    #expect(classifier.calibration != nil && result.fit.lacks == [])
    #expect(classifier.calibrationCases == 4 * 60)
    let card = classifier.card
    #expect(card[note: "calibration"]?.contains("240 labelled steps of split 'validation'") == true)
    let before = try card.figure("Brier score before calibration")
    let after = try card.figure("Brier score after calibration")
    if case .temperature(let temperature)? = classifier.calibration {
      // A temperature does no more than stretch the log-odds.
      let slope = try card.figure("calibration slope before calibration")
      let stretched = try card.figure("calibration slope after calibration")
      #expect(abs(stretched - slope * temperature.value) < 1e-6)
    } else {
      #expect(after < before)
    }
    #expect(
      card.figures.contains {
        $0.name == "Brier score after calibration" && $0.on == "validation, where it was fitted"
      })
    if method == "logistic" {
      #expect(abs(try card.figure("calibration slope after calibration") - 1) < 1e-6)
      #expect(abs(try card.figure("calibration intercept after calibration")) < 1e-6)
    }
    let again = try SequenceClassifier(classifier.stored)
    #expect(again.calibration == classifier.calibration && again.calibrationCases == 240)
  }

  @Test func membersAreCalibratedTogether() throws {
    let plan = #", "members": 2, "calibration": "logistic""#
    let both = try result(plan, on: mistaken)
    let one = try result(#", "calibration": "logistic""#, on: mistaken)
    #expect(both.classifier.calibration != nil)
    #expect(both.classifier.calibration != one.classifier.calibration)
    let fit = try #require(LogisticFit(logOdds: both.validation.cases))
    #expect(both.classifier.calibration == .logistic(fit))
  }

  @Test(arguments: ["logistic", "isotonic"])
  func whereNothingFitsScoresStayScoresAndItIsSaid(_ method: String) throws {
    let result = try result(#", "calibration": "\#(method)""#, on: negatives(3))
    #expect(result.classifier.calibration == nil)
    #expect(result.fit.lacks.count == 1)
    #expect(result.classifier.card[note: "not fitted"]?.contains("they stay scores") == true)
  }

  @Test func allThatWasNotFittedStandsOnTheCardOfTheFile() throws {
    let result = try result(
      #", "calibration": "logistic", "falseAlarmRates": [0.01, 0.02]"#, on: negatives(3))
    #expect(result.fit.lacks.count == 3)
    let stored = try StoredModel(result.classifier.stored.group, from: "w.h5")
    let note = try #require(stored.card[note: "not fitted"])
    #expect(result.fit.lacks.allSatisfy { note.contains($0) })
  }

  @Test func aThresholdKeepsTheRateOfFalseAlarmsAmongTheRecordingsItWasFittedOn() throws {
    let negatives = negatives(20)
    let result = try result(
      #", "falseAlarmRates": [0.25, 0.1, 0.01]"#, on: negatives + lessons(1))
    let thresholds = result.classifier.thresholds
    #expect(thresholds.map(\.rate) == [0.25, 0.1] && thresholds.allSatisfy { $0.cases == 20 })
    #expect(result.fit.lacks.count == 1)
    #expect(result.fit.lacks[0].contains("20 in split 'validation' where 99 are needed"))
    // The network stepped by hand over each negative recording.
    let reader = result.classifier.readers[0]
    let highest = negatives.map { recording in
      let encoded = result.classifier.encoding.encode(recording.steps)
      let width = result.classifier.encoding.width
      var state = reader.network.start()
      var highest = -Float.infinity
      for (step, elapsed) in encoded.elapsed.enumerated() {
        let input = Array(encoded.inputs[step * width..<(step + 1) * width])
        var units = [Float](repeating: 0, count: reader.network.outputs)
        var span = units.mutableSpan
        reader.network.step(input.span, after: elapsed, &state, into: &span)
        var logit = reader.readout.bias[0]
        for column in units.indices { logit += reader.readout.weight[column] * units[column] }
        highest = max(highest, logit)
      }
      return LogisticFit(slope: 1, intercept: 0).probability(Double(highest))
    }.sorted()
    // Of 20 the 16th and the 19th: ⌈21 · 0.75⌉ and ⌈21 · 0.9⌉.
    #expect(abs(thresholds[0].score - highest[15]) < 1e-6)
    #expect(abs(thresholds[1].score - highest[18]) < 1e-6)
    #expect(highest[15] < highest[18])
    let again = try SequenceClassifier(result.classifier.stored)
    #expect(again.thresholds == thresholds)
  }

  @Test func thresholdsAreOnTheScaleOfWhatIsPutOut() throws {
    let plan = #", "falseAlarmRates": 0.2"#
    let validation = negatives(9) + mistaken
    let plain = try result(plan, on: validation).classifier
    let calibrated = try result(plan + #", "calibration": "logistic""#, on: validation).classifier
    let score = plain.thresholds[0].score
    let case0 = try #require(ScoredCase(score: score, isPositive: false)?.logOdds)
    let calibration = try #require(calibrated.calibration)
    let probability = calibration.probability(ofLogOdds: case0.score)
    #expect(abs(calibrated.thresholds[0].score - probability) < 1e-5)
    #expect(probability != score)
  }

  @Test(arguments: [
    (#""calibration": "isotonic""#, "'plan.calibration' must be 'temperature'"),
    (#""falseAlarmRates": [0.1]"#, "'plan.falseAlarmRates' needs two classes"),
  ])
  func ofSeveralClassesWhatIsForTwoIsRefused(_ more: String, _ message: String) throws {
    let text = #"""
      { "pipeline": "p", "stage": "s", "cohort": "c", "inputs": "x",
        "target": { "classes": [ { "name": "a", "labels": "a" }, { "name": "b", "labels": "b" },
                                 { "name": "c", "labels": "c" } ] },
        \#(more) }
      """#
    let error = #expect(throws: Diagnostics.self) {
      try TrainingPlan(SourceText(path: "plan.json", text))
    }
    let problem = try #require(error?.all.first)
    #expect(problem.message.hasPrefix(message) && problem.location != nil)
  }
}
