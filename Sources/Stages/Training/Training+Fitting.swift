public import Evaluation
public import Formats
import Kernels
import LiquidNetworks

extension Training {
  /// What was fitted, on the recordings to choose by, to what the networks say there together.
  public struct Fit: Sendable {
    /// What makes probabilities of the mean logits; none where it was not asked for or nothing fits.
    public var calibration: Calibration?
    /// The number of labelled steps that it was fitted on.
    public var calibrationCases = 0
    /// The scores above which is alarmed.
    public var thresholds: [ConformalThreshold] = []
    /// What was asked for and could not be fitted, and why.
    public var lacks: [String] = []
    /// What the calibration changed there, in figures.
    public var figures: [ModelCard.Figure] = []

    /// All of it in words, for a model card and for people.
    public var notes: [ModelCard.Note] {
      var notes: [ModelCard.Note] = []
      if let calibration {
        notes.append(
          .init(
            "calibration",
            "\(calibration.words), fitted on \(calibrationCases) labelled steps of split"
              + " 'validation', which chose the epoch too"))
      }
      notes += thresholds.map { threshold in
        .init(
          "false alarms in \(threshold.rate) of negative recordings",
          "above \(threshold.score), fitted on the highest scores of \(threshold.cases)"
            + " negative recordings of split 'validation', which chose the epoch too; on average over"
            + " recordings of exchangeable patients")
      }
      // A card has one note of a name.
      if !lacks.isEmpty { notes.append(.init("not fitted", lacks.joined(separator: "; "))) }
      return notes
    }
  }

  /// Fits what the plan asks for.
  ///
  /// - Parameters:
  ///   - members: The weights of the networks.
  ///   - logits: What they say together at each step of the sequences to choose by.
  ///   - score: How they do there.
  /// - Returns: What was fitted.
  func fit(_ members: [[Float]], _ logits: [[Float]], _ score: ClassifierScore) -> Fit {
    var fit = Fit()
    if plan.calibration != .none {
      let cases = cases(logits)
      fit.calibration = calibration(cases, score.cases)
      if let calibration = fit.calibration {
        fit.calibrationCases = cases.count
        fit.figures = figures(calibration, cases, score)
      } else {
        fit.lacks.append(
          "no \(plan.calibration.rawValue) calibration fits the \(cases.count) labelled steps of"
            + " split 'validation': the scores part the classes without an error, or tell them apart"
            + " no better than guessing; they stay scores")
      }
    }
    addThresholds(members, to: &fit)
    return fit
  }

  /// The labelled steps, with what was said of each.
  private func cases(_ logits: [[Float]]) -> [Temperature.Case] {
    zip(validation, logits).flatMap { sequence, logits in
      sequence.sequence.elapsed.indices.compactMap { step in
        let target = sequence.targets[step * row.width]
        if target.isNaN { return nil }
        let own = logits[step * self.logits..<(step + 1) * self.logits]
        return Temperature.Case(logits: own.map { Double($0) }, truth: Int(target))
      }
    }
  }

  private func calibration(
    _ cases: [Temperature.Case], _ scored: [ScoredCase]
  ) -> Calibration? {
    switch plan.calibration {
    case .none: return nil
    case .temperature: return Temperature(fitting: cases).map { .temperature($0) }
    case .logistic:
      // One that falls would turn the order of the scores around.
      guard let fit = LogisticFit(logOdds: scored), fit.slope > 0 else { return nil }
      return .logistic(fit)
    case .isotonic:
      guard let curve = IsotonicCurve(fitting: scored), let first = curve.probabilities.first,
        let last = curve.probabilities.last, first < last
      else { return nil }
      return .isotonic(curve)
    }
  }

  /// What a calibration changes on the cases that it was fitted on.
  private func figures(
    _ calibration: Calibration, _ cases: [Temperature.Case], _ score: ClassifierScore
  ) -> [ModelCard.Figure] {
    var figures: [ModelCard.Figure] = []
    func add(_ name: String, _ value: Double?, isFitted: Bool) {
      guard let value, value.isFinite else { return }
      figures.append(
        .init(
          "\(name) \(isFitted ? "after" : "before") calibration",
          on: isFitted ? "validation, where it was fitted" : "validation", value,
          cases: cases.count))
    }
    guard logits == 1 else {
      let loss = cases.reduce(0) { sum, each in
        let p = calibration.probabilities(ofLogits: each.logits)[each.truth]
        return sum - Elementary.log(max(p, .leastNormalMagnitude))
      }
      add("loss", score.loss, isFitted: false)
      add("loss", loss / Double(max(1, cases.count)), isFitted: true)
      return figures
    }
    let plain = LogisticFit(slope: 1, intercept: 0)
    for isFitted in [false, true] {
      let probabilities = score.cases.compactMap { each in
        let p =
          isFitted
          ? calibration.probability(ofLogOdds: each.score) : plain.probability(each.score)
        return ScoredCase(score: p, isPositive: each.isPositive)
      }
      let line = LogisticFit(
        logOdds: isFitted ? probabilities.compactMap(\.logOdds) : score.cases)
      add("Brier score", probabilities.brierScore, isFitted: isFitted)
      add("calibration slope", line?.slope, isFitted: isFitted)
      add("calibration intercept", line?.intercept, isFitted: isFitted)
    }
    return figures
  }

  /// Fits a threshold for each rate, on the scale of what the stage will put out.
  private func addThresholds(_ members: [[Float]], to fit: inout Fit) {
    if plan.falseAlarmRates.isEmpty { return }
    var scores = [Float](repeating: 0, count: classes.count)
    let highest = negatives.compactMap { recording in
      recording.highest(
        logits(members, on: recording.sequences).map { logits in
          logits.map { logit in
            fit.calibration.setScores(ofLogits: [logit], in: &scores)
            return Double(scores[1])
          }
        })
    }
    for rate in plan.falseAlarmRates {
      if let threshold = ConformalThreshold(negatives: highest, rate: rate) {
        fit.thresholds.append(threshold)
      } else {
        let needed = Int((1 / rate - 1 - 1e-9).rounded(.up))
        fit.lacks.append(
          "no threshold for false alarms in \(rate) of negative recordings: too few"
            + " negatives, \(highest.count) in split 'validation' where \(needed) are needed")
      }
    }
  }
}

extension Calibration {
  /// The calibration in words.
  fileprivate var words: String {
    switch self {
    case .temperature(let temperature): "temperature \(temperature.value)"
    case .logistic(let fit):
      "logistic, slope \(fit.slope) and intercept \(fit.intercept)"
    case .isotonic(let curve): "isotonic, \(curve.scores.count) points"
    }
  }
}
