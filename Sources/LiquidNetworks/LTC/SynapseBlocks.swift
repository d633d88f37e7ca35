internal import Kernels

/// Synapses laid out for one sequence: the lanes are sixteen targets.
///
/// A source that reaches none of a block's targets costs that block nothing.
struct SynapseBlocks: Sendable {
  /// Synapses from one source to a block of sixteen units.
  struct Block: Sendable {
    var slope = Lanes.zero
    var mu = Lanes.zero
    var w = Lanes.zero
    var erev = Lanes.zero

    /// How well they conduct at the source's potential.
    @inline(__always)
    func conductance(_ potential: Float, isWithin: Bool) -> Lanes {
      let distance: Lanes = Lanes(repeating: potential) - mu
      var x: Lanes = distance * slope
      if !isWithin { x = Elementary.gateArgument(x) }
      return w / (Lanes(repeating: Elementary.gateScale) + Elementary.gatePower(x))
    }
  }

  private(set) var all: [Block] = []
  private(set) var sources: [Int32] = []
  /// Which of `all` reach each block of targets.
  private(set) var ranges: [Range<Int>] = []
  let reach: Float

  init(_ synapses: Synapses) {
    reach = synapses.reach
    let units = synapses.incoming.count
    for block in 0..<Lanes.blocks(for: units) {
      var entries = [Block?](repeating: nil, count: synapses.outgoing.count)
      for target in 16 * block..<min(16 * block + 16, units) {
        for index in synapses.incoming[target] {
          let synapse = synapses.all[index]
          var entry = entries[Int(synapse.source)] ?? Block()
          entry.slope[target % 16] = synapse.slope
          entry.mu[target % 16] = synapse.mu
          entry.w[target % 16] = synapse.w
          entry.erev[target % 16] = synapse.erev
          entries[Int(synapse.source)] = entry
        }
      }
      let first = all.count
      for (source, entry) in entries.enumerated() {
        guard let entry else { continue }
        all.append(entry)
        sources.append(Int32(source))
      }
      ranges.append(first..<all.count)
    }
  }

  /// Adds conductances and currents into a block of sixteen units: `Synapses.add`, bit for bit.
  @inline(__always)
  func add(
    to block: Int, _ potentials: Span<Float>, isWithin: Bool, current: inout Lanes,
    conductance: inout Lanes
  ) {
    let all = all.span
    let sources = sources.span
    for index in ranges[block] {
      let open = all[index].conductance(potentials[Int(sources[index])], isWithin: isWithin)
      conductance += open
      current += open * all[index].erev
    }
  }
}
