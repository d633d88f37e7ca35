/// Some sequences, and a loss that is linear in their outputs and in what is remembered at their ends.
struct Trial: Sendable {
  /// One sequence.
  struct Sequence: Sendable {
    /// One observation after another.
    var x: [[Float]]
    /// The time before each.
    var elapsed: [Float]
    /// What is remembered before the first.
    var start: [Float]
    /// What each output counts in the loss.
    var ofOutputs: [[Float]]
    /// What each value that is remembered in the end counts.
    var ofState: [Float]
  }

  var sequences: [Sequence]
}

/// The slopes of a trial's loss along everything it depends on.
struct Slopes {
  /// Along each named tensor.
  var weights: [String: [Double]]
  /// Along the observations of all sequences, one after another.
  var x: [Double] = []
  /// Along what each sequence starts from.
  var start: [Double] = []

  /// The slopes by the names of what they are along.
  var all: [(name: String, values: [Double])] {
    weights.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
      + [("x", x), ("start", start)]
  }
}

/// The size of a difference relative to the size of what should be; zero where both are nothing.
func relativeDifference(_ found: [Double], _ expected: [Double]) -> Double {
  guard found.count == expected.count else { return .infinity }
  func size(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
  let difference = size(zip(found, expected).map { $0 - $1 })
  return difference == 0 ? 0 : difference / size(expected)
}
