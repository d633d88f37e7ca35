import Foundation
import HDF5
import Testing

/// A small network whose slopes torch found; `Goldens/origin.md` says how.
struct TorchNetwork: Sendable, CustomTestStringConvertible {
  let name: String
  private let values: [String: [Double]]

  var testDescription: String { name }

  /// The lengths of the sequences, of which each has room for as many steps as the longest.
  static let lengths = [6, 4, 5]

  /// All networks, in the order of the file.
  static let all: [TorchNetwork] = {
    do { return try read() } catch { preconditionFailure("gradients.h5: \(error)") }
  }()

  private static func read() throws -> [TorchNetwork] {
    let file = try File(reading: Goldens.folder.appending(path: "gradients.h5").path)
    let contents = try file.read("contents", as: UInt8.self)
    let numbers = try file.read("values", as: Float.self)
    var networks: [(name: String, values: [String: [Double]])] = []
    var first = 0
    for line in String(decoding: contents, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 2).map(String.init)
      if networks.last?.name != words[0] { networks.append((words[0], [:])) }
      let count = Int(words[1]) ?? 0
      networks[networks.count - 1].values[words[2]] =
        numbers[first..<first + count].map(Double.init)
      first += count
    }
    return networks.map { TorchNetwork(name: $0.name, values: $0.values) }
  }

  /// The named tensors, under the names of a state dictionary.
  var weights: [String: [Double]] { named("weight ") }

  /// The number of inputs.
  var inputs: Int { width("x") }
  /// The number of outputs.
  var outputs: Int { width("y") }

  /// The equations.
  var reference: any ReferenceCell {
    LiquidNetworksTests.reference(named: name, weights, outputs: outputs)
  }

  /// The outputs and what is remembered in the end, of the sequences one after another.
  var given: [Double] {
    let given = rows("y").map { $0.rows(of: outputs) }
    return zip(zip(given, rows("final")), Self.lengths).flatMap {
      $0.0.prefix($1).joined() + $0.1
    }
  }

  /// What torch found.
  var slopes: Slopes {
    var all = named("gradient of ")
    let start = all.removeValue(forKey: "start") ?? []
    all["x"] = nil
    let x = zip(rows("gradient of x"), Self.lengths).flatMap { $0.prefix($1 * inputs) }
    return Slopes(weights: all, x: x, start: start)
  }

  /// What torch was given.
  var trial: Trial {
    func floats(_ name: String) -> [[Float]] { rows(name).map { $0.map { Float($0) } } }
    let (x, elapsed, start) = (floats("x"), floats("timespans"), floats("start"))
    let (ofOutputs, ofState) = (floats("output_weights"), floats("state_weights"))
    return Trial(
      sequences: Self.lengths.enumerated().map { row, length in
        let counts = ofOutputs[row].rows(of: outputs)
        return Trial.Sequence(
          x: Array(x[row].rows(of: inputs).prefix(length)),
          elapsed: Array(elapsed[row].prefix(length)), start: start[row],
          ofOutputs: Array(counts.prefix(length)), ofState: ofState[row])
      })
  }

  private func named(_ kind: String) -> [String: [Double]] {
    var found: [String: [Double]] = [:]
    for (name, values) in values where name.hasPrefix(kind) {
      found[String(name.dropFirst(kind.count))] = values
    }
    return found
  }

  private func width(_ name: String) -> Int {
    (values[name] ?? []).count / Self.lengths.count / (Self.lengths.max() ?? 1)
  }

  private func rows(_ name: String) -> [[Double]] {
    let all = values[name] ?? []
    return all.rows(of: all.count / Self.lengths.count)
  }
}
