import Signals

/// What may be measured of NN intervals.
enum VariabilityMeasure: String, CaseIterable, Sendable {
  case mean = "mean NN"
  case median = "median NN"
  case medianDeviation = "MAD NN"
  case sdnn = "SDNN"
  case rmssd = "RMSSD"
  case sdsd = "SDSD"
  case sdann = "SDANN"
  case sdnni = "SDNNI"
  case baseWidth = "TINN"
  case sd1 = "SD1"
  case sd2 = "SD2"
  case veryLow = "VLF"
  case low = "LF"
  case high = "HF"
  case welchVeryLow = "Welch VLF"
  case welchLow = "Welch LF"
  case welchHigh = "Welch HF"
  case count
  case coverage
  case cvnn = "CVNN"
  case cvsd = "CVSD"
  case pnn50 = "pNN50"
  case pnn20 = "pNN20"
  case triangularIndex = "triangular index"
  case axisRatio = "SD1/SD2"
  case short = "DFA alpha 1"
  case long = "DFA alpha 2"
  case entropy = "sample entropy"
  case ratio = "LF/HF"
  case welchRatio = "Welch LF/HF"

  /// A millisecond, its square, or one.
  var unit: Unit {
    switch self {
    case .mean, .median, .medianDeviation, .sdnn, .rmssd, .sdsd, .sdann, .sdnni, .baseWidth, .sd1,
      .sd2:
      .millisecond
    case .veryLow, .low, .high, .welchVeryLow, .welchLow, .welchHigh: .squareMillisecond
    default: .one
    }
  }

  /// How a measure is found, so that what several share is worked out once.
  enum Source: Sendable {
    case statistics, blocks, histogram, plot, fluctuation, entropy, periodogram, welch, window
  }

  /// How the measure is found.
  var source: Source {
    switch self {
    case .sdann, .sdnni: .blocks
    case .baseWidth, .triangularIndex: .histogram
    case .sd1, .sd2, .axisRatio: .plot
    case .veryLow, .low, .high, .ratio: .periodogram
    case .welchVeryLow, .welchLow, .welchHigh, .welchRatio: .welch
    case .short, .long: .fluctuation
    case .entropy: .entropy
    case .count, .coverage: .window
    default: .statistics
    }
  }
}

extension Unit {
  /// A thousandth of a second.
  static let millisecond = Unit(rawValue: "ms")
  /// The square of a thousandth of a second, of powers of intervals.
  static let squareMillisecond = Unit(rawValue: "ms2")
}
