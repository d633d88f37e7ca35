extension StateDictionary {
  /// The wiring of a liquid time-constant network: its masks, with the signs of its potentials.
  ///
  /// Where ncps' generators give just these synapses from their default seeds, the wiring knows its
  /// recipe; else it is told synapse by synapse.
  func wiring(outputs: Int) throws(StateDictionaryError) -> Wiring {
    let sensory = try matrix("rnn_cell.sensory_sparsity_mask")
    let units = sensory.columns
    guard 1...units ~= outputs else {
      throw StateDictionaryError(
        "rnn_cell.output_w", "the outputs must be from 1 to \(units), and are \(outputs)")
    }
    let sensoryPolarities = try polarities("sensory_", sensory.rows, units)
    let polarities = try polarities("", units, units)
    let candidates = Self.candidates(inputs: sensory.rows, units: units, outputs: outputs)
    if let known = candidates.first(where: {
      $0.adjacency == polarities && $0.sensoryAdjacency == sensoryPolarities
    }) {
      return known
    }
    do {
      return try Wiring(
        inputs: sensory.rows, units: units, outputs: outputs, adjacency: polarities,
        sensoryAdjacency: sensoryPolarities)
    } catch {
      throw StateDictionaryError("rnn_cell.sparsity_mask", error.description)
    }
  }

  /// The wiring of closed-form cells in layers: what their masks say of it.
  ///
  /// Polarities and the synapses within a layer are not in such weights; they play no part in them.
  func layeredWiring() throws(StateDictionaryError) -> Wiring {
    var masks: [(mask: [Float], rows: Int, columns: Int)] = []
    while has("rnn_cell.layer_\(masks.count).sparsity_mask") {
      let key = "rnn_cell.layer_\(masks.count).sparsity_mask"
      let (rows, columns) = try matrix(key)
      let mask = try zerosAndOnes(key)
      guard columns > rows,
        (0..<rows).allSatisfy({ row in
          mask[row * columns..<(row + 1) * columns].suffix(rows).allSatisfy { $0 == 1 }
        })
      else { throw StateDictionaryError(key, "must let a unit read all of its own layer") }
      if let before = masks.last, columns - rows != before.rows {
        throw StateDictionaryError(
          key, "must have \(before.rows) columns for the layer before and \(rows) for its own")
      }
      masks.append((mask, rows, columns))
    }
    guard let first = masks.first, let last = masks.last else {
      throw StateDictionaryError("rnn_cell.layer_0.sparsity_mask", "is missing")
    }
    let inputs = first.columns - first.rows
    let units = masks.reduce(0) { $0 + $1.rows }
    if masks.count == 3 {
      let candidates = Self.candidates(inputs: inputs, units: units, outputs: last.rows)
      for wiring in candidates
      where wiring.layers.map(\.count) == masks.map(\.rows)
        && WiredCfCCell(WiredCfCCell.Configuration(wiring: wiring)).layers.map(\.mask)
          == masks.map(\.mask)
      {
        return wiring
      }
    }
    return try given(masks, inputs: inputs, units: units)
  }

  private func given(
    _ masks: [(mask: [Float], rows: Int, columns: Int)], inputs: Int, units: Int
  ) throws(StateDictionaryError) -> Wiring {
    var adjacency = [Int8](repeating: 0, count: units * units)
    var sensory = [Int8](repeating: 0, count: inputs * units)
    var layers: [Range<Int>] = []
    var end = units
    for (mask, rows, columns) in masks {
      let layer = end - rows..<end
      end -= rows
      for row in 0..<rows {
        for source in 0..<columns - rows where mask[row * columns + source] == 1 {
          let target = layer.lowerBound + row
          if let before = layers.last {
            adjacency[(before.lowerBound + source) * units + target] = 1
          } else {
            sensory[source * units + target] = 1
          }
        }
      }
      layers.append(layer)
    }
    do {
      return try Wiring(
        inputs: inputs, units: units, outputs: layers.last?.count ?? 0, layers: layers,
        adjacency: adjacency, sensoryAdjacency: sensory)
    } catch {
      throw StateDictionaryError("rnn_cell.layer_0.sparsity_mask", error.description)
    }
  }

  /// What ncps' generators make from their default seeds.
  private static func candidates(inputs: Int, units: Int, outputs: Int) -> [Wiring] {
    [
      try? Wiring.fullyConnected(inputs: inputs, units: units, outputs: outputs),
      try? Wiring.autoNCP(inputs: inputs, units: units, outputs: outputs),
    ].compactMap(\.self)
  }

  /// The signs of the reversal potentials where the mask has synapses.
  private func polarities(
    _ kind: String, _ sources: Int, _ units: Int
  ) throws(StateDictionaryError) -> [Int8] {
    let mask = try zerosAndOnes("rnn_cell.\(kind)sparsity_mask")
    let key = "rnn_cell.\(kind)erev"
    guard mask.count == sources * units, let erev = parameters[key], erev.shape == [sources, units]
    else { throw StateDictionaryError(key, "must be of shape [\(sources), \(units)], as the mask") }
    return zip(mask, erev.values).map { $0 == 0 ? 0 : $1 < 0 ? -1 : 1 }
  }

  private func zerosAndOnes(_ key: String) throws(StateDictionaryError) -> [Float] {
    guard let mask = parameters[key] else { throw StateDictionaryError(key, "is missing") }
    guard mask.values.allSatisfy({ $0 == 0 || $0 == 1 }) else {
      throw StateDictionaryError(key, "must hold 0 and 1 alone: polarities are in Keras' weights")
    }
    return mask.values
  }
}
