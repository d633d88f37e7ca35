internal import Kernels

extension [Float] {
  /// Writes sixteen lanes over the sixteen values from a place on.
  @inline(__always)
  mutating func store(_ lanes: Lanes, at place: Int) {
    var span = mutableSpan
    span.store(lanes, at: place)
  }

  /// Adds another array of as many whole blocks of sixteen.
  mutating func addBlocks(_ other: [Float]) {
    precondition(other.count == count && count % 16 == 0)
    var span = mutableSpan
    let others = other.span
    for place in stride(from: 0, to: span.count, by: 16) {
      let sum: Lanes = span.span.lanes(at: place) + others.lanes(at: place)
      span.store(sum, at: place)
    }
  }
}
