internal import HDF5
internal import LiquidNetworks

extension StateDictionaryOptions {
  /// The names of the attributes, which are those of ncps' arguments.
  private enum Name {
    static let mode = "mode"
    static let activation = "activation"
    static let constraints = "implicit_param_constraints"
    static let unfolds = "ode_unfolds"
    static let epsilon = "epsilon"
    static let outputs = "output_size"
  }

  /// What the attributes of a state dictionary, or of the group it stands in, say of its network.
  init(_ attributes: [StoredGroup.Attribute]) {
    self.init()
    func text(_ name: String) -> String? {
      attributes.last { $0.name == name }.flatMap { attribute in
        attribute.value.text
          ?? attribute.value.number.map { number in
            Int(exactly: number).map { "\($0)" } ?? "\(number)"
          }
      }
    }
    mode = text(Name.mode).flatMap { CfCCell.Mode(rawValue: $0) }
    activation = text(Name.activation).flatMap { Activation(rawValue: $0) }
    switch text(Name.constraints) {
    case "True", "true", "1": positivity = .implicit
    case "False", "false", "0": positivity = .explicit
    default: break
    }
    unfolds = text(Name.unfolds).flatMap { Int($0) }
    epsilon = text(Name.epsilon).flatMap { Float($0) }.flatMap { 0...1 ~= $0 ? $0 : nil }
    outputs = text(Name.outputs).flatMap { Int($0) }
  }

  /// The options as attributes, all of them texts, which is what every format keeps.
  var attributes: [StoredGroup.Attribute] {
    let pairs: [(String, String?)] = [
      (Name.mode, mode?.rawValue), (Name.activation, activation?.rawValue),
      (Name.constraints, positivity.map { $0 == .implicit ? "True" : "False" }),
      (Name.unfolds, unfolds.map { "\($0)" }), (Name.epsilon, epsilon.map { "\($0)" }),
      (Name.outputs, outputs.map { "\($0)" }),
    ]
    return pairs.compactMap { name, text in
      text.map { StoredGroup.Attribute(name, .text($0)) }
    }
  }
}
