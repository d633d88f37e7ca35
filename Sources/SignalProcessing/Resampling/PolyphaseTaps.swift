/// The taps of an interpolating filter, sorted by which of them meet samples together.
///
/// The filter is thought to run at `phases` times the rate of the signal, where only every so many
/// places hold a sample. For each phase the taps that meet one are held in one piece, in the order of
/// the samples, with zeros on both sides.
struct PolyphaseTaps: Sendable {
  /// Half the length of the filter.
  let middle: Int
  /// By how many samples the first of the held taps lies before the middle.
  let reach: Int
  /// The taps held for each phase.
  let window: Int
  private let phases: Int
  private let taps: [SIMD8<Double>]

  /// An odd number of `taps`, symmetric about the middle one.
  init(_ taps: [Double], phases: Int) {
    middle = taps.count / 2
    reach = (middle + phases - 1) / phases
    let blocks = (2 * reach + 8) / 8
    window = 8 * blocks
    self.phases = phases
    var sorted = [SIMD8<Double>](repeating: .zero, count: phases * blocks)
    for phase in 0..<phases {
      for offset in 0..<window {
        let tap = phase - (offset - reach) * phases + middle
        guard taps.indices.contains(tap) else { continue }
        sorted[phase * blocks + offset / 8][offset % 8] = taps[tap]
      }
    }
    self.taps = sorted
  }

  /// The first sample that a tap of `phase` meets, counted from the middle.
  @inline(__always)
  func oldest(_ phase: Int) -> Int { -((middle - phase) / phases) }

  /// The last sample that a tap of `phase` meets, counted from the middle.
  @inline(__always)
  func newest(_ phase: Int) -> Int { (middle + phase) / phases }

  /// The sum of the products with `samples` from `place` on, the lanes being added in pairs at the end.
  @inline(__always)
  func sum(_ phase: Int, _ samples: Span<Double>, at place: Int) -> Double {
    precondition(0..<phases ~= phase && place >= 0 && place + window <= samples.count)
    let values = samples.bytes
    let weights = taps.span.bytes
    let first = 8 * window * phase
    var sum = SIMD8<Double>.zero
    var offset = 0
    while offset < 8 * window {
      let weight = weights.unsafeLoadUnaligned(
        fromByteOffset: first &+ offset, as: SIMD8<Double>.self)
      let value = values.unsafeLoadUnaligned(
        fromByteOffset: 8 &* place &+ offset, as: SIMD8<Double>.self)
      sum += weight * value
      offset &+= 64
    }
    return sum.treeSum
  }

  /// The same sum over samples that are asked for one by one, counted from the first tap.
  func sum(_ phase: Int, _ sample: (Int) -> Double) -> Double {
    let blocks = window / 8
    var sum = SIMD8<Double>.zero
    for block in 0..<blocks {
      var values = SIMD8<Double>.zero
      for lane in 0..<8 { values[lane] = sample(8 * block + lane) }
      sum += taps[phase * blocks + block] * values
    }
    return sum.treeSum
  }
}
