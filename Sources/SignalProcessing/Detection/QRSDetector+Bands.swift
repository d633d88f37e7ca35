extension QRSDetector {
  /// The band of the beats and that of the noise, filtered side by side, each by two sections.
  struct Bands: Sendable {
    typealias Lanes = SIMD2<Double>

    /// Where the filters stand, in transposed direct form II: for each section two values.
    struct Memory: Sendable {
      var first = Lanes()
      var second = Lanes()
      var third = Lanes()
      var fourth = Lanes()
    }

    private struct Section {
      let b0, a1, a2: Lanes
      /// What the input adds to the memory, its way through the output included.
      let c1, c2: Lanes
      /// The memory after a constant of one.
      let steady: (Lanes, Lanes)

      init(
        _ beats: SecondOrderSections.Section, _ noise: SecondOrderSections.Section, level: Lanes
      ) {
        let b1 = Lanes(beats.b1, noise.b1)
        let b2 = Lanes(beats.b2, noise.b2)
        b0 = Lanes(beats.b0, noise.b0)
        a1 = Lanes(beats.a1, noise.a1)
        a2 = Lanes(beats.a2, noise.a2)
        c1 = b1 - a1 * b0
        c2 = b2 - a2 * b0
        let gain = Lanes(beats.constantGain, noise.constantGain)
        let second = b2 - a2 * gain
        steady = (level * (b1 - a1 * gain + second), level * second)
      }
    }

    private let first: Section
    private let second: Section

    init(beats: SecondOrderSections, noise: SecondOrderSections) {
      precondition(beats.sections.count == 2 && noise.sections.count == 2)
      first = Section(beats.sections[0], noise.sections[0], level: Lanes(1, 1))
      let gain = Lanes(beats.sections[0].constantGain, noise.sections[0].constantGain)
      second = Section(beats.sections[1], noise.sections[1], level: gain)
    }

    /// The memory after `value` has come for ever.
    func steady(at value: Double) -> Memory {
      Memory(
        first: value * first.steady.0, second: value * first.steady.1,
        third: value * second.steady.0, fourth: value * second.steady.1)
    }

    /// One sample in both bands.
    @inline(__always)
    func next(_ value: Double, _ memory: inout Memory) -> Lanes {
      let input = Lanes(repeating: value)
      let between = first.b0 * input + memory.first
      let pushed = first.c1 * input + memory.second
      memory.second = first.c2 * input - first.a2 * memory.first
      memory.first = pushed - first.a1 * memory.first
      let output = second.b0 * between + memory.third
      let kept = second.c1 * between + memory.fourth
      memory.fourth = second.c2 * between - second.a2 * memory.third
      memory.third = kept - second.a1 * memory.third
      return output
    }

    /// Sets to zero what has decayed to nothing, before it becomes subnormal, which is slow.
    static func settle(_ memory: inout Memory) {
      settle(&memory.first)
      settle(&memory.second)
      settle(&memory.third)
      settle(&memory.fourth)
    }

    private static func settle(_ lanes: inout Lanes) {
      if lanes[0].magnitude < 1e-200 { lanes[0] = 0 }
      if lanes[1].magnitude < 1e-200 { lanes[1] = 0 }
    }
  }
}
