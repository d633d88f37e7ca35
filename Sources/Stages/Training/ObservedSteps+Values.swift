public import Signals

extension ObservedSteps {
  /// The numbers that other steps hold: each is that of the step nearest to it within a window, and
  /// where two meet at one step the nearer one is.
  ///
  /// - Parameters:
  ///   - truth: The steps that hold the numbers, each as an input of its own.
  ///   - window: The farthest that a number may be from its step.
  /// - Returns: The numbers of the first step, then of the second, and so on; not-a-number where there
  ///   is none.
  public func values(nearest truth: ObservedSteps, within window: Time) -> [Float] {
    var values = [Float](repeating: .nan, count: times.count * truth.width)
    var distances = [Time](repeating: .distantFuture, count: values.count)
    for (index, time) in truth.times.enumerated() {
      guard let step = nearest(to: time) else { break }
      let distance = max(times[step] - time, time - times[step])
      if distance > window { continue }
      for place in 0..<truth.width {
        let value = truth.values[index * truth.width + place]
        let target = step * truth.width + place
        if !value.isFinite || distance >= distances[target] { continue }
        distances[target] = distance
        values[target] = value
      }
    }
    return values
  }
}
