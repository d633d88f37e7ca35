/// What a filter lets through; frequencies are in Hz, above zero and below half the rate.
public enum FilterBand: Sendable, Equatable {
  /// What is below the frequency.
  case lowPass(Double)
  /// What is above the frequency.
  case highPass(Double)
  /// What lies between two frequencies, the lower one first.
  case bandPass(Double, Double)
  /// What does not lie between two frequencies, the lower one first.
  case bandStop(Double, Double)
}
