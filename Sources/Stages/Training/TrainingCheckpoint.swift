public import LiquidNetworks

/// How far a training has come: the members that are ready, and the one that is learning.
public struct TrainingCheckpoint: Sendable, Equatable {
  /// A member that is ready.
  public struct Member: Sendable, Equatable {
    /// Its weights.
    public var weights: [Float]
    /// The epoch that they are of.
    public var epoch: Int
  }

  /// The members that are ready.
  public var members: [Member] = []
  /// What the next member is learning.
  public var phase = Training.Phase.pretraining
  /// How far it has come, if it has begun.
  public var trainer: Checkpoint?

  /// Nothing has been done.
  public init() {}
}

/// Why a training cannot go on from a checkpoint.
public struct CheckpointMismatch: Error, Hashable, Sendable, CustomStringConvertible {
  /// What does not fit.
  public var description: String

  init(_ description: String) { self.description = description }
}
