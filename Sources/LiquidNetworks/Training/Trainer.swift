internal import Kernels

/// Trains a model by truncated back-propagation through time and Adam.
///
/// The same data, options and seed give the same weights, bit for bit, on every CPU and with any
/// number of threads: groups of sixteen sequences are worked on apart, and their gradients are added
/// in the order of the groups.
public struct Trainer<C: Cell>: Sendable {
  /// How a model is trained.
  public typealias Options = TrainingOptions

  /// What the outputs should come to.
  public let objective: Objective
  /// How the model is trained.
  public let options: TrainingOptions
  let cell: C
  let outputs: Int
  let layout: ParameterLayout
  /// The weights, padded to whole blocks.
  var weights: [Float]
  var optimiser: AdamW
  var average: WeightAverage
  /// What has been seen and was best so far.
  public internal(set) var progress = TrainingProgress()
  var bestWeights: [Float] = []
  private var groups: [Group] = []
  private var tapes: [GroupTape<C>]
  private var gradients: [Float]

  /// A trainer that goes on from a model.
  public init(_ model: Model<C>, _ objective: Objective, _ options: TrainingOptions = .init()) {
    precondition(model.cell.canGoBack, "only a cell that can go back learns")
    precondition(options.batch > 0 && options.threads > 0 && options.epochs > 0)
    let dropout = options.dropout
    precondition((0..<1).contains(dropout.inputs) && (0..<1).contains(dropout.outputs))
    precondition(dropout.groups == 0 || dropout.groupOfInput.count == model.cell.inputs)
    self.objective = objective
    self.options = options
    cell = model.cell
    outputs = model.outputs
    layout = model.layout
    optimiser = AdamW(layout)
    gradients = [Float](repeating: 0, count: Lanes.blocks(for: layout.count) * 16)
    weights = model.weights + gradients.dropFirst(layout.count)
    average = WeightAverage(options.averaging, weights)
    tapes = (0..<options.threads).map { _ in GroupTape(model, objective) }
  }

  /// The model with the weights that learn.
  public var current: Model<C> { model(weights) }

  /// The model as it is judged and kept: the mean of the weights where one is asked for.
  public var model: Model<C> { model(average.result(weights, learns: optimiser.learns)) }

  /// The model with padded weights.
  func model(_ weights: [Float]) -> Model<C> {
    Model(cell, outputs: outputs, weights: Array(weights.prefix(layout.count)))
  }

  /// The learning rate after as many epochs.
  func rate(after passed: Double) -> Double {
    options.learningRate
      * options.schedule.factor(after: passed, of: options.epochs, drops: progress.drops)
  }

  /// Learns from every sequence once, in a new random order.
  ///
  /// - Parameter sequences: What to learn from.
  /// - Returns: The mean loss of the pieces, each before the change that it led to; not a number when
  ///   the training diverged, in which case the weights are as they were before that piece.
  public mutating func epoch(on sequences: [LabelledSequence]) -> Double {
    let lengths = sequences.map(\.sequence.elapsed.count)
    let number = progress.epochs + 1
    let batches = Batches(
      lengths: lengths, size: options.batch, seed: options.seed, epoch: number
    ).all
    var sum = 0.0
    var pieces = 0
    for (index, batch) in batches.enumerated() {
      let passed = Double(number - 1) + (Double(index) + 0.5) / Double(batches.count)
      for loss in learn(batch, sequences, epoch: number, rate: rate(after: passed)) {
        guard loss.isFinite else { return .nan }
        sum += loss
        pieces += 1
      }
    }
    progress.epochs = number
    average.endEpoch(weights)
    return pieces == 0 ? 0 : sum / Double(pieces)
  }

  /// Learns from a batch, piece by piece, and returns the loss of each; stops at one that is not
  /// finite, whose change it does not make.
  private mutating func learn(
    _ batch: [[Int]], _ sequences: [LabelledSequence], epoch: Int, rate: Double
  ) -> [Double] {
    begin(batch, epoch)
    let length = batch.reduce(0) { longest, group in
      group.reduce(longest) { max($0, sequences[$1].sequence.elapsed.count) }
    }
    let chunk = max(1, options.chunk ?? length)
    var losses: [Double] = []
    for start in stride(from: 0, to: length, by: chunk) {
      let range = start..<min(start + chunk, length)
      guard let loss = compute(batch.count, sequences, range) else { continue }
      let norm = optimiser.norm(gradients)
      guard loss.isFinite, norm.isFinite else { return losses + [.nan] }
      losses.append(loss)
      let scale = norm > options.clip ? Float(options.clip / norm) : 1
      optimiser.apply(
        gradients, times: scale, to: &weights, rate: rate, decay: options.weightDecay)
      average.change(weights)
    }
    return losses
  }

  /// Gives each group of a batch its sequences.
  private mutating func begin(_ batch: [[Int]], _ epoch: Int) {
    while groups.count < batch.count {
      groups.append(Group(units: cell.units, weights: gradients.count))
    }
    for (index, members) in batch.enumerated() {
      groups[index].begin(members)
      var keys = SIMD16<UInt32>.zero
      for (lane, member) in members.enumerated() {
        keys[lane] = Dropping.key(seed: options.seed, epoch: epoch, sequence: member)
      }
      groups[index].dropping = Dropping(options: options.dropout, keys: keys)
    }
  }

  /// Steps the first groups over a piece and back, and returns the loss; the gradients of all groups
  /// are added in their order.
  ///
  /// None where nothing in the piece is to be learnt from; the states move on all the same.
  private mutating func compute(
    _ count: Int, _ sequences: [LabelledSequence], _ range: Range<Int>
  ) -> Double? {
    var totals = [Double](repeating: 0, count: objective.terms.count)
    for group in groups.prefix(count) {
      for member in group.members {
        objective.addTotals(of: sequences[member], range, to: &totals)
      }
    }
    let scales = objective.scales(totals)
    let learns = scales.contains { $0 > 0 }
    let prepared = PreparedModel(current)
    groups.removeLast(groups.count - count)
    forEachInParallel(&groups, &tapes) { _, group, tape in
      if learns {
        tape.learn(&group, sequences, range, prepared, scales)
      } else {
        tape.run(&group, sequences, range, prepared, scales)
      }
    }
    guard learns else { return nil }
    sumGradients()
    return objective.loss(groups.map(\.losses), scales)
  }

  /// Adds the gradients of the groups in their order.
  private mutating func sumGradients() {
    for index in gradients.indices { gradients[index] = 0 }
    for group in groups.indices { gradients.addBlocks(groups[group].gradients) }
  }
}

extension Objective {
  /// Returns the loss, from the sums of each group's lanes.
  func loss(_ groups: [[Double]], _ scales: [Double]) -> Double {
    var loss = 0.0
    for (index, scale) in scales.enumerated() {
      var sum = 0.0
      for losses in groups {
        for lane in 0..<16 { sum += losses[index * 16 + lane] }
      }
      loss += scale * sum
    }
    return loss
  }
}
