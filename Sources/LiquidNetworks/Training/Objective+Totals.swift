extension Objective {
  /// Adds what the targets of some steps weigh, for each term.
  ///
  /// - Parameters:
  ///   - sequence: The sequence.
  ///   - steps: Which of its steps; those beyond its end count for nothing.
  ///   - totals: One sum for each term, which is added to.
  func addTotals(of sequence: LabelledSequence, _ steps: Range<Int>, to totals: inout [Double]) {
    let range = steps.clamped(to: 0..<sequence.sequence.elapsed.count)
    let weight = Double(sequence.weight)
    let targets = sequence.targets.span
    for (index, term) in terms.enumerated() {
      var sum = 0.0
      for step in range {
        for target in term.targets {
          let value = targets[step * targetWidth + target]
          if !value.isNaN { sum += term.counts(value, at: target - term.targets.lowerBound) }
        }
      }
      totals[index] += weight * sum
    }
  }

  /// What each term's sum is multiplied by: its weight over what its targets weigh, zero without any.
  func scales(_ totals: [Double]) -> [Double] {
    zip(terms, totals).map { $1 > 0 ? $0.weight / $1 : 0 }
  }
}

extension Objective.Term {
  /// What a target weighs.
  fileprivate func counts(_ value: Float, at index: Int) -> Double {
    switch loss {
    case .squared, .gaussian: return 1
    case .binary(let weights, _):
      return weights.isEmpty ? 1 : Double(value * weights[index] + (1 - value))
    case .classes(let weights, _):
      precondition(
        value >= 0 && value < Float(max(2, outputs.count)), "a target is the number of a class")
      return weights.isEmpty ? 1 : Double(weights[Int(value)])
    }
  }
}
