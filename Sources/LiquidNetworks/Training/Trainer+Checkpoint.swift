extension Trainer {
  /// The whole state of the training between two epochs.
  public var checkpoint: Checkpoint {
    var arrays: [Parameter] = []
    func keep(_ name: String, _ values: [Float]) {
      arrays.append(Parameter(name, shape: [layout.count], values: Array(values[..<layout.count])))
    }
    keep("weights", weights)
    keep("means", optimiser.means)
    keep("squares", optimiser.squares)
    if !average.mean.isEmpty { keep("average", average.mean) }
    for (index, weights) in average.recent.enumerated() { keep("recent \(index)", weights) }
    if progress.best != nil { keep("best", bestWeights) }
    var scalars: [Checkpoint.Scalar] = [
      .init("epochs", Double(progress.epochs)), .init("drops", Double(progress.drops)),
      .init("plateau since", Double(progress.plateauSince)),
      .init("diverged in", Double(progress.divergedIn ?? 0)),
      .init("changes", Double(average.changes)), .init("recent", Double(average.recent.count)),
      .init("mean power", optimiser.meanPower), .init("square power", optimiser.squarePower),
      .init("best epoch", Double(progress.best?.number ?? 0)),
    ]
    if let best = progress.best {
      scalars += [
        .init("best loss", best.loss), .init("best score", best.score),
        .init("best rate", best.rate),
      ]
    }
    return Checkpoint(arrays: Parameters(arrays), scalars: scalars)
  }

  /// Goes on from a checkpoint of a training with the same model, data, objective and options.
  ///
  /// - Parameter checkpoint: What `checkpoint` gave.
  /// - Throws: `ParameterError` where something is missing, of another size or not possible after so
  ///   many epochs; the training is then as it was.
  public mutating func restore(_ checkpoint: Checkpoint) throws(ParameterError) {
    var restored = self
    let padding = weights.dropFirst(layout.count)
    func values(_ name: String) throws(ParameterError) -> [Float] {
      try checkpoint.arrays.values(of: name, shape: [layout.count]) + padding
    }
    restored.weights = try values("weights")
    restored.optimiser.resume(
      means: try values("means"), squares: try values("squares"),
      meanPower: try checkpoint.share("mean power"),
      squarePower: try checkpoint.share("square power"))
    if !average.mean.isEmpty { restored.average.mean = try values("average") }
    restored.average.changes = try checkpoint.count("changes")
    restored.average.recent = []
    for index in 0..<(try checkpoint.count("recent")) {
      restored.average.recent.append(try values("recent \(index)"))
    }
    restored.progress = try TrainingProgress(checkpoint, of: options.epochs)
    restored.bestWeights =
      restored.progress.best == nil
      ? [] : try checkpoint.arrays.values(of: "best", shape: [layout.count])
    self = restored
  }
}

extension TrainingProgress {
  /// The progress that a checkpoint tells of.
  fileprivate init(_ checkpoint: Checkpoint, of most: Int) throws(ParameterError) {
    epochs = try checkpoint.count("epochs", atMost: most)
    drops = try checkpoint.count("drops", atMost: epochs)
    plateauSince = try checkpoint.count("plateau since", atMost: epochs)
    let diverged = try checkpoint.count("diverged in", atMost: epochs + 1)
    divergedIn = diverged == 0 ? nil : diverged
    let number = try checkpoint.count("best epoch", atMost: epochs)
    if number == 0 { return }
    best = TrainingEpoch(
      number: number, loss: try checkpoint.number("best loss"),
      score: try checkpoint.number("best score"), rate: try checkpoint.number("best rate"),
      isBest: true)
  }
}
