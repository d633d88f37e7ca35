import Foundation
import HDF5
import LiquidNetworks

/// What ncps computed, committed beside the tests; `Goldens/origin.md` says how.
enum Goldens {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "Goldens")

  static func open() throws -> File {
    try File(reading: folder.appending(path: "ncps.h5").path)
  }
}

/// A network of ncps: four sequences of forty observations with their own times, and what came out.
struct GoldenNetwork {
  static let sequences = 4
  static let steps = 40
  static let inputs = 5

  let name: String
  let precision: String

  func read<Value: Scalar>(_ dataset: String, as type: Value.Type) throws -> [Value] {
    try Goldens.open().root.dataset("\(name)/\(precision)/\(dataset)").readAll(as: type)
  }

  /// The state dictionary, for the tensors of these names and shapes.
  func parameters(_ tensors: [(name: String, shape: [Int])]) throws -> Parameters {
    Parameters(
      try tensors.map {
        Parameter(
          $0.name, shape: $0.shape, values: try read("state_dict/" + $0.name, as: Float.self))
      })
  }

  /// The four sequences.
  func timedSequences() throws -> [TimedSequence] {
    let x = try read("x", as: Float.self)
    let elapsed = try read("timespans", as: Float.self)
    return (0..<Self.sequences).map { row in
      let first = row * Self.steps
      return TimedSequence(
        inputs: Array(x[first * Self.inputs..<(first + Self.steps) * Self.inputs]),
        elapsed: Array(elapsed[first..<first + Self.steps]))
    }
  }

  static func cfcTensors(
    _ configuration: CfC.Configuration, prefix: String = "rnn_cell.", layers: [Int] = [0],
    isMasked: Bool = false
  ) -> [(name: String, shape: [Int])] {
    var tensors: [(name: String, shape: [Int])] = []
    var columns = configuration.inputs + configuration.units
    let rows = configuration.units
    if isMasked { tensors.append(("\(prefix)sparsity_mask", [rows, columns])) }
    for layer in layers {
      tensors.append(("\(prefix)backbone.\(layer).weight", [configuration.backboneUnits, columns]))
      tensors.append(("\(prefix)backbone.\(layer).bias", [configuration.backboneUnits]))
      columns = configuration.backboneUnits
    }
    let heads =
      configuration.mode == .pure ? ["ff1"] : ["ff1", "ff2", "time_a", "time_b"]
    for head in heads {
      tensors.append(("\(prefix)\(head).weight", [rows, columns]))
      tensors.append(("\(prefix)\(head).bias", [rows]))
    }
    if configuration.mode == .pure {
      tensors.append(("\(prefix)w_tau", [1, rows]))
      tensors.append(("\(prefix)A", [1, rows]))
    }
    return tensors
  }
}
