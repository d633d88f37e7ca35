internal import Glibc
internal import Kernels
internal import LiquidNetworks

/// A training on the parity task, and what it reaches on the 10,000 test sequences.
///
/// Of what there is to learn from the last twentieth is held back to choose settings by, and when to
/// end. The test sets are looked at once, at the end: the published one, and one of other draws that
/// nobody can have chosen by.
struct ParityRun {
  var hasMemory = false
  var seed: UInt64 = 1
  var epochs = 60
  var units = 96
  var backbone = 64
  var rate = 0.003
  var bit: Float = 0.25
  var count = 100_000
  var threads = 1
  /// The accuracy on what is held back at which training ends early; none: never.
  var enough: Double?

  /// Settings as `--name value`; none where something is not understood.
  init?(_ arguments: [String]) {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      if name == "--mixed-memory" {
        hasMemory = true
        continue
      }
      guard let value = rest.popFirst().flatMap(Double.init), value > 0 else { return nil }
      switch name {
      case "--seed": seed = UInt64(value)
      case "--epochs": epochs = Int(value)
      case "--units": units = Int(value)
      case "--backbone": backbone = Int(value)
      case "--rate": rate = value
      case "--bit": bit = Float(value)
      case "--count": count = Int(value)
      case "--threads": threads = Int(value)
      case "--enough": enough = value
      default: return nil
      }
    }
  }

  static let usage = """
    usage: bench xor [--mixed-memory] [--seed N] [--epochs N] [--units N] [--backbone N]
                     [--rate X] [--bit X] [--count N] [--threads N] [--enough X]
    """

  func run() {
    precondition(ParityTask.digest() == 0x8858_e126_23d7_2a2a, "the test set is NumPy's")
    let cell = CfCCell(
      CfCCell.Configuration(
        inputs: 1, units: units, backboneUnits: backbone, backboneLayers: 1))
    if hasMemory { train(MixedMemoryCell(cell)) } else { train(cell) }
  }

  private func train(_ cell: some Cell) {
    let task = ParityTask(count: count, bit: bit)
    var random = Xoshiro(seed: seed)
    let model = Model(cell, outputs: 1, &random)
    var options = TrainingOptions()
    options.learningRate = rate
    options.schedule = .cosine(warmUp: 1, floor: 0.01)
    options.batch = 128
    options.epochs = epochs
    options.seed = seed
    options.threads = threads
    var trainer = Trainer(model, .classes(outputs: 1), options)
    let held = Array(task.training.suffix(task.training.count / 20))
    let training = Array(task.training.dropLast(held.count))
    let clock = ContinuousClock()
    let began = clock.now
    for epoch in 1...epochs {
      let loss = trainer.epoch(on: training)
      guard loss.isFinite else { return print("diverged in epoch \(epoch)") }
      let chosen = ParityRun.accuracy(of: trainer.model, on: held, threads)
      let seconds = (clock.now - began).components.seconds
      print(
        """
        {"epoch": \(epoch), "loss": \(Float(loss)), "held": \(chosen), "seconds": \(seconds)}
        """)
      fflush(nil)
      if let enough, chosen >= enough { break }
    }
    let published = ParityRun.accuracy(of: trainer.model, on: task.test, threads)
    let fresh = ParityRun.accuracy(of: trainer.model, on: task.fresh, threads)
    print("{\"published test\": \(published), \"fresh test\": \(fresh)}")
  }

  /// The share of sequences whose parity the sign of the log-odds tells; one of none.
  private static func accuracy<C: Cell>(
    of model: Model<C>, on sequences: [LabelledSequence], _ threads: Int
  ) -> Double {
    let scores = model.lastScores(on: sequences.map(\.sequence), threads: threads)
    let right = zip(scores, sequences).count { score, sequence in
      (score[0] > 0 ? 1 : 0) == sequence.targets[sequence.targets.count - 1]
    }
    return Double(right) / Double(max(1, sequences.count))
  }
}
