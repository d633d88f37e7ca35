import Foundation

@testable import SignalProcessing

/// A line of `Goldens/designs.txt`: what SciPy designed.
struct DesignGolden: Sendable {
  let name: String
  let design: RecursiveDesign
  let order: Int
  let band: FilterBand
  let rate: Double
  let gain: Double
  /// Those of imaginary part not below zero.
  let zeros: [Complex]
  let poles: [Complex]
  let sections: [SecondOrderSections.Section]

  /// All lines; none are given where the file cannot be read, which a test must mind.
  static let all: [DesignGolden] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Goldens/designs.txt")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map { DesignGolden(String($0)) }
  }()

  private init(_ line: String) {
    let groups = line.split(separator: "|").map { $0.split(separator: " ").map(String.init) }
    let head = groups[0]
    let place =
      head.firstIndex { ["lowpass", "highpass", "bandpass", "bandstop"].contains($0) } ?? 0
    let numbers = head[(place + 1)...].compactMap(Double.init)
    name = head.joined(separator: " ")
    design = Self.design(head[0], Array(head[1..<(place - 1)]))
    order = Int(head[place - 1]) ?? 0
    band =
      switch head[place] {
      case "lowpass": .lowPass(numbers[0])
      case "highpass": .highPass(numbers[0])
      case "bandpass": .bandPass(numbers[0], numbers[1])
      default: .bandStop(numbers[0], numbers[1])
      }
    rate = numbers[numbers.count - 1]
    gain = Double(groups[1][0]) ?? .nan
    zeros = Self.complex(groups[2].compactMap(Double.init))
    poles = Self.complex(groups[3].compactMap(Double.init))
    let weights = groups[4].compactMap(Double.init)
    sections = stride(from: 0, to: weights.count, by: 5).map {
      SecondOrderSections.Section(
        b0: weights[$0], b1: weights[$0 + 1], b2: weights[$0 + 2], a1: weights[$0 + 3],
        a2: weights[$0 + 4])
    }
  }

  private static func complex(_ parts: [Double]) -> [Complex] {
    stride(from: 0, to: parts.count, by: 2).map { Complex(parts[$0], parts[$0 + 1]) }
  }

  private static func design(_ kind: String, _ words: [String]) -> RecursiveDesign {
    let decibels = words.compactMap(Double.init)
    return switch (kind, words.first) {
    case ("chebyshevI", _): .chebyshevI(ripple: decibels[0])
    case ("chebyshevII", _): .chebyshevII(attenuation: decibels[0])
    case ("elliptic", _): .elliptic(ripple: decibels[0], attenuation: decibels[1])
    case ("bessel", "phase"): .bessel(.phase)
    case ("bessel", "delay"): .bessel(.delay)
    case ("bessel", "mag"): .bessel(.magnitude)
    default: .butterworth
    }
  }
}
