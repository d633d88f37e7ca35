internal import Kernels
internal import SignalProcessing

/// A computation on a signal to time, under the name and in the units of the peers' cases.
///
/// What the peers hold as 64-bit numbers is held as the library holds samples, as 32-bit ones, unless
/// a case takes `Double`.
struct SignalCase {
  let name: String
  var unit = "Msample/s"
  let measure: () throws -> Measurement

  /// The samples of a long signal.
  static let count = 5_000_000

  static var all: [SignalCase] {
    [welch]
  }

  func run(matching filter: String) throws {
    guard filter.isEmpty || name.contains(filter) else { return }
    print(try measure().line(name, unit: unit))
  }

  /// Noise of unit variance, the sum of uniform draws.
  static func noise(_ count: Int = Self.count) -> [Float] {
    var random = Xoshiro(seed: 0)
    return (0..<count).map { _ in
      let sum = random.uniform() + random.uniform() + random.uniform() + random.uniform()
      return (sum - 2) * 1.732_050_8
    }
  }

  private static var welch: SignalCase {
    SignalCase(name: "welch-1024/5M") {
      let samples = noise()
      let welch = SlidingWelch(rate: 360, length: 1024, averaged: count / 512 - 1)
      var spectra: [Float] = []
      return Measurement(repeats: 5, work: Double(count)) {
        var state = welch.start()
        spectra.removeAll(keepingCapacity: true)
        welch.process(samples.span, &state, into: &spectra)
      }.inverted(times: 1)
    }
  }
}
