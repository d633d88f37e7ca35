public import Configuration
public import Evaluation

/// A figure that a pipeline must reach, or must not exceed.
public struct AcceptanceLimit: Hashable, Sendable {
  /// The figures that can be asked for.
  public enum Figure: String, CaseIterable, Sendable {
    /// The share of what is there that was found.
    case sensitivity
    /// The share of what was found that is there; also called positive predictive value.
    case positivePredictivity
    /// The share of the recordings that are not positive in which no alarm was raised.
    case specificity
    /// How many alarms there were of nothing, in each monitored hour.
    case falseAlarmsPerHour
    /// The area under the receiver operating characteristic.
    case areaUnderROC
    /// The area under the precision–recall curve.
    case averagePrecision
    /// The mean squared difference of probability and outcome.
    case brierScore
    /// How far the share of positive outcomes lies from the mean probability, over ten bins.
    case calibrationError
    /// What warnings of sepsis are worth, between never to warn and always in the right hours.
    case utility
    /// How long after an event's onset its alarm came, in the median of events found [s].
    case medianTimeToAlarm
    /// The same time, within which nine in ten of the events found had their alarm [s].
    case timeToAlarm90

    /// Whether less is better.
    public var isCost: Bool {
      switch self {
      case .sensitivity, .positivePredictivity, .specificity, .areaUnderROC, .averagePrecision,
        .utility:
        false
      case .falseAlarmsPerHour, .brierScore, .calibrationError, .medianTimeToAlarm, .timeToAlarm90:
        true
      }
    }

    /// The values that the figure can have.
    public var range: ClosedRange<Double> {
      switch self {
      case .falseAlarmsPerHour: 0...1e9
      case .medianTimeToAlarm, .timeToAlarm90: -1e9...1e9
      default: 0...1
      }
    }
  }

  /// The layer of the pipeline that is judged, where beats are compared.
  public var layer: String?
  /// The class that is judged; without it all count, of whatever class.
  public var label: BeatClass?
  /// What is limited.
  public var figure: Figure
  /// The least that is enough; of a cost, the most that is not too much.
  public var bound: Double

  /// Reads a limit on the figures of a comparison.
  public init(_ settings: inout Settings, of comparison: Comparison) {
    layer = settings.optionalString(
      "layer", "The layer of the pipeline that is judged, where beats are compared.")
    let letter = settings.optionalWord(
      "class", among: BeatClass.allCases.map(\.letter),
      "The class of beats by ANSI/AAMI EC57 that is judged; all without it.")
    label = BeatClass.allCases.first { $0.letter == letter }
    figure = settings.choice("figure", "What is limited, gross over all recordings.")
    let least = settings.optionalNumber(
      "atLeast", in: -1e9...1e9, "The limit of what should be high.")
    let most = settings.optionalNumber("atMost", in: -1e9...1e9, "The limit of what should be low.")
    bound = (figure.isCost ? most : least) ?? 0
    guard !settings.isDescribing, settings.diagnostics.isEmpty else { return }

    guard let question = comparison.question else {
      settings.refuse("figure", "cannot be limited before 'comparison' names 'alarm' or 'score'")
      return
    }
    guard question.figures.contains(figure) else {
      let known = question.figures.map { "'\($0.rawValue)'" }.joined(separator: ", ")
      settings.refuse("figure", "is not a figure of this comparison, which gives \(known)")
      return
    }
    let (key, other) = figure.isCost ? ("atMost", "atLeast") : ("atLeast", "atMost")
    if settings.has(other) {
      settings.refuse(other, "must be '\(key)' for '\(figure.rawValue)'")
    } else if !settings.has(key) {
      settings.refuse(key, "must be given")
    } else if !figure.range.contains(bound) {
      let (low, high) = (Int(figure.range.lowerBound), Int(figure.range.upperBound))
      settings.refuse(key, "must be between \(low) and \(high)")
    }
    if question == .beats {
      if layer == nil { settings.refuse("layer", "must name the layer of beats that is judged") }
    } else {
      for key in ["layer", "class"] where settings.has(key) {
        settings.refuse(key, "belongs to the comparison of beats")
      }
    }
  }

  /// Whether a figure is enough; one that is not defined never is.
  public func isMet(by reached: Double?) -> Bool {
    guard let reached else { return false }
    return figure.isCost ? reached <= bound : reached >= bound
  }
}
