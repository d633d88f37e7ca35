internal import Kernels

extension LTC {
  /// Where a potential comes from.
  public enum Source: Sendable, Hashable {
    /// The synapses from an input.
    case input(Int)
    /// The synapses from a unit.
    case unit(Int)
    /// The unit's own leak.
    case leak
    /// What was remembered when the attribution began.
    case start
  }

  /// What each input, each unit and the leak have done to the potentials of one sequence.
  ///
  /// In each step of the fused solver a synapse changes its target by
  /// `h g (erev − v) / (cm + h Σ g)`: these parts sum to the change, none is left over. Put the other
  /// way, the new potential is a weighted mean of the old one and the potentials that leak and
  /// synapses pull to; so a potential is at any time the sum of what each source has added and the
  /// steps since have left of it.
  public struct Attribution: Sendable {
    /// The number of inputs.
    public let inputs: Int
    /// The number of units.
    public let units: Int
    fileprivate let blocks: Int
    // In doubles, since a tolerance may take thousands of small steps.
    /// Of the last step: inputs, units, leak; for each all blocks of units.
    fileprivate var changes: [SIMD16<Double>]
    /// Likewise, and the start at the end.
    fileprivate var parts: [SIMD16<Double>]
    /// Room for the solver's steps.
    fileprivate var trace: NetworkState

    fileprivate init(_ network: LTC, _ state: NetworkState) {
      trace = network.start()
      inputs = network.inputs
      units = network.units
      blocks = network.blocks.count
      changes = [SIMD16<Double>](repeating: .zero, count: (inputs + units + 1) * blocks)
      parts = [SIMD16<Double>](repeating: .zero, count: (inputs + units + 2) * blocks)
      restart(from: state)
    }

    /// Begins anew: what is remembered now is the share of the start, and nothing is any other's.
    public mutating func restart(from state: NetworkState) {
      begin()
      for index in parts.indices { parts[index] = .zero }
      let start = (inputs + units + 1) * blocks
      for unit in 0..<units { parts[start + unit / 16][unit % 16] = Double(state.values[unit]) }
    }

    private func place(_ source: Source) -> Int {
      switch source {
      case .input(let input): input * blocks
      case .unit(let unit): (inputs + unit) * blocks
      case .leak: (inputs + units) * blocks
      case .start: (inputs + units + 1) * blocks
      }
    }

    /// What a source changed in the last step: one value for each unit.
    ///
    /// Those of all sources sum to the change of the potentials, but for the rounding of each step
    /// of the solver: to within 1e-6 with a few unfolds, 2e-6 with hundreds.
    public func change(by source: Source) -> [Double] {
      guard source != .start else { return [Double](repeating: 0, count: units) }
      let first = place(source)
      return (0..<units).map { changes[first + $0 / 16][$0 % 16] }
    }

    /// What of the potentials is a source's: one value for each unit.
    ///
    /// Those of all sources and of the start sum to the potentials.
    public func share(of source: Source) -> [Double] {
      let first = place(source)
      return (0..<units).map { parts[first + $0 / 16][$0 % 16] }
    }

    /// What of one potential is a source's, the sources counted as in ``sources``.
    fileprivate func share(of source: Int, unit: Int) -> Double {
      parts[source * blocks + unit / 16][unit % 16]
    }

    /// All inputs, all units, the leak and the start, in this order.
    public var sources: [Source] {
      (0..<inputs).map { .input($0) } + (0..<units).map { .unit($0) } + [.leak, .start]
    }

    fileprivate mutating func begin() {
      for index in changes.indices { changes[index] = .zero }
    }

    /// What was there before a step of the solver fades.
    fileprivate mutating func fade(_ block: Int, _ kept: Lanes) {
      let kept = SIMD16<Double>(kept)
      for index in stride(from: block, to: parts.count, by: blocks) { parts[index] *= kept }
    }

    /// A source pulls by `change`, of which `share` is the potential it pulls to.
    fileprivate mutating func add(_ source: Int, _ block: Int, change: Lanes, share: Lanes) {
      changes[source * blocks + block] += SIMD16<Double>(change)
      parts[source * blocks + block] += SIMD16<Double>(share)
    }
  }

  /// Begins to attribute the potentials of a sequence.
  ///
  /// - Parameter state: What is remembered now, which becomes the share of the start.
  /// - Returns: Shares of nothing but the start.
  public func attribution(from state: NetworkState) -> Attribution { Attribution(self, state) }

  /// Steps one sequence and keeps what each source did; state and output get the bits of `step`.
  ///
  /// It takes about twice the time of a step, and with a fixed number of unfolds allocates nothing.
  ///
  /// - Parameters:
  ///   - input: One value for each input.
  ///   - dt: The time since the last observation.
  ///   - state: What is remembered.
  ///   - output: One value for each output.
  ///   - attribution: The attribution of this sequence.
  public func step(
    _ input: Span<Float>, after dt: Float, _ state: inout NetworkState,
    into output: inout MutableSpan<Float>, _ attribution: inout Attribution
  ) {
    let unfolds = unfolds(input, after: dt, state)
    for unit in 0..<units { attribution.trace.values[unit] = state.values[unit] }
    begin(input, &attribution.trace)
    step(input, after: dt, &state, into: &output)
    attribution.begin()
    let room = Room(self)
    let h = Lanes(repeating: dt) / Float(unfolds)
    var (now, next) = (room.potentials, room.next)
    let areWithin = (0..<inputs).allSatisfy {
      abs(attribution.trace.scratch[room.mapped + $0]) <= sensory.reach
    }
    let isWithin = isWithin(attribution.trace)
    for _ in 0..<unfolds {
      for block in blocks.indices {
        unfoldBlock(block, &attribution.trace, from: now, to: next, h, isWithin: isWithin)
        let v = attribution.trace.scratch.span.lanes(at: now + 16 * block)
        var pull = attribution.trace.lanes[block]
        var conductance = attribution.trace.lanes[blocks.count + block]
        add(
          to: block, attribution.trace.scratch.span.extracting(now..<now + 16 * blocks.count),
          isWithin: isWithin, current: &pull, conductance: &conductance)
        let weight: Lanes = h * LTCCell.rate(h, blocks[block].cm, conductance)
        attribution.fade(block, Lanes(repeating: 1) - weight * conductance)
        attribution.add(
          inputs + units, block, change: weight * (blocks[block].pull - blocks[block].leak * v),
          share: weight * blocks[block].pull)
        func attribute(_ synapses: SynapseBlocks, from place: Int, first: Int, _ isWithin: Bool) {
          for index in synapses.ranges[block] {
            let source = Int(synapses.sources[index])
            let open = synapses.all[index].conductance(
              attribution.trace.scratch[place + source], isWithin: isWithin)
            let erev = synapses.all[index].erev
            attribution.add(
              first + source, block, change: weight * (open * (erev - v)),
              share: weight * (open * erev))
          }
        }
        attribute(sensory, from: room.mapped, first: 0, areWithin)
        attribute(recurrent, from: now, first: inputs, isWithin)
      }
      swap(&now, &next)
    }
  }

  /// Adds what each source has of a weighted sum of the outputs.
  ///
  /// All that is added sums to the weighted sum, but for rounding. Allocates nothing.
  ///
  /// - Parameters:
  ///   - attribution: The attribution of the sequence.
  ///   - weights: What each output counts.
  ///   - groups: For each input which of the groups it belongs to.
  ///   - parts: What is added to: an entry for each group, then those of the synapses between units,
  ///     of the leak, of the start, and of the biases of the outputs, which no source has.
  public func addParts(
    of attribution: Attribution, weights: Span<Float>, groups: [Int], to parts: inout [Double]
  ) {
    precondition(weights.count == outputs && groups.count == inputs)
    let rest = parts.count - 4
    for output in 0..<outputs {
      let weight = Double(weights[output]) * Double(map.outputW[output])
      for input in 0..<inputs {
        parts[groups[input]] += weight * attribution.share(of: input, unit: output)
      }
      for unit in 0..<units {
        parts[rest] += weight * attribution.share(of: inputs + unit, unit: output)
      }
      parts[rest + 1] += weight * attribution.share(of: inputs + units, unit: output)
      parts[rest + 2] += weight * attribution.share(of: inputs + units + 1, unit: output)
      parts[rest + 3] += Double(weights[output]) * Double(map.outputB[output])
    }
  }
}
