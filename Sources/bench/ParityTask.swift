internal import LiquidNetworks

/// The event-based XOR task: the parity of a stream of bits of which only the changes are seen.
///
/// M. Lechner, R. Hasani, Learning long-term dependencies in irregularly-sampled time series, 2020
/// (arXiv:2006.04418), as R. Hasani et al., Closed-form continuous-time neural networks, 2022
/// (doi:10.1038/s42256-022-00556-7) use it: 2 to 31 random bits; an observation, the bit, whenever it
/// differs from the one before, and one more at the end where the last bit brought none; the time
/// before each observation is how many bits passed. The draws are those of NumPy's `RandomState`.
struct ParityTask {
  let training: [LabelledSequence]
  let test: [LabelledSequence]
  /// As many as the test set holds, of a seed of our own.
  let fresh: [LabelledSequence]

  /// The published sets, or the beginnings of them.
  ///
  /// - Parameters:
  ///   - count: The number of sequences to learn from.
  ///   - bit: The time from one bit to the next in units of network time.
  init(count: Int = 100_000, bit: Float) {
    training = ParityTask.sequences(count, seed: 1_234_984, bit)
    test = ParityTask.sequences(10_000, seed: 48_736, bit)
    fresh = ParityTask.sequences(10_000, seed: 20_261_123, bit)
  }

  private static func sequences(_ count: Int, seed: UInt32, _ bit: Float) -> [LabelledSequence] {
    var random = MersenneTwister(seed: seed)
    return (0..<count).map { _ in sequence(&random, bit) }
  }

  /// One stream of bits.
  private static func sequence(_ random: inout MersenneTwister, _ bit: Float) -> LabelledSequence {
    let length = 2 + random.number(through: 29)
    var sequence = TimedSequence(inputs: [], elapsed: [])
    var ones = 0
    var last = -1
    var passed = 0
    for _ in 0..<length {
      passed += 1
      let value = random.number(through: 1)
      ones += value
      if value != last {
        sequence.inputs.append(Float(value))
        sequence.elapsed.append(Float(passed) * bit)
        passed = 0
      }
      last = value
    }
    if passed > 0 {
      sequence.inputs.append(Float(last))
      sequence.elapsed.append(Float(passed) * bit)
    }
    return LabelledSequence(sequence: sequence, lastTarget: Float(ones % 2))
  }

  /// A hash of the test set's values, times in bits, and labels, in order.
  ///
  /// NumPy's draws give 0x8858e12623d72a2a.
  static func digest() -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ value: UInt64) { hash = (hash ^ value) &* 0x100_0000_01b3 }
    for sequence in sequences(10_000, seed: 48_736, 1) {
      for (value, passed) in zip(sequence.sequence.inputs, sequence.sequence.elapsed) {
        add(UInt64(value) * 64 + UInt64(passed))
      }
      add(UInt64(sequence.targets[sequence.targets.count - 1]))
    }
    return hash
  }
}
