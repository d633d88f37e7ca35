import Foundation
import HDF5
import Testing

/// A network that ncps ran over four sequences of forty observations at uneven times.
struct NcpsNetwork: Sendable, CustomTestStringConvertible {
  let name: String
  /// The file it is read from.
  let file: URL

  var testDescription: String { name }

  /// Those beside these tests; `Goldens/origin.md` says where they come from.
  static let checkedIn = [
    "cfc_default", "cfc_pure", "cfc_no_gate", "cfc_backbone3_silu", "ltc_full",
    "ltc_autoncp_16_2", "wired_autoncp_16_2",
  ].map { NcpsNetwork(name: $0, file: Goldens.folder.appending(path: "ncps.h5")) }

  /// Those that stand beside the package, if they do.
  static let shared: [NcpsNetwork] = [
    "cfc_gelu", "cfc_relu", "cfc_tanh", "cfc_nobackbone", "cfc_mixed_proj",
    "wired_autoncp_28_4_mixed", "wired_autoncp_pure", "wired_fully", "wired_random", "ltc_ncp",
    "ltc_random", "ltc_explicit", "ltc_mixed", "ltc_unfold1", "ltc_nomap",
  ].map { NcpsNetwork(name: $0, file: sharedFile) }
    .filter { FileManager.default.fileExists(atPath: $0.file.path) }

  private static let sharedFile = Goldens.folder.deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/goldens/ncps/ncps_golden.h5")

  /// Those that are there.
  static let all = checkedIn + shared
}

/// A network, what it was given and what it gave, in doubles.
struct NcpsRecord {
  static let sequences = 4
  static let steps = 40
  static let inputs = 5

  let tensors: [String: [Double]]
  let x: [Double]
  let elapsed: [Double]
  let y: [Double]
  /// What each sequence ended with: the cell's state, and the LSTM's if there is one.
  let final: [[Double]]
  /// The number of the cell's own units.
  let units: Int

  /// The number of outputs of each step.
  var outputs: Int { y.count / Self.sequences / Self.steps }

  init(_ network: NcpsNetwork, precision: String) throws {
    let file = try File(reading: network.file.path)
    let group = try file.root.group(network.name).group(precision)
    func read(_ name: String) throws -> [Double] {
      try precision == "f32"
        ? group.dataset(name).readAll(as: Float.self).map(Double.init)
        : group.dataset(name).readAll(as: Double.self)
    }
    var tensors: [String: [Double]] = [:]
    for link in try group.group("state_dict").links() {
      tensors[link.name] = try read("state_dict/" + link.name)
    }
    self.tensors = tensors
    x = try read("x")
    elapsed = try read("timespans")
    y = try read("y")
    let states = try read("h_final")
    units = states.count / Self.sequences
    let memories =
      try group.contains("c_final")
      ? read("c_final").rows(of: units)
      : [[Double]](repeating: [], count: Self.sequences)
    final = zip(states.rows(of: units), memories).map { $0 + $1 }
  }
}
