import Kernels
import SignalProcessing
import Testing

private let times = (0..<200).map { (i: Int) in Double(i) * 0.37 + Double((5 * i * i) % 7) / 20 }

private func estimates(
  _ estimate: LocalEstimate, _ times: [Double], _ values: [Double], from first: Double,
  step: Double, count: Int
) -> [Double] {
  estimate.values(times: times.span, values: values.span, from: first, step: step, count: count)
}

@Test func aLineIsFollowedWithoutLag() {
  let values = times.map { 3 - 0.7 * $0 }
  let line = LocalEstimate(width: 0.8)
  let found = estimates(line, times, values, from: 5, step: 0.25, count: 200)
  for (index, value) in found.enumerated() {
    #expect(abs(value - (3 - 0.7 * (5 + 0.25 * Double(index)))) < 1e-10)
  }
}

@Test func theMeanIsTheWeightedMean() {
  let values = times.indices.map { Double($0 % 11) }
  let mean = LocalEstimate(width: 0.6, fit: .mean)
  let found = estimates(mean, times, values, from: 10.1, step: 1, count: 30)
  for (index, value) in found.enumerated() {
    let moment = 10.1 + Double(index)
    var (sum, weight) = (0.0, 0.0)
    for (time, value) in zip(times, values) where abs(time - moment) <= 3 * 0.6 {
      let w = Elementary.exp(-(time - moment) * (time - moment) / (2 * 0.6 * 0.6))
      sum += w * value
      weight += w
    }
    #expect(abs(value - sum / weight) < 1e-12)
  }
}

@Test func whereThereIsLittleSupportThereIsNoEstimate() {
  let estimate = LocalEstimate(width: 1, support: 0.5)
  let found = estimates(
    estimate, [0, 0.5, 10, 11, 12], [1, 2, 3, .nan, 5], from: -3, step: 1, count: 20)
  // One sample has half its weight at a distance of 1.177 widths.
  let there: Set = [-1.0, 0, 1, 9, 10, 11, 12, 13]
  for (index, value) in found.enumerated() {
    #expect(value.isFinite == there.contains(-3 + Double(index)), "\(index - 3)")
  }
  #expect(estimates(estimate, [], [], from: 0, step: 1, count: 3).count == 3)
}
