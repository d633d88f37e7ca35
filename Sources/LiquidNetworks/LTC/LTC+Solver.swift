internal import Kernels

extension LTC {
  /// Whether the potentials are within what the gates take as it is.
  func isWithin(_ state: NetworkState) -> Bool {
    isTame && state.values.allSatisfy { abs($0) <= recurrent.reach }
  }

  /// Solves with a number of unfolds, from some potentials to `new`, with `spare` on the way.
  func solve(
    _ state: inout NetworkState, from old: Int, after dt: Float, unfolds: Int, _ new: inout Int,
    _ spare: inout Int
  ) {
    let h = Lanes(repeating: dt) / Float(unfolds)
    let isWithin = isWithin(state)
    var from = old
    for unfold in 0..<unfolds {
      // Blocks in turn from either side: those that the last unfold ended with are still near.
      for each in blocks.indices {
        let block = unfold.isMultiple(of: 2) ? each : blocks.count - 1 - each
        unfoldBlock(block, &state, from: from, to: spare, h, isWithin: isWithin)
      }
      swap(&new, &spare)
      from = new
    }
  }

  /// One step of the fused solver for sixteen units: `LTCCell.unfold`, bit for bit.
  @inline(__always)
  func unfoldBlock(
    _ block: Int, _ state: inout NetworkState, from old: Int, to new: Int, _ h: Lanes,
    isWithin: Bool
  ) {
    var current = state.lanes[block]
    var conductance = state.lanes[blocks.count + block]
    add(
      to: block, state.scratch.span.extracting(old..<old + 16 * blocks.count), isWithin: isWithin,
      current: &current, conductance: &conductance)
    let v = state.scratch.span.lanes(at: old + 16 * block)
    let rate = LTCCell.rate(h, blocks[block].cm, conductance)
    state.scratch.store(v + LTCCell.change(v, h, current, conductance, rate), at: new + 16 * block)
  }

  @inline(__always)
  func add(
    to block: Int, _ potentials: Span<Float>, isWithin: Bool, current: inout Lanes,
    conductance: inout Lanes
  ) {
    if isWithin {
      recurrent.add(
        to: block, potentials, isWithin: true, current: &current, conductance: &conductance)
    } else {
      recurrent.add(
        to: block, potentials, isWithin: false, current: &current, conductance: &conductance)
    }
  }
}
