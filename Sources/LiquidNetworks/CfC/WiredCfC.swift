public import Kernels

/// Closed-form cells one behind another, joined as a wiring's layers are: inter, command, motor.
///
/// As in ncps, a layer sees the new state of the layer before it; synapses inside a layer are all
/// there, polarities play no part, and the gate's heads are not thinned out.
public struct WiredCfC: LaneNetwork {
  /// What joins the layers.
  public let wiring: Wiring
  private let cells: [CfCCell]

  /// A network with given weights, one set for each layer of the wiring.
  public init(_ wiring: Wiring, mode: CfC.Mode = .default, _ weights: [CfC.Weights]) {
    precondition(weights.count == wiring.layers.count, "each layer has its weights")
    self.wiring = wiring
    cells = wiring.layers.indices.map { layer in
      var thinned = weights[layer]
      let mask = wiring.mask(of: layer)
      thinned.ff1.weight = zip(thinned.ff1.weight, mask).map { $0 * $1 }
      if let second = thinned.ff2 {
        thinned.ff2?.weight = zip(second.weight, mask).map { $0 * $1 }
      }
      return CfCCell(wiring.configuration(of: layer, mode), thinned)
    }
  }

  /// Reads a network from an ncps state dictionary, whose masks must be those of the wiring.
  public init(
    _ wiring: Wiring, mode: CfC.Mode = .default, _ parameters: Parameters
  ) throws(ParameterError) {
    var weights: [CfC.Weights] = []
    for layer in wiring.layers.indices {
      let prefix = "rnn_cell.layer_\(layer)."
      let configuration = wiring.configuration(of: layer, mode)
      weights.append(try CfC.Weights(parameters, configuration, prefix: prefix))
      let name = prefix + "sparsity_mask"
      guard parameters[name] != nil else { continue }
      let columns = configuration.inputs + configuration.units
      let mask = try parameters.values(of: name, shape: [configuration.units, columns])
      guard mask == wiring.mask(of: layer) else {
        throw ParameterError("\(name) must be the mask of the wiring: check its seed and sizes")
      }
    }
    self.init(wiring, mode: mode, weights)
  }

  /// The number of inputs.
  public var inputs: Int { wiring.inputs }
  /// The number of units.
  public var units: Int { wiring.units }
  /// The number of outputs.
  public var outputs: Int { cells[cells.count - 1].units }

  /// Returns the state before the first observation: zero.
  ///
  /// Its values stand layer after layer: inter, command, motor, as ncps keeps them.
  public func start() -> NetworkState {
    NetworkState(values: units, parts: cells.map { $0.room() })
  }

  /// Steps one sequence, lanes over its units.
  public func step(
    _ input: Span<Float>, after dt: Float, _ state: inout NetworkState,
    into output: inout MutableSpan<Float>
  ) {
    precondition(input.count == inputs && output.count == outputs)
    for index in input.indices { state.parts[0].scratch[index] = input[index] }
    var place = 0
    for layer in cells.indices {
      let (first, count) = (cells[layer].inputs, cells[layer].units)
      for unit in 0..<count {
        state.parts[layer].scratch[first + unit] = state.values[place + unit]
      }
      cells[layer].step(after: dt, &state.parts[layer])
      let isLast = layer == cells.count - 1
      for unit in 0..<count {
        let value = state.parts[layer].scratch[first + unit]
        state.values[place + unit] = value
        if isLast { output[unit] = value } else { state.parts[layer + 1].scratch[unit] = value }
      }
      place += count
    }
  }

  /// Returns the state of sixteen sequences before their first observations: zero.
  public func startLanes() -> LaneState {
    LaneState(layers: cells.map { $0.laneScratch() })
  }

  /// Steps sixteen sequences, one in each lane.
  public func step(
    _ inputs: Span<Lanes>, after dt: Lanes, active: SIMDMask<SIMD16<Int32>>,
    _ state: inout LaneState, into outputs: inout MutableSpan<Lanes>
  ) {
    precondition(inputs.count == self.inputs && outputs.count == self.outputs)
    for index in inputs.indices { state.layers[0].z[index] = inputs[index] }
    for layer in cells.indices {
      cells[layer].step(after: dt, active: active, &state.layers[layer])
      let (first, count) = (cells[layer].inputs, cells[layer].units)
      let isLast = layer == cells.count - 1
      for unit in 0..<count {
        let value = state.layers[layer].z[first + unit]
        if isLast {
          outputs[unit].replace(with: value, where: active)
        } else {
          state.layers[layer + 1].z[unit] = value
        }
      }
    }
  }

  /// The units' values of sixteen sequences.
  public struct LaneState: Sendable {
    var layers: [CfCCell.LaneScratch]
  }
}

extension Wiring {
  /// The shape of one layer's cell, which has no backbone.
  func configuration(of layer: Int, _ mode: CfC.Mode) -> CfC.Configuration {
    CfC.Configuration(
      inputs: layer == 0 ? inputs : layers[layer - 1].count, units: layers[layer].count,
      backboneUnits: 0, backboneLayers: 0, mode: mode)
  }

  /// One where a layer's unit (row) reads a value (column): where the wiring has a synapse from the
  /// layer before, and everywhere in the layer's own state.
  func mask(of layer: Int) -> [Float] {
    let targets = layers[layer]
    let sources = layer == 0 ? 0..<inputs : layers[layer - 1]
    let polarities = layer == 0 ? sensoryAdjacency : adjacency
    return targets.flatMap { target in
      sources.map { polarities[$0 * units + target] == 0 ? 0 : 1 }
        + [Float](repeating: 1, count: targets.count)
    }
  }
}
