internal import Configuration
import Foundation
internal import Signals
internal import Simulation
internal import Testing

/// The scenarios from which the recordings in `fixtures` are made.
private let scenarios: [URL] = {
  let package = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  let folder = package.appending(path: "fixtures")
  let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
  return names.sorted().map { folder.appending(path: $0).appending(path: "scenario.json") }
    .filter { FileManager.default.fileExists(atPath: $0.path) }
}()

@Suite struct FixtureTests {
  private func simulate(_ url: URL) throws -> SimulatedRecording {
    let text = try String(contentsOf: url, encoding: .utf8)
    return try Scenario.read(SourceText(path: url.lastPathComponent, text)).simulate()
  }

  private func simulate(_ name: String) throws -> SimulatedRecording {
    let url = try #require(scenarios.first { $0.pathComponents.dropLast().last == name })
    return try simulate(url)
  }

  @Test("Every scenario reads without a mistake and fits sixteen bits", arguments: scenarios)
  func valid(url: URL) throws {
    let recording = try simulate(url)
    #expect(!recording.beats.isEmpty)
    for (channel, storage) in zip(recording.recording.channels, recording.storage) {
      guard let storage else { continue }
      #expect(channel.samples.allSatisfy { !(abs(Double($0)) * storage.gain > 32_000) })
    }
  }

  @Test("The scenario of asystole has two ventricular beats and no beat from 60 s to 72 s")
  func asystole() throws {
    let recording = try simulate("asystole")
    #expect(recording.beats.count { $0.label == "V" } == 2)
    #expect(!recording.beats.contains { (60..<72).contains($0.onset.seconds) })
    let last = try #require(recording.beats.last { $0.onset.seconds < 60 })
    #expect(last.onset.seconds > 58.8)
  }

  @Test("The training and the testing patients have enough beats of each class, and differ")
  func arrhythmia() throws {
    for (kind, patients) in [("train", 8), ("test", 4)] {
      var digests: Set<UInt64> = []
      for patient in 1...patients {
        let recording = try simulate("arrhythmia-\(kind)-0\(patient)")
        for (label, least) in [("N", 120), ("V", 8), ("S", 4)] {
          #expect(recording.beats.count { $0.label == label } >= least)
        }
        digests.insert(recording.digest)
      }
      #expect(digests.count == patients)
    }
  }
}
