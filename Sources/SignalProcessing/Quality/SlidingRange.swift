/// The least and the greatest of the last few values of a sequence, in constant time a value.
///
/// D. Lemire, Streaming maximum-minimum filter using no more than three comparisons per element,
/// Nordic Journal of Computing 13 (2006) 328–339.
struct SlidingRange: Sendable {
  private var least: Candidates
  private var greatest: Candidates

  init(window: Int) {
    least = Candidates(window: window)
    greatest = Candidates(window: window)
  }

  /// The difference between the greatest and the least value; nil where there is none.
  var range: Float? {
    guard let low = least.first, let high = greatest.first else { return nil }
    return high - low
  }

  /// Adds the value at `position` and drops what has left the window.
  mutating func append(_ value: Float, at position: Int) {
    least.append(value, at: position) { $0 >= value }
    greatest.append(value, at: position) { $0 <= value }
  }

  mutating func removeAll() {
    least.removeAll()
    greatest.removeAll()
  }

  /// Values that may yet be the extreme: each follows one that is more extreme than itself.
  private struct Candidates: Sendable {
    private var values: [Float]
    private var positions: [Int]
    private var head = 0
    private var count = 0

    init(window: Int) {
      values = Array(repeating: 0, count: window)
      positions = Array(repeating: 0, count: window)
    }

    var first: Float? { count > 0 ? values[head] : nil }

    mutating func append(
      _ value: Float, at position: Int, dropping isNoMoreExtreme: (Float) -> Bool
    ) {
      while count > 0, positions[head] <= position - values.count {
        head = (head + 1) % values.count
        count -= 1
      }
      while count > 0, isNoMoreExtreme(values[(head + count - 1) % values.count]) { count -= 1 }
      let place = (head + count) % values.count
      values[place] = value
      positions[place] = position
      count += 1
    }

    mutating func removeAll() { count = 0 }
  }
}
