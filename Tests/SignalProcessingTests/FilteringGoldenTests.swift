import Foundation
import Testing

@testable import SignalProcessing

/// A line of `Goldens/filtering.txt` by its name; empty where there is none.
private func golden(_ name: String) -> [Double] {
  let file = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Goldens/filtering.txt")
  let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
  let line = text.split(separator: "\n").first { $0.hasPrefix("\(name) |") }
  return line?.split(separator: "|")[1].split(separator: " ").compactMap { Double($0) } ?? []
}

private let signal = (0..<400).map { (i: Int) in
  Double((7 * i * i + 3 * i) % 41) / 16 + 1.5 + (i > 200 ? 2 : 0)
}

private let samples = signal.map { Float($0) }

private let cascades: [String: SecondOrderSections] = [
  "butterworth": Butterworth.bandPass(order: 4, low: 0.5, high: 40, rate: 360),
  "chebyshevI": RecursiveDesign.chebyshevI(ripple: 1)
    .sections(order: 3, band: .lowPass(30), rate: 360),
  "chebyshevII": RecursiveDesign.chebyshevII(attenuation: 40)
    .sections(order: 5, band: .highPass(2), rate: 360),
  "elliptic": RecursiveDesign.elliptic(ripple: 0.5, attenuation: 60)
    .sections(order: 5, band: .bandStop(48, 52), rate: 360),
  "bessel": RecursiveDesign.bessel(.phase).sections(order: 2, band: .lowPass(20), rate: 360),
]

/// The largest distance of every fourth of `values` from `golden`; infinite if these are not as many.
private func distance(_ values: [Double], _ golden: [Double]) -> Double {
  let fourths = stride(from: 0, to: values.count, by: 4).map { values[$0] }
  guard fourths.count == golden.count else { return .infinity }
  return zip(fourths, golden).map { ($0 - $1).magnitude }.max() ?? .infinity
}

@Test(arguments: cascades.keys.sorted())
func cascadesFilterAsSciPyDoes(name: String) throws {
  let sections = try #require(cascades[name])
  let cascade = SectionCascade(sections)
  var memory = [Double](repeating: 0, count: cascade.memoryCount)
  var values = signal
  cascade.settle(at: signal[0], &memory)
  var span = values.mutableSpan
  cascade.run(&span, first: 400, &memory)
  #expect(distance(values, golden("sosfilt \(name)")) < 1e-9)

  let stored = filtered(samples, by: RecursiveFilter(sections, bridge: 0)).values
  #expect(distance(stored.map(Double.init), golden("sosfilt \(name)")) < 1e-6 * 5)
}

@Test(arguments: cascades.keys.sorted())
func zeroPhaseFilteringIsThatOfSciPy(name: String) throws {
  let filter = ZeroPhaseFilter(try #require(cascades[name]))
  let goldens = golden("sosfiltfilt \(name)")
  #expect(distance(filter.filtered(signal.span), goldens) < 1e-9)
  let stored = filter.filtered(samples.span).values
  #expect(distance(stored.map(Double.init), goldens) < 1e-6 * 5)
}

@Test func tapsEqualThoseOfMNE() {
  let designs: [(name: String, response: FiniteImpulseResponse)] = [
    ("lowPass 40 360", .lowPass(frequency: 40, rate: 360)),
    ("highPass 0.5 100", .highPass(frequency: 0.5, rate: 100)),
    ("bandPass 1 40 360", .bandPass(low: 1, high: 40, rate: 360)),
    (
      "bandPass 8 13 125",
      .design(.bandPass(8, 13), rate: 125, lowerTransition: 1.5, upperTransition: 3)
    ),
    ("bandStop 20 80 250", .bandStop(low: 20, high: 80, rate: 250)),
    (
      "bandStop 48 52 500",
      .design(.bandStop(48, 52), rate: 500, lowerTransition: 1, upperTransition: 1)
    ),
  ]
  for (name, response) in designs {
    let goldens = golden("taps \(name)")
    #expect(response.delay + 1 == goldens.count, "\(name)")
    for (ours, golden) in zip(response.taps, goldens) {
      #expect(abs(ours - golden) < 1e-12, "\(name)")
    }
  }
}

@Test func narrowStopBandsHaveRoomForTheirTransitions() {
  let notch = FiniteImpulseResponse.bandStop(low: 48, high: 52, rate: 500)
  #expect(notch.gain(at: 50, rate: 500).magnitude < 0.005)
  #expect(abs(notch.gain(at: 47.5, rate: 500) - 1) < 0.01)
  #expect(abs(notch.gain(at: 49, rate: 500) - 0.5) < 0.01)
}

@Test(arguments: [1, 16, 64, 256])
func linearPhaseFilteringIsThatOfSciPy(hop: Int) {
  let half = golden("firwin")
  let response = FiniteImpulseResponse(taps: half + half.dropLast().reversed())
  let output = filtered(samples, by: LinearPhaseFilter(response, hop: hop, bridge: 0)).values
  let goldens = golden("oaconvolve")
  #expect(goldens.count == 300)
  for (ours, golden) in zip(output[50...], goldens) { #expect(abs(Double(ours) - golden) < 5e-6) }
}

@Test(arguments: [(25, 36), (3, 2), (1, 4)])
func resamplingIsThatOfSciPy(up: Int, down: Int) {
  let resampler = RationalResampler(up: up, down: down, bridge: 0)
  let goldens = golden("resample \(up) \(down)")
  let output = filtered(samples, by: resampler).values.map(Double.init)
  // Where the filter meets an end SciPy goes on with zeros, and the resampler with a constant.
  let margin = (10 * max(up, down) + down - 1) / down + 1
  #expect(goldens.count >= output.count && output.count > 2 * margin)
  for index in margin..<(output.count - margin) {
    #expect(abs(output[index] - goldens[index]) < 5e-6)
  }
}
