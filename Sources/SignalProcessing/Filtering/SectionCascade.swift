/// The arithmetic of a cascade: second-order sections in transposed direct form II, in `Double`.
///
/// What a run has to remember is two numbers a section, in an array that the run keeps.
struct SectionCascade: Sendable {
  private let sections: [SecondOrderSections.Section]
  /// What is remembered once ones have come for ever.
  private let steady: [Double]

  init(_ sections: SecondOrderSections) {
    self.sections = sections.sections
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
    for index in sections.indices {
      var step = SectionStep(sections[index], memory, index)
      signal = step.next(signal)
      step.store(&memory, index)
    }
    return signal
  }

  /// Puts in the place of each of the first `count` inputs of a block the output, which has the bits
  /// that ``next(_:_:)`` gives, but for the sign of zeros and what is as small as 10⁻²⁹⁰.
  ///
  /// Up to four sections go through the block together: while one waits for its last output, the
  /// others have work. What they remember is held in registers.
  func run(_ block: inout MutableSpan<Double>, first count: Int, _ memory: inout [Double]) {
    for start in stride(from: 0, to: count, by: 1024) {
      let range = start..<min(count, start + 1024)
      var place = 0
      while place + 4 <= sections.count {
        runFour(from: place, &block, range, &memory)
        place += 4
      }
      if place + 2 <= sections.count {
        runTwo(from: place, &block, range, &memory)
        place += 2
      }
      if place < sections.count { runOne(at: place, &block, range, &memory) }
    }
  }

  private func runFour(
    from place: Int, _ block: inout MutableSpan<Double>, _ range: Range<Int>,
    _ memory: inout [Double]
  ) {
    var first = SectionStep(sections[place], memory, place)
    var second = SectionStep(sections[place + 1], memory, place + 1)
    var third = SectionStep(sections[place + 2], memory, place + 2)
    var fourth = SectionStep(sections[place + 3], memory, place + 3)
    for index in range {
      block[index] = fourth.next(third.next(second.next(first.next(block[index]))))
    }
    first.store(&memory, place)
    second.store(&memory, place + 1)
    third.store(&memory, place + 2)
    fourth.store(&memory, place + 3)
  }

  private func runTwo(
    from place: Int, _ block: inout MutableSpan<Double>, _ range: Range<Int>,
    _ memory: inout [Double]
  ) {
    var first = SectionStep(sections[place], memory, place)
    var second = SectionStep(sections[place + 1], memory, place + 1)
    for index in range { block[index] = second.next(first.next(block[index])) }
    first.store(&memory, place)
    second.store(&memory, place + 1)
  }

  private func runOne(
    at place: Int, _ block: inout MutableSpan<Double>, _ range: Range<Int>,
    _ memory: inout [Double]
  ) {
    var step = SectionStep(sections[place], memory, place)
    for index in range { block[index] = step.next(block[index]) }
    step.store(&memory, place)
  }
}

/// One section and what it remembers.
private struct SectionStep {
  let section: SecondOrderSections.Section
  var newer: Double
  var older: Double

  @inline(__always)
  init(_ section: SecondOrderSections.Section, _ memory: [Double], _ index: Int) {
    self.section = section
    newer = memory[2 * index]
    older = memory[2 * index + 1]
  }

  /// The next output, which enters the memory last: what depends on it is what the next input waits for.
  @inline(__always)
  mutating func next(_ input: Double) -> Double {
    let output = section.b0 * input + newer
    newer = (section.b1 * input + older) - section.a1 * output
    older = section.b2 * input - section.a2 * output
    return output
  }

  /// Remembers zero where a decaying number would become subnormal, which is slow and means nothing.
  @inline(__always)
  func store(_ memory: inout [Double], _ index: Int) {
    memory[2 * index] = newer.magnitude < 1e-290 ? 0 : newer
    memory[2 * index + 1] = older.magnitude < 1e-290 ? 0 : older
  }
}
