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

  /// No samples, and room for some.
  init(capacity: Int = 0) {
    times.reserveCapacity(capacity)
    weights.reserveCapacity(capacity)
    weighted.reserveCapacity(capacity)
  }

  init(times: Span<Double>, values: Span<Double>, uncertainties: Span<Double>) {
    take(times: times, values: values, uncertainties: uncertainties)
  }

  /// Takes other samples, in the room of those before.
  mutating func take(times: Span<Double>, values: Span<Double>, uncertainties: Span<Double>) {
    precondition(times.count == values.count)
    precondition(uncertainties.isEmpty || uncertainties.count == values.count)
    self.times.removeAll(keepingCapacity: true)
    weights.removeAll(keepingCapacity: true)
    weighted.removeAll(keepingCapacity: true)
    (variance, weight) = (0, 0)
    for index in times.indices {
      let sigma = uncertainties.isEmpty ? 1 : uncertainties[index]
      let weight = 1 / (sigma * sigma)
      guard times[index].isFinite, values[index].isFinite, sigma > 0, weight.isFinite, weight > 0
      else { continue }
      self.times.append(times[index])
      weights.append(weight)
      weighted.append(values[index])
    }
    guard let first = self.times.first else { return }
    weight = weights.reduce(0, +)
    var mean = 0.0
    for index in weights.indices {
      weights[index] /= weight
      mean += weights[index] * weighted[index]
    }
    for index in weights.indices {
      let value = weighted[index] - mean
      self.times[index] -= first
      weighted[index] = weights[index] * value
      variance += weights[index] * value * value
    }
  }

  /// The time that evenly spaced samples, as many between the same ends, would stand for.
  var duration: Double {
    var (least, most) = (0.0, 0.0)
    for time in times {
      least = min(least, time)
      most = max(most, time)
    }
    return count > 1 ? (most - least) * Double(count) / Double(count - 1) : 0
  }
}
