/// How a model is trained.
public struct TrainingOptions: Sendable, Equatable {
  /// How far a step of the optimiser goes at most.
  public var learningRate = 0.003
  /// How that changes.
  public var schedule = Schedule.constant
  /// How much of each matrix a step takes away, times the learning rate.
  public var weightDecay = 0.0
  /// The largest Euclidean length of a gradient; a longer one is shortened to it.
  public var clip = 1.0
  /// The number of sequences that are learnt from together.
  public var batch = 64
  /// The number of observations that a gradient reaches back over; none: whole sequences.
  ///
  /// Longer sequences are taken in pieces, each beginning with the state that the one before ended
  /// with, and the weights change after each piece.
  public var chunk: Int?
  /// How often all sequences are seen at most.
  public var epochs = 20
  /// The number of epochs without a better score after which training ends; none: never.
  public var patience: Int?
  /// What is left out at random.
  public var dropout = DropoutOptions()
  /// Whether the weights that are judged and kept are a mean.
  public var averaging = Averaging.none
  /// What the order of the sequences and what is left out start from.
  public var seed: UInt64 = 1
  /// The number of threads; the weights are the same bits whatever it is.
  public var threads = 1

  /// The options that serve most.
  public init() {}
}
