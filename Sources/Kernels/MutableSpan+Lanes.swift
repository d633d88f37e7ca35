extension MutableSpan where Element == Float {
  /// Writes sixteen lanes over the sixteen values from a place on.
  @inlinable
  @inline(__always)
  public mutating func store(_ lanes: Lanes, at place: Int) {
    precondition(place >= 0 && place + 16 <= count)
    var bytes = mutableBytes
    bytes.storeBytes(of: lanes, toByteOffset: place * 4, as: Lanes.self)
  }
}

extension Span where Element == Float {
  /// The sixteen values from a place on, one in each lane.
  @inlinable
  @inline(__always)
  public func lanes(at place: Int) -> Lanes {
    precondition(place >= 0 && place + 16 <= count)
    return bytes.unsafeLoadUnaligned(fromByteOffset: place * 4, as: Lanes.self)
  }
}
