internal import Evaluation
internal import Foundation
internal import Testing

@Suite struct SepsisUtilityTests {
  private func bits(_ text: some StringProtocol) -> [Bool] { text.map { $0 == "1" } }

  private func total(_ labels: [Bool], _ warnings: [Bool]) -> Double {
    zip(SepsisUtility.hours(labels), warnings).reduce(0) { $0 + ($1.1 ? $1.0.warned : $1.0.silent) }
  }

  @Test("A septic patient's hours are worth what the definition says, worked out by hand")
  func septicHours() {
    // Labelled from hour 20 on: the onset is at hour 26, and nothing counts after hour 29.
    let hours = SepsisUtility.hours((0..<35).map { $0 >= 20 })
    #expect(hours[13].warned == -0.05)
    #expect(hours[14].warned == 0)
    #expect(hours[17].warned == 0.5)
    #expect(hours[20] == .init(warned: 1, silent: 0))
    #expect(abs(hours[23].warned - 6.0 / 9) < 1e-15)
    #expect(abs(hours[23].silent + 6.0 / 9) < 1e-15)
    #expect(hours[29] == .init(warned: 0, silent: -2))
    #expect(hours[30] == .init(warned: 0, silent: 0))
    #expect(hours[0...13].allSatisfy { $0 == .init(warned: -0.05, silent: 0) })
  }

  @Test("The example of the challenge's description has the utility stated there")
  func example() {
    let utility = total(bits("000011"), bits("001111"))
    #expect(abs(utility - 3.388888888888889) < 1e-14)
  }

  @Test("A patient who does not become septic costs 0.05 for each hour with a warning")
  func falseWarnings() {
    #expect(abs(total(bits("0000"), bits("0111")) + 0.15) < 1e-15)
  }

  @Test("Silence is worth nought, and warning in all the right hours one")
  func normalisation() {
    let patients = ["00000000000000111111", "1", "000111", "0000000000"].map { bits($0) }
    var silent = UtilityTally()
    var best = UtilityTally()
    for labels in patients {
      silent.add(labels: labels, warnings: labels.map { _ in false })
      best.add(
        labels: labels, warnings: SepsisUtility.hours(labels).map { $0.warned > $0.silent })
    }
    #expect(silent.value == 0)
    #expect(best.value == 1)
    #expect(UtilityTally().value == nil)
  }

  @Test("Utilities equal those of a plain implementation of the definition")
  func golden() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Goldens/sepsis-utility.txt")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    var tally = UtilityTally()
    for line in lines.dropLast() {
      let parts = line.split(separator: " ")
      let (labels, warnings) = (bits(parts[0]), bits(parts[1]))
      let expected = try #require(Double(parts[2]))
      #expect(abs(total(labels, warnings) - expected) < 1e-12)
      tally.add(labels: labels, warnings: warnings)
    }
    let expected = try #require(lines.last.flatMap { Double($0.dropFirst(4)) })
    #expect(lines.count == 61)
    #expect(abs(try #require(tally.value) - expected) < 1e-12)
  }

  @Test("No threshold is worth more than the best one")
  func threshold() throws {
    var seed: UInt64 = 1
    let patients = (0..<30).map { patient in
      let labels = (0..<25).map { patient % 3 == 0 && $0 > 15 }
      let scores = labels.map { isSeptic in
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Double((seed >> 33) % 20) + (isSeptic ? 6 : 0)
      }
      return ScoredHours(labels: labels, scores: scores)
    }
    let best = try #require(patients.bestThreshold)
    let utility = try #require(patients.utility(threshold: best))
    for threshold in 0...26 {
      #expect(try #require(patients.utility(threshold: Double(threshold))) <= utility + 1e-12)
    }
    #expect(utility > 0)
  }

  @Test("Where scores say nothing, the best is never to warn")
  func never() {
    let patients = [ScoredHours(labels: bits("0000"), scores: [1, 2, 3, .nan])]
    #expect(patients.bestThreshold == nil)
    let hopeless = [
      ScoredHours(
        labels: (0..<100).map { _ in false }, scores: (0..<100).map { _ in 5 }),
      ScoredHours(labels: (0..<30).map { $0 == 29 }, scores: (0..<30).map { Double(-$0) }),
    ]
    #expect(hopeless.bestThreshold == .infinity)
    #expect(hopeless.utility(threshold: .infinity) == 0)
  }
}
