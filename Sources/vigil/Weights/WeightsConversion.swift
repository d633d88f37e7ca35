import Configuration
import Formats
import LiquidNetworks
import Stages

/// How `vigil convert` takes weights of ncps, and gives weights to it.
struct WeightsConversion {
  private var options = StateDictionaryOptions()
  private let takesDefaults: Bool
  private let inputs: RawInputs
  private let member: Int

  init(_ settings: inout Settings) {
    options.mode = settings.optionalWord(
      "mode", among: CfCCell.Mode.allCases.map(\.rawValue), "Of ncps' CfC: how time enters."
    ).flatMap { CfCCell.Mode(rawValue: $0) }
    options.activation = settings.optionalWord(
      "activation", among: Activation.allCases.map(\.rawValue), "Of ncps' CfC: its backbone's."
    ).flatMap { Activation(rawValue: $0) }
    options.positivity = settings.optionalWord(
      "positivity", among: LTCCell.Positivity.allCases.map(\.rawValue),
      "Of ncps' LTC: implicit_param_constraints or not."
    ).flatMap { LTCCell.Positivity(rawValue: $0) }
    options.unfolds = settings.optionalInteger(
      "unfolds", in: 1...1000, "Of ncps' LTC: ode_unfolds.")
    options.epsilon = settings.optionalNumber("epsilon", in: 0...1, "Of ncps' LTC: epsilon.")
      .map { Float($0) }
    options.outputs = settings.optionalInteger(
      "outputs", in: 1...65_536, "Of ncps' LTC without an output mapping: how many outputs.")
    takesDefaults = settings.flag(
      "ncps-defaults", "Takes for what neither the weights nor an option says what ncps does.")
    inputs = RawInputs(&settings)
    member = settings.integer(
      "member", in: 0...9999, default: 0, "Which network of a model is written for ncps.")
  }

  /// Converts weights, if the input is a file of weights.
  ///
  /// Throws what is wrong with them.
  func convert(_ input: String, to output: String) throws -> Bool {
    let file = RecordingAddress(input).file
    // What is neither HDF5 nor safetensors is a record, or nothing, and others say so.
    guard let kind = try? IsolatedReader.kind(of: file) else { return false }
    if kind == .model {
      try export(file, to: output)
      return true
    }
    guard let dictionary = try IsolatedReader.stateDictionary(at: input) else { return false }
    try take(dictionary, from: input, to: output)
    return true
  }

  private func take(_ dictionary: StoredGroup, from input: String, to output: String) throws {
    let fallback =
      takesDefaults ? StateDictionaryOptions.defaults : StateDictionaryOptions()
    var model = try StoredModel(
      importing: dictionary, options, otherwise: fallback, from: input)
    let outputs = model.members[0]["readout.bias"]?.values.count ?? 0
    model.attributes += try inputs.attributes(
      inputs: model.architecture.inputs, outputs: outputs, from: input)
    model.card.notes = [
      .init("notice", Vigil.notice), .init("program", "vigil \(Vigil.version)"),
      .init("source", "a state dictionary of ncps for PyTorch"),
    ]
    model.card.limits = [
      "Nothing is known of what the network was trained on, or how well it does."
    ]
    let wide = dictionary.tensors.contains { if case .floats = $0.values { false } else { true } }
    if wide {
      Message.warning("\(input): has more than 32 bits a number; the weights were rounded")
      model.card.notes.append(.init("rounding", "from more than 32 bits a number"))
    }
    try model.write(to: output)
    Message.say(
      "\(model.architecture.name): \(model.architecture.inputs.of("input")), "
        + "\(outputs.of("output")), \(model.parameterCount.of("number"))\n")
  }

  private func export(_ input: String, to output: String) throws {
    let model = try IsolatedReader.model(in: input)
    let dictionary = try model.stateDictionary(member: member, from: input)
    if output.hasSuffix(".safetensors") {
      try dictionary.writeSafetensors(to: output)
    } else {
      let root = StoredGroup(
        attributes: dictionary.attributes,
        groups: [.init("state_dict", StoredGroup(tensors: dictionary.tensors))])
      try root.write(to: output)
    }
  }
}
