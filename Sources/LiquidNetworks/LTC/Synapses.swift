internal import Kernels

/// The synapses from some sources to some units, without those that are absent.
///
/// A synapse conducts w / (1 + e^(−σ (v − μ))) towards the potential `erev`; the factor −log₂ e of
/// the exponential is folded into σ. Currents and conductances are added in the order of the
/// sources, whether the lanes are units or sequences; a synapse that is absent would add zero.
struct Synapses: Sendable {
  /// Synapses from one source to a block of sixteen units.
  private struct Block: Sendable {
    var source = 0
    var slope = Lanes.zero
    var mu = Lanes.zero
    var w = Lanes.zero
    var pull = Lanes.zero
  }

  /// One synapse.
  private struct Single: Sendable {
    var source: Int
    var slope: Float
    var mu: Float
    var w: Float
    var pull: Float
  }

  private var blocks: [Block] = []
  private var blockRanges: [Range<Int>] = []
  private var singles: [Single] = []
  private var singleRanges: [Range<Int>] = []

  init(
    _ weights: LTC.SynapseWeights, polarities: [Int8], units: Int, isSoftplus: Bool
  ) {
    let sources = polarities.count / units
    func single(_ source: Int, _ target: Int) -> Single? {
      let place = source * units + target
      guard polarities[place] != 0 else { return nil }
      let w = isSoftplus ? Elementary.softplus(weights.w[place]) : weights.w[place]
      return Single(
        source: source, slope: weights.sigma[place] * -1.442695, mu: weights.mu[place], w: w,
        pull: w * weights.erev[place])
    }
    for target in 0..<units {
      let first = singles.count
      singles += (0..<sources).compactMap { single($0, target) }
      singleRanges.append(first..<singles.count)
    }
    for block in 0..<Lanes.blocks(for: units) {
      let first = blocks.count
      for source in 0..<sources {
        var entry = Block(source: source)
        var isPresent = false
        for target in 16 * block..<min(16 * block + 16, units) {
          guard let synapse = single(source, target) else { continue }
          isPresent = true
          entry.slope[target % 16] = synapse.slope
          entry.mu[target % 16] = synapse.mu
          entry.w[target % 16] = synapse.w
          entry.pull[target % 16] = synapse.pull
        }
        if isPresent { blocks.append(entry) }
      }
      blockRanges.append(first..<blocks.count)
    }
  }

  /// Adds currents and conductances into a block of sixteen units.
  @inline(__always)
  func add(
    block: Int, _ potentials: Span<Float>, current: inout Lanes, conductance: inout Lanes
  ) {
    let entries = blocks.span
    for index in blockRanges[block] {
      let v = Lanes(repeating: potentials[entries[index].source])
      let gate = Elementary.gate(entries[index].slope * (v - entries[index].mu))
      current += entries[index].pull * gate
      conductance += entries[index].w * gate
    }
  }

  /// Adds currents and conductances into one unit of sixteen sequences.
  @inline(__always)
  func add(
    unit: Int, _ potentials: Span<Lanes>, current: inout Lanes, conductance: inout Lanes
  ) {
    let entries = singles.span
    for index in singleRanges[unit] {
      let synapse = entries[index]
      let v = potentials[synapse.source]
      let gate = Elementary.gate(Lanes(repeating: synapse.slope) * (v - synapse.mu))
      current += Lanes(repeating: synapse.pull) * gate
      conductance += Lanes(repeating: synapse.w) * gate
    }
  }
}
