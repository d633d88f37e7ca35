/// Samples at uneven times, less their weighted mean, their weights adding up to one.
struct WeightedSamples {
  /// The times from the first one given on.
  private(set) var times: [Double] = []
  private(set) var weights: [Double] = []
  /// The values times the weights.
  private(set) var weighted: [Double] = []
  /// The weighted mean of the squared values.
  private(set) var variance = 0.0
  /// What the weights added up to, 1/σ² each.
  private(set) var weight = 0.0

  var count: Int { times.count }

  init(times: Span<Double>, values: Span<Double>, uncertainties: Span<Double>) {
    precondition(times.count == values.count)
    precondition(uncertainties.isEmpty || uncertainties.count == values.count)
    var kept: [Double] = []
    for index in times.indices {
      let sigma = uncertainties.isEmpty ? 1 : uncertainties[index]
      let weight = 1 / (sigma * sigma)
      guard times[index].isFinite, values[index].isFinite, sigma > 0, weight.isFinite, weight > 0
      else { continue }
      self.times.append(times[index])
      weights.append(weight)
      kept.append(values[index])
    }
    guard let first = self.times.first else { return }
    weight = weights.reduce(0, +)
    var mean = 0.0
    for index in kept.indices {
      weights[index] /= weight
      mean += weights[index] * kept[index]
    }
    for index in kept.indices {
      let value = kept[index] - mean
      self.times[index] -= first
      weighted.append(weights[index] * value)
      variance += weights[index] * value * value
    }
  }
}
