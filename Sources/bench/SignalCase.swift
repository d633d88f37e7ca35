internal import Foundation
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
    [welch, lombScargle, beats] + filters
  }

  /// A file that a case reads is not there.
  struct Absence: Error {
    let path: String
  }

  func run(matching filter: String) throws {
    guard filter.isEmpty || name.contains(filter) else { return }
    do {
      print(try measure().line(name, unit: unit))
    } catch let absence as Absence {
      FileHandle.standardError.write(Data("\(name): skipped, there is no \(absence.path)\n".utf8))
    }
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
      let welch = Welch(rate: 360, length: 1024)
      return Measurement(repeats: 5, work: Double(count)) {
        _ = welch.densities(of: samples.span)
      }.inverted(times: 1)
    }
  }

  private static var lombScargle: SignalCase {
    SignalCase(name: "lomb-scargle/3000x3000", unit: "ms") {
      var random = Xoshiro(seed: 0)
      let times = (0..<3000).map { _ in 3000 * Double(random.uniform()) }.sorted()
      let noise = noise(3000)
      let values = times.indices.map { Elementary.sin(times[$0]) + Double(noise[$0]) }
      let grid = LombScargle.Grid(first: 0.0005, step: 0.4995 / 2999, count: 3000)
      return Measurement(repeats: 5, work: 1e3) {
        _ = LombScargle().powers(
          times: times.span, values: values.span, at: grid, .fast)
      }
    }
  }
}
