internal import Kernels

extension Span where Element == Float {
  /// The place before `limit` of the first value from `start` on that is not finite, or `limit`.
  func endOfFinite(from start: Int, to limit: Int) -> Int {
    var end = start
    // Zero times what is not finite is not a number.
    while end + 16 <= limit, (lanes(at: end) * 0).treeSum == 0 { end += 16 }
    while end < limit, self[end].isFinite { end += 1 }
    return end
  }
}
