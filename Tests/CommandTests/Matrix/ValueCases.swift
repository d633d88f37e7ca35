import CHDF5

let valueCases: [MatrixCase] = [
  MatrixCase(
    "NaN", "Three values are not-a-number.", shows: "samples 1000", "missing 3",
    "missingShare 0.003",
    make: Series.file { for row in [10, 11, 500] { $0.values[row] = .nan } }),
  MatrixCase(
    "infinity", "One value is ∞ and one −∞.", shows: "samples 1000", "missing 0", "infinite 2",
    make: Series.file { ($0.values[10], $0.values[20]) = (.infinity, -.infinity) }),
  MatrixCase(
    "sentinel −32768", "Ten counts are −32768, which the file says is none.", shows: "missing 10",
    "lowest -1",
    make: Wave.file { wave in for row in 100..<110 { wave.counts[row] = -32_768 } }),
  MatrixCase(
    "sentinel −99999", "Ten values are −99999, which the file says is none.", shows: "missing 10",
    "lowest -1",
    make: Wave.file { wave in
      wave.type = h5t_ieee_f32le()
      for row in 100..<110 { wave.counts[row] = -99_999 }
      wave.numbers["nanvalue"] = -99_999
    }),
  MatrixCase(
    "sentinel that nothing states", "A tenth of the values are −99999, and nothing says why.",
    shows: "missing 0", "lowest -99999", "amplitude.plausible false",
    make: Series.file { for row in 100..<200 { $0.values[row] = -99_999 } }),
  MatrixCase(
    "all NaN", "Nothing was measured.", shows: "samples 1000", "missing 1000", "missingShare 1",
    "lowest null", make: Series.file { $0.values = [Double](repeating: .nan, count: 1000) }),
  MatrixCase(
    "constant", "A lead that is off has one value.", shows: "samples 1000", "constant true",
    make: Wave.file { $0.counts = [Double](repeating: 7, count: 1000) }),
  MatrixCase(
    "one sample", "There is one sample.", shows: "samples 1", "missing 0",
    make: Wave.file { $0.counts = [100] }),
  MatrixCase(
    "clipped", "The converter ended at ±100 counts.", shows: "samples 1000", "highest 0.5",
    "clippedShare 0.506",
    make: Wave.file { $0.counts = $0.counts.map { min(100, max(-100, $0)) } }),
]
