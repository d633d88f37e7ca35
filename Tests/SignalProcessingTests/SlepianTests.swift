import SignalProcessing
import Testing

@Test func slepianTapersEqualThoseOfSciPy() {
  let even = SlepianTapers(length: 50, halfBandwidth: 3.5, count: 6)
  let odd = SlepianTapers(length: 51, halfBandwidth: 2, count: 4)
  for (tapers, golden) in [(even, slepianGolden), (odd, oddSlepianGolden)] {
    for order in 0..<tapers.concentrations.count {
      for (place, index) in [0, 7, 24, 25, 40].enumerated() {
        #expect(abs(tapers.taper(order)[index] - golden[5 * order + place]) < 1e-12)
      }
    }
  }
  for (ours, golden) in zip(even.concentrations, concentrationGolden) {
    #expect(abs(ours - golden) < 1e-12)
  }
}

@Test(arguments: [(2, 0.5, 2), (3, 1, 3), (200, 4, 8), (1001, 2.5, 5), (5000, 4, 7)])
func slepianTapersAreOrthonormal(length: Int, halfBandwidth: Double, count: Int) {
  let tapers = SlepianTapers(length: length, halfBandwidth: halfBandwidth, count: count)
  for one in 0..<count {
    for other in 0...one {
      var product = 0.0
      for (x, y) in zip(tapers.taper(one), tapers.taper(other)) { product += x * y }
      #expect(abs(product - (one == other ? 1 : 0)) < 1e-9)
    }
  }
  for share in tapers.concentrations { #expect(share > 0 && share < 1 + 1e-12) }
  for order in 1..<count {
    #expect(tapers.concentrations[order] < tapers.concentrations[order - 1] + 1e-12)
  }
}
