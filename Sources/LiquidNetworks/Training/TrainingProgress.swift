/// How far a training has come.
public struct TrainingProgress: Sendable, Equatable {
  /// The number of epochs that are behind it.
  public internal(set) var epochs = 0
  /// The epoch with the best score, the first of equal ones.
  public internal(set) var best: TrainingEpoch?
  /// How often the learning rate was lowered on a plateau.
  public internal(set) var drops = 0
  /// The epoch since which a plateau is counted.
  var plateauSince = 0
  /// The epoch in which the loss ceased to be a number.
  public internal(set) var divergedIn: Int?
}

/// What an epoch came to.
public struct TrainingEpoch: Sendable, Equatable {
  /// The number, from 1.
  public var number: Int
  /// The mean loss over what was learnt from, each piece before the change that it led to.
  public var loss: Double
  /// How good the model is after the epoch: higher is better.
  public var score: Double
  /// The learning rate at its beginning.
  public var rate: Double
  /// Whether no epoch before was as good.
  public var isBest: Bool
}
