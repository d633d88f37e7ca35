extension WiredCfCCell {
  /// One layer of the wiring and where its tensors stand.
  struct Layer: Sendable {
    /// The number of the layer's first unit in the order of the state.
    let first: Int
    /// The number of units.
    let count: Int
    /// The place in a row of the first value that the layer reads from the one before.
    let source: Int
    /// The number of those values.
    let sources: Int
    /// The place in a row of the layer's first old value.
    let own: Int
    /// The number of heads: one in the pure mode, else four.
    let heads: Int
    /// Where the first head's matrix begins; the others follow with its bias between.
    let weights: Int
    /// Where the decays begin in the pure mode; the levels follow.
    let decays: Int
    /// One where a unit (row) reads a value (column).
    let mask: [Float]
    private let polarities: [Int8]

    /// The number of values that a unit may read.
    var columns: Int { sources + count }
    /// The distance from one head's tensors to the next head's.
    var pitch: Int { count * columns + count }

    /// Lays out the layers of a wiring.
    static func all(_ configuration: Configuration, _ layout: inout ParameterLayout) -> [Layer] {
      let wiring = configuration.wiring
      var layers: [Layer] = []
      for index in wiring.layers.indices {
        layers.append(Layer(index, configuration, after: layers.last, &layout))
      }
      return layers
    }

    private init(
      _ index: Int, _ configuration: Configuration, after previous: Layer?,
      _ layout: inout ParameterLayout
    ) {
      let wiring = configuration.wiring
      first = previous.map { $0.first + $0.count } ?? 0
      count = wiring.layers[index].count
      source = previous.map { wiring.inputs + wiring.units + $0.first } ?? 0
      sources = previous?.count ?? wiring.inputs
      own = wiring.inputs + first
      heads = configuration.mode == .pure ? 1 : 4
      polarities = wiring.polarities(into: index)
      mask = Self.mask(polarities, count, sources, configuration.fidelity)
      let prefix = "rnn_cell.layer_\(index)."
      let shape = [count, sources + count]
      layout.append(prefix + "sparsity_mask", shape, .fixed)
      decays = layout.count
      if heads == 1 {
        layout.append(prefix + "w_tau", [1, count], .vector)
        layout.append(prefix + "A", [1, count], .vector)
      }
      weights = layout.count
      for name in ["ff1", "ff2", "time_a", "time_b"].prefix(heads) {
        layout.append("\(prefix)\(name).weight", shape)
        layout.append("\(prefix)\(name).bias", [count], .vector)
      }
    }

    private static func mask(
      _ polarities: [Int8], _ count: Int, _ sources: Int, _ fidelity: Fidelity
    ) -> [Float] {
      let columns = sources + count
      return polarities.indices.map { place in
        let (unit, column) = (place / columns, place % columns)
        let isOwn = fidelity == .ncps ? column >= sources : column == sources + unit
        return isOwn || polarities[place] != 0 ? 1 : 0
      }
    }

    /// The synapses that end at a unit, in the order of the columns.
    func synapses(of unit: Int, _ configuration: Configuration) -> [Synapse] {
      (0..<columns).compactMap { column in
        let place = unit * columns + column
        let weight = weights + place
        let source = column < sources ? source + column : own + column - sources
        switch configuration.fidelity {
        case .ncps:
          return Synapse(
            source: source, weight: weight, pitch: pitch, kind: mask[place] == 1 ? .free : .thin)
        case .wiring:
          guard mask[place] == 1 else { return nil }
          let polarity = polarities[place]
          return Synapse(
            source: source, weight: weight, pitch: pitch,
            kind: polarity == 0 ? .free : polarity > 0 ? .excitatory : .inhibitory)
        }
      }
    }
  }

  /// What a unit reads of a value.
  struct Synapse: Sendable {
    /// What the weights of the first two heads are multiplied by.
    enum Kind: Sendable {
      case free
      /// There is none; the gate reads the value all the same.
      case thin
      case excitatory
      case inhibitory
    }

    /// The place of the value in a row.
    let source: Int
    /// The place of the first head's weight, and the distance to the next head's.
    let weight: Int
    let pitch: Int
    let kind: Kind

    /// What a weight of one of the first two heads is multiplied by.
    func factor(_ weight: Float) -> Float {
      let sign: Float = weight < 0 ? -1 : weight > 0 ? 1 : 0
      switch kind {
      case .free: return 1
      case .thin: return 0
      case .excitatory: return sign
      case .inhibitory: return -sign
      }
    }
  }
}

extension Wiring {
  /// The polarity from what a layer reads (columns: the layer before or the inputs, then the layer
  /// itself) to each of its units (rows).
  func polarities(into layer: Int) -> [Int8] {
    let targets = layers[layer]
    return targets.flatMap { target in
      let before =
        layer == 0
        ? (0..<inputs).map { sensoryAdjacency[$0 * units + target] }
        : layers[layer - 1].map { adjacency[$0 * units + target] }
      return before + targets.map { adjacency[$0 * units + target] }
    }
  }
}
