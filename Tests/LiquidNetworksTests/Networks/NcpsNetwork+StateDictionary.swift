import Foundation
import HDF5
import LiquidNetworks

extension NcpsNetwork {
  /// What the state dictionary does not say of the network: what its name says, else the defaults.
  var options: StateDictionaryOptions {
    var options = StateDictionaryOptions.defaults
    switch name {
    case "cfc_no_gate": options.mode = .noGate
    case "cfc_backbone3_silu": options.activation = .silu
    case "cfc_gelu": options.activation = .gelu
    case "cfc_relu": options.activation = .relu
    case "cfc_tanh": options.activation = .tanh
    case "ltc_explicit": options.positivity = .explicit
    case "ltc_unfold1": options.unfolds = 1
    case "ltc_nomap": options.outputs = 8
    default: break
    }
    return options
  }

  /// The state dictionary.
  func parameters() throws -> Parameters {
    let file = try File(reading: self.file.path)
    let group = try file.root.group("\(name)/f32/state_dict")
    var all: [Parameter] = []
    for link in try group.links() {
      let dataset = try group.dataset(link.name)
      all.append(Parameter(link.name, shape: dataset.extent, values: try dataset.readAll()))
    }
    return Parameters(all)
  }
}
