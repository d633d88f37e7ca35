/// The arithmetic of a cascade: second-order sections in transposed direct form II, in `Double`.
///
/// What a run has to remember is two numbers a section, in an array that the run keeps.
struct SectionCascade: Sendable {
  private let sections: [SecondOrderSections.Section]
  private let groups: [SectionGroup]
  /// What is remembered once ones have come for ever.
  private let steady: [Double]

  init(_ sections: SecondOrderSections) {
    self.sections = sections.sections
    groups = stride(from: 0, to: sections.sections.count, by: 4).map { start in
      SectionGroup(sections.sections[start..<min(start + 4, sections.sections.count)])
    }
    var steady: [Double] = []
    var level = 1.0
    for section in sections.sections {
      let gain = section.constantGain
      let second = section.b2 - section.a2 * gain
      steady += [level * (section.b1 - section.a1 * gain + second), level * second]
      level *= gain
    }
    self.steady = steady
  }

  /// The numbers to remember.
  var memoryCount: Int { steady.count }

  /// Remembers what there is to once `value` has come for ever (`scipy.signal.sosfilt_zi`).
  func settle(at value: Double, _ memory: inout [Double]) {
    for index in steady.indices { memory[index] = steady[index] * value }
  }

  /// The output at the next input, which must be finite.
  func next(_ value: Double, _ memory: inout [Double]) -> Double {
    var signal = value
    for (index, section) in sections.enumerated() {
      let output = section.b0 * signal + memory[2 * index]
      let newer = (section.b1 * signal + memory[2 * index + 1]) - section.a1 * output
      let older = section.b2 * signal - section.a2 * output
      memory[2 * index] = settled(newer)
      memory[2 * index + 1] = settled(older)
      signal = output
    }
    return signal
  }

  /// Puts in the place of each of the first `count` inputs of a block the output, which has the bits
  /// that ``next(_:_:)`` gives, but for the sign of zeros and what is as small as 10⁻²⁹⁰.
  func run(_ block: inout MutableSpan<Double>, first count: Int, _ memory: inout [Double]) {
    for start in stride(from: 0, to: count, by: 1024) {
      for index in groups.indices {
        run(index, &block, start..<min(count, start + 1024), &memory)
      }
    }
  }

  /// Runs four sections, which remember nothing that is nearly subnormal afterwards.
  private func run(
    _ index: Int, _ block: inout MutableSpan<Double>, _ range: Range<Int>,
    _ memory: inout [Double]
  ) {
    var newer = SIMD4<Double>.zero
    var older = SIMD4<Double>.zero
    let lanes = min(4, sections.count - 4 * index)
    for lane in 0..<lanes {
      newer[lane] = memory[8 * index + 2 * lane]
      older[lane] = memory[8 * index + 2 * lane + 1]
    }
    groups[index].run(&block, range, &newer, &older)
    for lane in 0..<lanes {
      memory[8 * index + 2 * lane] = settled(newer[lane])
      memory[8 * index + 2 * lane + 1] = settled(older[lane])
    }
  }

  /// Zero where a decaying memory would become subnormal, which is slow and means nothing.
  private func settled(_ value: Double) -> Double { value.magnitude < 1e-290 ? 0 : value }
}
