/// The weights of a network under the keys of ncps, and what their names and shapes say of it.
///
/// ncps 1.0.1 for PyTorch: `CfC` and `LTC`, with or without a wiring, mixed memory and projection.
public struct StateDictionary: Sendable, Hashable {
  /// The tensors.
  public let parameters: Parameters

  /// Takes tensors, all of which must be finite.
  public init(_ parameters: Parameters) throws(StateDictionaryError) {
    for parameter in parameters.all {
      if let odd = parameter.values.first(where: { !$0.isFinite }) {
        throw StateDictionaryError(parameter.name, "holds \(odd): weights must be finite")
      }
    }
    self.parameters = parameters
  }

  /// The network: what it is, and its weights.
  public struct Network: Sendable, Hashable {
    /// What it is.
    public var architecture: Architecture
    /// The tensors of its cell in the cell's order; then, where it has a projection, those of a
    /// readout.
    public var weights: Parameters

    /// A network of these parts.
    public init(_ architecture: Architecture, _ weights: Parameters) {
      self.architecture = architecture
      self.weights = weights
    }
  }

  static let projection = "fc"
  static let readout = "readout"

  /// Finds out what the network is, and takes each tensor for what it is there.
  ///
  /// - Parameter options: What the tensors do not say.
  /// - Returns: The network, whose masks are those of the tensors, exactly.
  /// - Throws: `StateDictionaryError` where something is not stated, a tensor is missing, does not
  ///   belong there, or has a shape that does not fit.
  public func network(_ options: StateDictionaryOptions) throws(StateDictionaryError) -> Network {
    var architecture = try plain(options)
    if has("lstm.recurrent_map.weight") || has("lstm.input_map.weight") {
      architecture = .mixedMemory(architecture)
    }
    let cell = architecture.cell
    let layout = cell.layout
    let names = layout.entries.map(\.name)
    var weights: [Parameter] = []
    do throws(ParameterError) {
      weights = layout.parameters(try cell.values(parameters)).all
      if has("\(Self.projection).weight") || has("\(Self.projection).bias") {
        weights += try projected(cell.outputs)
      }
    } catch {
      throw StateDictionaryError("", error.description)
    }
    for parameter in parameters.all
    where !names.contains(parameter.name) && !parameter.name.hasPrefix("\(Self.projection).") {
      throw StateDictionaryError(parameter.name, "belongs to no part of a network of this kind")
    }
    return Network(architecture, Parameters(weights))
  }

  private func projected(_ columns: Int) throws(ParameterError) -> [Parameter] {
    let bias = "\(Self.projection).bias"
    guard let rows = parameters[bias]?.values.count, rows > 0 else {
      throw ParameterError("the weights must contain \(bias)")
    }
    let weight = try parameters.values(of: "\(Self.projection).weight", shape: [rows, columns])
    return [
      Parameter("\(Self.readout).weight", shape: [rows, columns], values: weight),
      Parameter(
        "\(Self.readout).bias", shape: [rows],
        values: try parameters.values(of: bias, shape: [rows])
      ),
    ]
  }

  // MARK: Kinds of networks

  /// The network without a memory before it.
  private func plain(_ options: StateDictionaryOptions) throws(StateDictionaryError) -> Architecture
  {
    if has("rnn_cell.gleak") { return .ltc(try ltc(options)) }
    if parameters.all.contains(where: { $0.name.hasPrefix("rnn_cell.layer_0.") }) {
      return .wiredCfC(try wiredCfC(options))
    }
    if has("rnn_cell.ff1.weight") { return .cfc(try cfc(options)) }
    throw StateDictionaryError(
      "",
      "these are not the weights of CfC or LTC of ncps: there is none of rnn_cell.ff1.weight,"
        + " rnn_cell.layer_0.ff1.weight and rnn_cell.gleak")
  }

  private func cfc(
    _ options: StateDictionaryOptions
  ) throws(StateDictionaryError) -> CfCCell.Configuration {
    let head = try matrix("rnn_cell.ff1.weight")
    let numbers = try backbone()
    var configuration = CfCCell.Configuration(
      inputs: head.columns - head.rows, units: head.rows, backboneUnits: 0, backboneLayers: 0,
      mode: try mode("rnn_cell.", options))
    if let first = numbers.first {
      let layer = try matrix("rnn_cell.backbone.\(first).weight")
      configuration.inputs = layer.columns - head.rows
      configuration.backboneUnits = layer.rows
      configuration.backboneLayers = numbers.count
      guard let activation = options.activation else {
        throw StateDictionaryError(
          "", "the weights do not say what bends the backbone", option: "activation")
      }
      configuration.activation = activation
      let plain = numbers.indices.map { 2 * $0 }
      let dropped = numbers.indices.map { $0 == 0 ? 0 : 3 * $0 - 1 }
      guard numbers == plain || numbers == dropped else {
        throw StateDictionaryError(
          "rnn_cell.backbone.\(numbers.last ?? 0).weight",
          "the layers must be numbered 0, 2, 4 and so on, or with dropout 0, 2, 5, 8 and so on")
      }
      // The rate is not kept; that there was one is told by the numbers of three layers or more.
      configuration.countsDropouts = numbers != plain
    }
    guard configuration.inputs > 0 else {
      throw StateDictionaryError(
        "rnn_cell.ff1.weight", "leaves no room for an input beside \(head.rows) units")
    }
    return configuration
  }

  private func wiredCfC(
    _ options: StateDictionaryOptions
  ) throws(StateDictionaryError) -> WiredCfCCell.Configuration {
    WiredCfCCell.Configuration(
      wiring: try layeredWiring(), mode: try mode("rnn_cell.layer_0.", options))
  }

  private func ltc(
    _ options: StateDictionaryOptions
  ) throws(StateDictionaryError) -> LTCCell.Configuration {
    func require<Value>(_ value: Value?, _ what: String, _ option: String)
      throws(StateDictionaryError) -> Value
    {
      guard let value else {
        throw StateDictionaryError("", "the weights do not say \(what)", option: option)
      }
      return value
    }
    let unfolds = try require(options.unfolds, "how many steps the solver takes", "unfolds")
    guard 1...1000 ~= unfolds else {
      throw StateDictionaryError("", "the solver must take 1 to 1000 steps", option: "unfolds")
    }
    // Unless it is stated otherwise, what is below zero was meant to go through the softplus.
    let raw = ["w", "sensory_w", "cm", "gleak"].flatMap {
      parameters["rnn_cell.\($0)"]?.values ?? []
    }
    let positivity = options.positivity ?? (raw.contains { $0 < 0 } ? .implicit : nil)
    return LTCCell.Configuration(
      wiring: try wiring(outputs: try outputs(options)), solver: .unfolds(unfolds),
      epsilon: try require(options.epsilon, "the solver's epsilon", "epsilon"),
      positivity: try require(positivity, "how they are kept positive", "positivity"),
      inputMapping: mapping("input"), outputMapping: mapping("output"))
  }

  private func mapping(_ name: String) -> LTCCell.Mapping {
    if has("rnn_cell.\(name)_b") { return .affine }
    return has("rnn_cell.\(name)_w") ? .linear : .none
  }

  private func outputs(_ options: StateDictionaryOptions) throws(StateDictionaryError) -> Int {
    if let mapped = parameters["rnn_cell.output_w"] { return mapped.values.count }
    if let projected = parameters["\(Self.projection).weight"], projected.shape.count == 2 {
      return projected.shape[1]
    }
    guard let outputs = options.outputs else {
      throw StateDictionaryError("", "the weights do not say how many outputs", option: "outputs")
    }
    return outputs
  }

  private func mode(
    _ prefix: String, _ options: StateDictionaryOptions
  ) throws(StateDictionaryError) -> CfCCell.Mode {
    if has(prefix + "w_tau") { return .pure }
    guard let mode = options.mode, mode != .pure else {
      throw StateDictionaryError(
        "", "the weights do not say whether the mode is default or no_gate", option: "mode")
    }
    return mode
  }

  /// The numbers of the backbone's layers.
  private func backbone() throws(StateDictionaryError) -> [Int] {
    let start = "rnn_cell.backbone."
    var numbers: [Int] = []
    for parameter in parameters.all where parameter.name.hasPrefix(start) {
      let parts = parameter.name.dropFirst(start.count).split(separator: ".")
      guard parts.count == 2, let number = Int(parts[0]), number >= 0 else {
        throw StateDictionaryError(parameter.name, "is no layer's weight or bias")
      }
      if !numbers.contains(number) { numbers.append(number) }
    }
    return numbers.sorted()
  }

  // MARK: Tensors

  func has(_ key: String) -> Bool { parameters[key] != nil }

  /// The extent of a matrix.
  func matrix(_ key: String) throws(StateDictionaryError) -> (rows: Int, columns: Int) {
    guard let parameter = parameters[key] else {
      throw StateDictionaryError(key, "is missing")
    }
    guard parameter.shape.count == 2, parameter.shape.allSatisfy({ 1...65_536 ~= $0 }) else {
      throw StateDictionaryError(key, "must be a matrix, and has shape \(parameter.shape)")
    }
    return (parameter.shape[0], parameter.shape[1])
  }
}
