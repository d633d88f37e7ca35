import Signals

extension ValueScale {
  /// The scale on which the numbers to learn from are zero on average, with deviation 1.
  ///
  /// - Parameters:
  ///   - recordings: The steps to learn from, and no others.
  ///   - count: How many numbers each step has.
  ///   - at: Which steps are learnt.
  ///   - unit: The unit of the numbers.
  init(
    fitting recordings: [LabelledSteps], count: Int, at: TrainingPlan.Target.Place, unit: Unit
  ) {
    self.init(unit: unit, means: [], deviations: [])
    for place in 0..<count {
      var known: [Float] = []
      for recording in recordings {
        let values = at == .last ? recording.values.suffix(count) : recording.values[...]
        for index in stride(from: values.startIndex + place, to: values.endIndex, by: count)
        where values[index].isFinite {
          known.append(values[index])
        }
      }
      let (mean, deviation) = known.moments()
      means.append(mean)
      deviations.append(deviation)
    }
  }

  /// The recordings with their numbers on the scale.
  func scaled(_ recordings: [LabelledSteps]) -> [LabelledSteps] {
    recordings.map { recording in
      var recording = recording
      for index in recording.values.indices {
        let place = index % means.count
        let value = recording.values[index]
        recording.values[index] =
          value.isFinite ? (value - means[place]) / deviations[place] : .nan
      }
      return recording
    }
  }
}

extension [Float] {
  /// The mean and the deviation; 0 and 1 where there are no values, 1 where they are alike.
  func moments() -> (mean: Float, deviation: Float) {
    var sum = 0.0
    var squares = 0.0
    for value in self {
      sum += Double(value)
      squares += Double(value) * Double(value)
    }
    let count = Double(Swift.max(1, self.count))
    let mean = sum / count
    let deviation = Swift.max(0, squares / count - mean * mean).squareRoot()
    let isAlike = deviation <= 1e-6 * Swift.max(1, Swift.abs(mean))
    return (Float(mean), isAlike ? 1 : Float(deviation))
  }
}
