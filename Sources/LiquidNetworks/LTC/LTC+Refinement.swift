internal import Kernels

extension LTC {
  /// The number of unfolds that a step over this time takes; with a tolerance it depends on input
  /// and state.
  ///
  /// The trials that lead to it cost as much again.
  ///
  /// - Parameters:
  ///   - input: One value for each input.
  ///   - dt: The time since the last observation.
  ///   - state: What is remembered; it stays as it is.
  /// - Returns: The number of steps of the solver.
  public func unfolds(_ input: Span<Float>, after dt: Float, _ state: NetworkState) -> Int {
    switch cell.configuration.solver {
    case .unfolds(let unfolds): return unfolds
    case .tolerance(let relative, let absolute, let most):
      var state = state
      begin(input, &state)
      return refine(&state, after: dt, relative: relative, absolute: absolute, most: most)
    }
  }

  /// Solves with as many unfolds as the tolerance asks for: `LTCCell.refine`, bit for bit.
  func refine(
    _ state: inout NetworkState, after dt: Float, relative: Float, absolute: Float, most: Int
  ) -> Int {
    let room = Room(self)
    var (coarse, fine, spare) = (room.coarse, room.fine, room.next)
    solve(&state, from: room.potentials, after: dt, unfolds: 1, &coarse, &spare)
    var unfolds = 2
    while true {
      solve(&state, from: room.potentials, after: dt, unfolds: unfolds, &fine, &spare)
      var areClose = SIMDMask<SIMD16<Int32>>(repeating: true)
      for block in blocks.indices {
        areClose
          .&= LTCCell.areClose(
            state.scratch.span.lanes(at: coarse + 16 * block),
            state.scratch.span.lanes(at: fine + 16 * block), relative, absolute)
      }
      if all(areClose) || 2 * unfolds > most {
        finish(&state, at: fine)
        return unfolds
      }
      unfolds *= 2
      swap(&coarse, &fine)
    }
  }
}
