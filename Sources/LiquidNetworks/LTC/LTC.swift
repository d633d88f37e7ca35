public import Kernels

/// A liquid time-constant network.
///
/// R. Hasani et al., Liquid time-constant networks, 2021, doi:10.1609/aaai.v35i9.16936, in the
/// conductance-based form of ncps. Each unit is a leaking capacitor that synapses pull towards their
/// reversal potentials, so its time constant follows the input:
/// `cm v̇ = gleak (vleak − v) + Σ w σ(v_i) (erev − v)`. The fused solver takes `unfolds` steps,
/// implicit in the unit and explicit in the gates. A time of zero changes nothing.
public struct LTC: LaneNetwork {
  /// How the network is built.
  public let configuration: Configuration
  private let recurrent: Synapses
  private let sensory: Synapses
  private let unitWeights: [Unit]
  private let blockWeights: [Block]
  private let inputMap: [(w: Float, b: Float)]
  private let outputMap: [(w: Float, b: Float)]

  /// A network with given weights.
  public init(_ configuration: Configuration, _ weights: Weights) {
    let wiring = configuration.wiring
    let isSoftplus = configuration.implicitConstraints
    func positive(_ value: Float) -> Float { isSoftplus ? Elementary.softplus(value) : value }
    self.configuration = configuration
    recurrent = Synapses(
      weights.recurrent, polarities: wiring.adjacency, units: wiring.units, isSoftplus: isSoftplus)
    sensory = Synapses(
      weights.sensory, polarities: wiring.sensoryAdjacency, units: wiring.units,
      isSoftplus: isSoftplus)
    let units = (0..<wiring.units).map { unit in
      let leak = positive(weights.gleak[unit])
      return Unit(cm: positive(weights.cm[unit]), leak: leak, pull: leak * weights.vleak[unit])
    }
    unitWeights = units
    blockWeights = (0..<Lanes.blocks(for: wiring.units)).map { Block(units, $0) }
    inputMap = zip(weights.inputW, weights.inputB).map { ($0, $1) }
    outputMap = zip(weights.outputW, weights.outputB).map { ($0, $1) }
  }

  /// The number of inputs.
  public var inputs: Int { configuration.wiring.inputs }
  /// The number of units.
  public var units: Int { configuration.wiring.units }
  /// The number of outputs.
  public var outputs: Int { configuration.wiring.outputs }

  /// What a unit has without its synapses.
  private struct Unit: Sendable {
    let cm: Float
    let leak: Float
    let pull: Float
  }

  /// What sixteen units have without their synapses; those beyond the last stay at zero.
  private struct Block: Sendable {
    var cm = Lanes(repeating: 1)
    var leak = Lanes.zero
    var pull = Lanes.zero

    init(_ units: [Unit], _ block: Int) {
      for unit in 16 * block..<min(16 * block + 16, units.count) {
        cm[unit % 16] = units[unit].cm
        leak[unit % 16] = units[unit].leak
        pull[unit % 16] = units[unit].pull
      }
    }
  }

  /// One solver step of length `h`: implicit in `v`, so it cannot overshoot.
  @inline(__always)
  private func solved(
    _ v: Lanes, cm: Lanes, current: Lanes, conductance: Lanes, _ h: Lanes
  ) -> Lanes {
    (cm * v + h * current) / (cm + h * (conductance + configuration.epsilon))
  }
}

extension LTC {
  /// Returns the state before the first observation: zero.
  ///
  /// Its values are the units' potentials by number: motor, command, inter.
  public func start() -> NetworkState {
    let blocks = blockWeights.count
    return NetworkState(values: units, scratch: 32 * blocks + inputs, lanes: 2 * blocks)
  }

  /// Steps one sequence, lanes over its units.
  ///
  /// Its room holds the potentials, those after the next unfold, and the mapped inputs; then the
  /// currents and conductances of the synapses from inputs.
  public func step(
    _ input: Span<Float>, after dt: Float, _ state: inout NetworkState,
    into output: inout MutableSpan<Float>
  ) {
    precondition(input.count == inputs && output.count == outputs)
    let blocks = blockWeights.count
    let mapped = 32 * blocks
    for index in input.indices {
      state.scratch[mapped + index] = input[index] * inputMap[index].w + inputMap[index].b
    }
    for unit in 0..<units { state.scratch[unit] = state.values[unit] }
    for block in 0..<blocks {
      var current = blockWeights[block].pull
      var conductance = blockWeights[block].leak
      sensory.add(
        block: block, state.scratch.span.extracting(mapped..<mapped + inputs), current: &current,
        conductance: &conductance)
      state.lanes[block] = current
      state.lanes[blocks + block] = conductance
    }
    let h = Lanes(repeating: dt) / Float(configuration.unfolds)
    var (now, next) = (0, 16 * blocks)
    for _ in 0..<configuration.unfolds {
      for block in 0..<blocks {
        let v = state.scratch.span.lanes(at: now + 16 * block)
        var current = state.lanes[block]
        var conductance = state.lanes[blocks + block]
        recurrent.add(
          block: block, state.scratch.span.extracting(now..<now + 16 * blocks), current: &current,
          conductance: &conductance)
        let solved = solved(
          v, cm: blockWeights[block].cm, current: current, conductance: conductance, h)
        state.scratch.store(solved, at: next + 16 * block)
      }
      swap(&now, &next)
    }
    for unit in 0..<units { state.values[unit] = state.scratch[now + unit] }
    for index in output.indices {
      output[index] = state.values[index] * outputMap[index].w + outputMap[index].b
    }
  }

  /// Returns the state of sixteen sequences before their first observations: zero.
  public func startLanes() -> LaneState {
    let each = [Lanes](repeating: .zero, count: units)
    return LaneState(
      potentials: each, mapped: [Lanes](repeating: .zero, count: inputs), currents: each,
      conductances: each, next: each)
  }

  /// Steps sixteen sequences, one in each lane.
  public func step(
    _ inputs: Span<Lanes>, after dt: Lanes, active: SIMDMask<SIMD16<Int32>>,
    _ state: inout LaneState, into outputs: inout MutableSpan<Lanes>
  ) {
    precondition(inputs.count == self.inputs && outputs.count == self.outputs)
    for index in inputs.indices {
      state.mapped[index] = inputs[index] * inputMap[index].w + inputMap[index].b
    }
    for unit in 0..<units {
      var current = Lanes(repeating: unitWeights[unit].pull)
      var conductance = Lanes(repeating: unitWeights[unit].leak)
      sensory.add(unit: unit, state.mapped.span, current: &current, conductance: &conductance)
      state.currents[unit] = current
      state.conductances[unit] = conductance
    }
    let h = dt / Float(configuration.unfolds)
    for _ in 0..<configuration.unfolds {
      for unit in 0..<units {
        let v = state.potentials[unit]
        var current = state.currents[unit]
        var conductance = state.conductances[unit]
        recurrent.add(
          unit: unit, state.potentials.span, current: &current, conductance: &conductance)
        let next = solved(
          v, cm: Lanes(repeating: unitWeights[unit].cm), current: current,
          conductance: conductance, h)
        state.next[unit] = v.replacing(with: next, where: active)
      }
      swap(&state.potentials, &state.next)
    }
    for index in outputs.indices {
      let value = state.potentials[index] * outputMap[index].w + outputMap[index].b
      outputs[index].replace(with: value, where: active)
    }
  }

  /// The units' potentials of sixteen sequences.
  public struct LaneState: Sendable {
    var potentials: [Lanes]
    var mapped: [Lanes]
    var currents: [Lanes]
    var conductances: [Lanes]
    var next: [Lanes]
  }
}
