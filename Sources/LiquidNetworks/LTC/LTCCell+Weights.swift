public import Kernels

extension LTCCell {
  /// Where each tensor stands in the array of weights.
  struct Tensors: Sendable {
    /// The tensors of synapses from one kind of source.
    struct Synaptic: Sendable {
      let sigma: Range<Int>
      let mu: Range<Int>
      let w: Range<Int>
      let erev: Range<Int>
    }

    let layout: ParameterLayout
    let gleak: Range<Int>
    let vleak: Range<Int>
    let cm: Range<Int>
    let recurrent: Synaptic
    let sensory: Synaptic
    let masks: (recurrent: Range<Int>, sensory: Range<Int>)
    let inputW: Range<Int>?
    let inputB: Range<Int>?
    let outputW: Range<Int>?
    let outputB: Range<Int>?

    init(_ cell: LTCCell) {
      var layout = ParameterLayout()
      let (inputs, units, outputs) = (cell.inputs, cell.units, cell.outputs)
      // What conducts or stores must not become negative where nothing else sees to it.
      let positive: ParameterLayout.Role =
        cell.configuration.positivity == .explicit ? .nonnegative : .vector
      func tensor(
        _ name: String, _ shape: [Int], _ role: ParameterLayout.Role = .vector
      ) -> Range<Int> {
        layout.append("rnn_cell." + name, shape, role)
      }
      func synapses(_ kind: String, _ sources: Int) -> Synaptic {
        let shape = [sources, units]
        return Synaptic(
          sigma: tensor(kind + "sigma", shape), mu: tensor(kind + "mu", shape),
          w: tensor(kind + "w", shape, positive), erev: tensor(kind + "erev", shape))
      }
      func map(
        _ mapping: Mapping, _ name: String, _ count: Int
      ) -> (w: Range<Int>?, b: Range<Int>?) {
        (
          mapping == .none ? nil : tensor(name + "_w", [count]),
          mapping == .affine ? tensor(name + "_b", [count]) : nil
        )
      }
      gleak = tensor("gleak", [units], positive)
      vleak = tensor("vleak", [units])
      cm = tensor("cm", [units], positive)
      recurrent = synapses("", units)
      sensory = synapses("sensory_", inputs)
      masks = (
        tensor("sparsity_mask", [units, units], .fixed),
        tensor("sensory_sparsity_mask", [inputs, units], .fixed)
      )
      (inputW, inputB) = map(cell.configuration.inputMapping, "input", inputs)
      (outputW, outputB) = map(cell.configuration.outputMapping, "output", outputs)
      self.layout = layout
    }
  }

  /// The tensors under ncps' names and in its order, the wiring's masks among them.
  ///
  /// None decays: they are potentials, conductances and slopes, for which zero is no rest.
  public var layout: ParameterLayout { Tensors(self).layout }

  /// Returns the weights with which ncps begins: uniform in its ranges, `erev` the polarities.
  public func initial(_ random: inout Xoshiro) -> [Float] {
    let tensors = Tensors(self)
    var weights = [Float](repeating: 0, count: tensors.layout.count)
    func draw(_ places: Range<Int>, _ lower: Float, _ upper: Float) {
      for place in places { weights[place] = random.within(lower, upper) }
    }
    func draw(_ synapses: Tensors.Synaptic, _ polarities: [Int8]) {
      draw(synapses.w, 0.001, 1)
      draw(synapses.sigma, 3, 8)
      draw(synapses.mu, 0.3, 0.8)
      weights.replaceSubrange(synapses.erev, with: polarities.map(Float.init))
    }
    draw(tensors.gleak, 0.001, 1)
    draw(tensors.vleak, -0.2, 0.2)
    draw(tensors.cm, 0.4, 0.6)
    draw(tensors.recurrent, configuration.wiring.adjacency)
    draw(tensors.sensory, configuration.wiring.sensoryAdjacency)
    weights.replaceSubrange(tensors.masks.recurrent, with: masks.recurrent)
    weights.replaceSubrange(tensors.masks.sensory, with: masks.sensory)
    for places in [tensors.inputW, tensors.outputW] {
      for place in places ?? 0..<0 { weights[place] = 1 }
    }
    return weights
  }

  /// One where the wiring has a synapse, else zero.
  private var masks: (recurrent: [Float], sensory: [Float]) {
    (
      configuration.wiring.adjacency.map { Float(abs($0)) },
      configuration.wiring.sensoryAdjacency.map { Float(abs($0)) }
    )
  }
}
