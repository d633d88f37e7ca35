import Foundation
import HDF5
import Kernels
import LiquidNetworks
import Testing

/// A wired network or one with a memory among the shared goldens of ncps.
struct SharedGolden: Sendable, CustomTestStringConvertible {
  let name: String
  let cell: @Sendable () throws -> any Cell
  var testDescription: String { name }

  static let file = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/goldens/ncps/ncps_golden.h5").path

  static var isThere: Bool { FileManager.default.fileExists(atPath: file) }

  static let all: [SharedGolden] = [
    SharedGolden(name: "wired_autoncp_16_2") {
      try wired(.autoNCP(inputs: 5, units: 16, outputs: 2))
    },
    SharedGolden(name: "wired_autoncp_pure") {
      try wired(.autoNCP(inputs: 5, units: 16, outputs: 2), .pure)
    },
    SharedGolden(name: "wired_fully") {
      try wired(.fullyConnected(inputs: 5, units: 8, outputs: 3))
    },
    SharedGolden(name: "wired_random") {
      try wired(.random(inputs: 5, units: 8, outputs: 3, sparsity: 0.5))
    },
    SharedGolden(name: "wired_autoncp_28_4_mixed") {
      MixedMemoryCell(try wired(.autoNCP(inputs: 5, units: 28, outputs: 4)))
    },
  ]

  private static func wired(_ wiring: Wiring, _ mode: CfC.Mode = .default) -> WiredCfCCell {
    WiredCfCCell(WiredCfCCell.Configuration(wiring: wiring, mode: mode))
  }

  func read(_ dataset: String) throws -> [Float] {
    try File(reading: Self.file).root.dataset("\(name)/f32/\(dataset)").readAll(as: Float.self)
  }
}

@Suite("Wired networks of ncps", .enabled(if: SharedGolden.isThere))
struct WiredGoldenTests {
  @Test("give the outputs of ncps, alone and sixteen at a time", arguments: SharedGolden.all)
  func outputs(_ golden: SharedGolden) throws {
    let cell = try golden.cell()
    let tensors = try cell.layout.entries.map {
      Parameter($0.name, shape: $0.shape, values: try golden.read("state_dict/" + $0.name))
    }
    let weights = try cell.values(Parameters(tensors))
    let (x, elapsed) = (try golden.read("x"), try golden.read("timespans"))
    let expected = try golden.read("y")
    let sequences = (0..<4).map { row in
      TimedSequence(
        inputs: Array(x[row * 200..<(row + 1) * 200]),
        elapsed: Array(elapsed[row * 40..<(row + 1) * 40]))
    }
    let together = cell.outputs(weights, for: sequences)
    let network = cell.network(weights)
    let count = 40 * cell.outputs
    #expect(expected.count == 4 * count)
    for (row, sequence) in sequences.enumerated() {
      let alone = stepped(network, over: sequence)
      #expect(alone.map(\.bitPattern) == together[row].map(\.bitPattern))
      let error = zip(alone, expected[row * count..<(row + 1) * count]).map { abs($0 - $1) }.max()
      #expect(error ?? 1 <= 2e-6)
    }
  }

  @Test("are refused when their masks are those of another wiring")
  func foreign() throws {
    let other = WiredCfCCell(
      WiredCfCCell.Configuration(wiring: try .autoNCP(inputs: 5, units: 16, outputs: 2, seed: 1)))
    let tensors = try other.layout.entries.map {
      Parameter(
        $0.name, shape: $0.shape, values: try SharedGolden.all[0].read("state_dict/" + $0.name))
    }
    #expect(throws: ParameterError.self) { try other.values(Parameters(tensors)) }
  }
}
