extension CfC {
  /// The weights of a closed-form continuous-time network, under their names in ncps.
  public struct Weights: Sendable, Equatable {
    /// The layers that input and state, in this order, pass first.
    public var backbone: [Affine]
    /// The head that holds where the gate is closed.
    public var ff1: Affine
    /// The head that holds where the gate is open; absent in the pure mode, as are the next two.
    public var ff2: Affine?
    /// How the gate moves with time.
    public var timeA: Affine?
    /// Where the gate stands when no time has passed.
    public var timeB: Affine?
    /// The decay of the pure mode, one value for each unit.
    public var wTau: [Float]
    /// The level of the pure mode, one value for each unit.
    public var level: [Float]

    /// The heads in the order in which their results are stacked.
    var heads: [Affine] {
      [ff1] + [ff2, timeA, timeB].compactMap(\.self)
    }
  }
}

extension CfC.Weights {
  /// Reads the weights of a network from an ncps state dictionary.
  ///
  /// Backbone layers are counted in the order of their numbers, which have gaps where an activation
  /// or a dropout stands between them.
  ///
  /// - Parameters:
  ///   - parameters: The named tensors.
  ///   - configuration: What the network is.
  ///   - prefix: What stands before each name.
  /// - Throws: `ParameterError` when a tensor is missing or has another shape.
  public init(
    _ parameters: Parameters, _ configuration: CfC.Configuration, prefix: String = "rnn_cell."
  ) throws(ParameterError) {
    let numbers = parameters.all.compactMap { parameter -> Int? in
      guard parameter.name.hasPrefix(prefix + "backbone."), parameter.name.hasSuffix(".weight")
      else { return nil }
      return Int(parameter.name.dropFirst(prefix.count + 9).dropLast(7))
    }.sorted()
    guard numbers.count == configuration.backboneLayers else {
      throw ParameterError(
        "the backbone must have \(configuration.backboneLayers) layers, and has \(numbers.count)")
    }
    backbone = []
    var columns = configuration.inputs + configuration.units
    for number in numbers {
      backbone.append(
        try Affine(
          "\(prefix)backbone.\(number)", rows: configuration.backboneUnits, columns: columns,
          from: parameters))
      columns = configuration.backboneUnits
    }
    func head(_ name: String) throws(ParameterError) -> Affine {
      try Affine(prefix + name, rows: configuration.units, columns: columns, from: parameters)
    }
    ff1 = try head("ff1")
    if configuration.mode == .pure {
      wTau = try parameters.values(of: prefix + "w_tau", shape: [1, configuration.units])
      level = try parameters.values(of: prefix + "A", shape: [1, configuration.units])
    } else {
      ff2 = try head("ff2")
      timeA = try head("time_a")
      timeB = try head("time_b")
      wTau = []
      level = []
    }
  }

  /// Returns the weights as an ncps state dictionary, in its order.
  ///
  /// - Parameter prefix: What stands before each name.
  /// - Returns: The named tensors.
  public func parameters(prefix: String = "rnn_cell.") -> Parameters {
    var all: [Parameter] = []
    if !wTau.isEmpty {
      all.append(Parameter(prefix + "w_tau", shape: [1, wTau.count], values: wTau))
      all.append(Parameter(prefix + "A", shape: [1, level.count], values: level))
    }
    for (index, layer) in backbone.enumerated() {
      all += layer.parameters("\(prefix)backbone.\(2 * index)")
    }
    all += ff1.parameters(prefix + "ff1")
    all += ff2?.parameters(prefix + "ff2") ?? []
    all += timeA?.parameters(prefix + "time_a") ?? []
    all += timeB?.parameters(prefix + "time_b") ?? []
    return Parameters(all)
  }
}
