import Configuration
import LiquidNetworks

extension Training {
  /// A digest of all that decides the weights: the plan, the stages before, and what is learnt from
  /// and chosen by.
  public var digest: String {
    var sum = WordSum()
    for sequence in windows + validation {
      sum.add(sequence.sequence.inputs)
      sum.add(sequence.sequence.elapsed)
      sum.add(sequence.targets)
    }
    return Digest.sha256("\(plan.digest) \(upstream) \(sum.value)")
  }

  /// The figures that have limits, with what was reached of each, and whether it is enough.
  public func limits(
    _ result: Result
  ) -> [(limit: TrainingLimit, reached: Double?, isMet: Bool)] {
    plan.limits.map { limit in
      let value = result.validation.value(of: limit.figure)
      return (limit, value, limit.isMet(by: value))
    }
  }
}

/// A sum over the bits of numbers by which accidental changes show: FNV-1a over words.
private struct WordSum {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ values: [Float]) {
    value = (value ^ UInt64(values.count)) &* 0x0000_0100_0000_01b3
    for number in values { value = (value ^ UInt64(number.bitPattern)) &* 0x0000_0100_0000_01b3 }
  }
}
