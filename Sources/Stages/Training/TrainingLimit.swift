import Configuration

/// A figure on the recordings to choose by that weights must reach.
public struct TrainingLimit: Hashable, Sendable {
  /// What is limited.
  public var figure: TrainingPlan.Optimiser.Choice
  /// The least that is enough; of a loss or an error, the most that is not too much.
  public var bound: Double

  /// Reads a limit.
  init(_ settings: inout Settings) {
    figure = settings.choice("figure", "What is limited.")
    bound = settings.number(
      "bound", in: 0...1e9,
      "The least that is enough; of a loss or an error, the most that is not too much.")
  }

  /// Whether a figure is enough; one that is not defined is not.
  public func isMet(by value: Double?) -> Bool {
    guard let value else { return false }
    return figure.isCost ? value <= bound : value >= bound
  }
}
