/// Four sections of a cascade that work at once, each a sample behind the one before it.
///
/// What one gives is the next one's input a step later, so the four have work at every step, and the
/// arithmetic of each is that of a section alone. Where there are fewer, the others change nothing.
struct SectionGroup: Sendable {
  private var b0 = SIMD4<Double>(repeating: 1)
  private var b1 = SIMD4<Double>.zero
  private var b2 = SIMD4<Double>.zero
  private var a1 = SIMD4<Double>.zero
  private var a2 = SIMD4<Double>.zero

  /// A group of one to four `sections`.
  init(_ sections: ArraySlice<SecondOrderSections.Section>) {
    for (lane, section) in sections.enumerated() {
      b0[lane] = section.b0
      b1[lane] = section.b1
      b2[lane] = section.b2
      a1[lane] = section.a1
      a2[lane] = section.a2
    }
  }

  /// Puts in the place of each input at `range` the output; `newer` and `older` are what the sections
  /// remember.
  func run(
    _ block: inout MutableSpan<Double>, _ range: Range<Int>, _ newer: inout SIMD4<Double>,
    _ older: inout SIMD4<Double>
  ) {
    let (start, end) = (range.lowerBound, range.upperBound)
    precondition(start >= 0 && end <= block.count)
    var output = SIMD4<Double>.zero
    for index in start..<(start + 3) { stepOfSome(index, &block, range, &output, &newer, &older) }
    if end > start + 3 {
      // Values of its own, which stay in registers.
      var (last, recent, before) = (output, newer, older)
      for index in (start + 3)..<end {
        step(block[index], &last, &recent, &before)
        block[index - 3] = last[3]
      }
      (output, newer, older) = (last, recent, before)
    }
    for index in max(start + 3, end)..<(end + 3) {
      stepOfSome(index, &block, range, &output, &newer, &older)
    }
  }

  @inline(__always)
  private func step(
    _ value: Double, _ output: inout SIMD4<Double>, _ newer: inout SIMD4<Double>,
    _ older: inout SIMD4<Double>
  ) {
    let input = SIMD4<Double>(value, output[0], output[1], output[2])
    let scaled = b0 * input
    output = scaled + newer
    // The output enters last: what depends on it is what the next step waits for.
    let known = b1 * input + older
    let back = a1 * output
    newer = known - back
    let oldest = b2 * input
    older = oldest - a2 * output
  }

  /// A step at the beginning or at the end of a block, where some sections have no sample.
  private func stepOfSome(
    _ index: Int, _ block: inout MutableSpan<Double>, _ range: Range<Int>,
    _ output: inout SIMD4<Double>, _ newer: inout SIMD4<Double>, _ older: inout SIMD4<Double>
  ) {
    let (newerBefore, olderBefore) = (newer, older)
    step(index < range.upperBound ? block[index] : 0, &output, &newer, &older)
    for lane in 0..<4 where !range.contains(index - lane) {
      newer[lane] = newerBefore[lane]
      older[lane] = olderBefore[lane]
    }
    if range.contains(index - 3) { block[index - 3] = output[3] }
  }
}
