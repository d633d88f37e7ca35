import Kernels
import LiquidNetworks
import Testing

/// A cell to try what holds for every liquid time-constant cell.
struct LTCCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let make: @Sendable () throws -> LTCCell

  init(
    _ name: String, positivity: LTCCell.Positivity = .implicit,
    mapping: LTCCell.Mapping = .affine, unfolds: Int = 6,
    _ wiring: @escaping @Sendable () throws -> Wiring
  ) {
    testDescription = name
    make = {
      LTCCell(
        LTCCell.Configuration(
          wiring: try wiring(), solver: .unfolds(unfolds), positivity: positivity,
          inputMapping: mapping, outputMapping: mapping))
    }
  }

  static let all: [LTCCase] = [
    LTCCase("fully connected") { try .fullyConnected(inputs: 3, units: 6, outputs: 4) },
    LTCCase("sparse, explicit", positivity: .explicit, mapping: .linear, unfolds: 3) {
      try .random(inputs: 2, units: 18, outputs: 2, sparsity: 0.7)
    },
    LTCCase("NCP, no maps, one unfold", mapping: .none, unfolds: 1) {
      try .ncp(
        inputs: 3,
        Wiring.Circuit(
          inter: 5, command: 4, motor: 2, sensoryFanout: 2, interFanout: 2,
          recurrentCommandSynapses: 3, motorFanin: 2))
    },
    LTCCase("AutoNCP") { try .autoNCP(inputs: 4, units: 12, outputs: 3) },
  ]

  /// The cell with weights that are nowhere at rest: maps too are drawn.
  func weighted() throws -> (cell: LTCCell, weights: [Float]) {
    let cell = try make()
    var random = Xoshiro(seed: 21)
    var weights = cell.initial(&random)
    for entry in cell.layout.entries
    where entry.name.contains("put_w") || entry.name.contains("put_b") {
      for place in entry.range { weights[place] += random.uniform() - 0.5 }
    }
    for entry in cell.layout.entries where entry.name.hasSuffix("erev") {
      for place in entry.range { weights[place] += 0.4 * random.uniform() - 0.2 }
    }
    return (cell, weights)
  }
}
