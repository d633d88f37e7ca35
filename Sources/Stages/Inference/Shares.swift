import Kernels

extension Span<Float> {
  /// The place of the largest value, the first of equal ones; 0 of none.
  func indexOfLargest() -> Int {
    var best = 0
    for index in indices where self[index] > self[best] { best = index }
    return best
  }
}

extension MutableSpan<Float> {
  /// Makes values into shares that sum to 1, each in proportion to its exponential.
  mutating func normaliseExponentially() {
    var largest = -Float.infinity
    for index in indices { largest = Swift.max(largest, self[index]) }
    var sum: Float = 0
    for index in indices {
      self[index] = Elementary.exp(self[index] - largest)
      sum += self[index]
    }
    for index in indices { self[index] /= sum }
  }
}

extension [Float] {
  /// Sets the scores of classes, which sum to 1: of one logit, the log-odds of the second class, two
  /// scores; else as many as there are logits.
  mutating func setShares(ofLogits logits: [Float], dividedBy temperature: Float = 1) {
    if logits.count == 1, count == 2 {
      self[0] = 0
      self[1] = logits[0] / temperature
    } else {
      precondition(logits.count == count)
      for place in logits.indices { self[place] = logits[place] / temperature }
    }
    var span = mutableSpan
    span.normaliseExponentially()
  }
}

extension Float {
  /// The natural logarithm, of what is too small that of the smallest normal number.
  var logarithm: Float { Elementary.log(Swift.max(self, .leastNormalMagnitude)) }
}
