internal import Kernels

extension CfCCell {
  /// Steps one sequence; the room begins with the input and the old state, then the new one.
  func step(after dt: Float, _ room: inout NetworkState) {
    let dt = Lanes(repeating: dt)
    for (index, layer) in packedBackbone.enumerated() {
      layer.apply(to: room.scratch, from: index == 0 ? 0 : hidden, into: &room.lanes)
      for block in layer.bias.indices {
        room.scratch.store(activation.value(room.lanes[block]), at: hidden + 16 * block)
      }
    }
    packedHeads.apply(
      to: room.scratch, from: packedBackbone.isEmpty ? 0 : hidden, into: &room.lanes)
    let blocks = Lanes.blocks(for: units)
    for block in 0..<blocks {
      let state =
        mode == .pure
        ? relax(room.lanes[block], decay: packedDecay[block], level: packedLevel[block], dt)
        : combine(
          room.lanes[block], room.lanes[blocks + block], room.lanes[2 * blocks + block],
          room.lanes[3 * blocks + block], dt)
      room.scratch.store(state, at: inputs + 16 * block)
    }
  }

  /// Steps sixteen sequences, of which those that are not active keep their state.
  func step(
    after dt: Lanes, active: SIMDMask<SIMD16<Int32>>, _ scratch: inout LaneScratch
  ) {
    for (index, layer) in backbone.enumerated() {
      if index == 0 {
        layer.apply(to: scratch.z, into: &scratch.back)
      } else {
        layer.apply(to: scratch.front, into: &scratch.back)
      }
      for unit in scratch.back.indices {
        scratch.back[unit] = activation.value(scratch.back[unit])
      }
      swap(&scratch.front, &scratch.back)
    }
    if backbone.isEmpty {
      heads.apply(to: scratch.z, into: &scratch.sums)
    } else {
      heads.apply(to: scratch.front, into: &scratch.sums)
    }
    for unit in 0..<units {
      let state =
        mode == .pure
        ? relax(
          scratch.sums[unit], decay: Lanes(repeating: decay[unit]),
          level: Lanes(repeating: level[unit]),
          dt)
        : combine(
          scratch.sums[unit], scratch.sums[units + unit], scratch.sums[2 * units + unit],
          scratch.sums[3 * units + unit], dt)
      scratch.z[inputs + unit].replace(with: state, where: active)
    }
  }
}
