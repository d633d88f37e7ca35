internal import Kernels

extension [Float] {
  /// Writes sixteen lanes over the sixteen values from a place on.
  @inline(__always)
  mutating func store(_ lanes: Lanes, at place: Int) {
    var span = mutableSpan
    span.store(lanes, at: place)
  }
}
