extension MutableSpan<Double> {
  /// The value that would stand at a place if all were sorted; leaves the values in another order.
  ///
  /// Those before the place are no greater and those behind it no smaller. Linear on average, and
  /// nothing is allocated. C. A. R. Hoare, Algorithm 65: find, Commun. ACM 4 (1961) 321–322,
  /// doi:10.1145/366622.366647.
  mutating func select(_ place: Int) -> Double {
    precondition(place >= 0 && place < count, "the place is one of the values")
    var low = 0
    var high = count - 1
    while low < high {
      let pivot = self[low + (high - low) / 2]
      var left = low
      var right = high
      while left <= right {
        while self[left] < pivot { left += 1 }
        while pivot < self[right] { right -= 1 }
        if left <= right {
          let value = self[left]
          self[left] = self[right]
          self[right] = value
          left += 1
          right -= 1
        }
      }
      if place <= right {
        high = right
      } else if place >= left {
        low = left
      } else {
        break
      }
    }
    return self[place]
  }

  /// The median, of an even number the mean of the two in the middle; NaN where there are none.
  ///
  /// None of the values may be NaN; they are left in another order.
  mutating func median() -> Double {
    if count == 0 { return .nan }
    let upper = select(count / 2)
    if count % 2 == 1 { return upper }
    var lower = self[0]
    for place in 1..<Swift.max(1, count / 2) { lower = Swift.max(lower, self[place]) }
    return (lower + upper) / 2
  }
}
