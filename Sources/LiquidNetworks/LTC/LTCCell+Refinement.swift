internal import Kernels

extension LTCCell {
  /// Solves with as many unfolds as each sequence needs; see `Solver.tolerance`.
  ///
  /// A sequence keeps what its own number of unfolds gave, whatever the others need.
  func refine(
    _ row: inout MutableSpan<Lanes>, after dt: Lanes, relative: Float, absolute: Float, most: Int,
    _ weights: Prepared
  ) {
    let first = Row(self).interior
    var (coarse, fine, spare) = (first, first + units, first + 2 * units)
    var isDone = SIMDMask<SIMD16<Int32>>(repeating: false)
    let isWithin = weights.areWithin(row.span.extracting(oldState))
    solve(&row, dt, unfolds: 1, &coarse, &spare, isWithin: isWithin, weights)
    var unfolds = 2
    while true {
      solve(&row, dt, unfolds: unfolds, &fine, &spare, isWithin: isWithin, weights)
      var areClose = SIMDMask<SIMD16<Int32>>(repeating: true)
      for unit in 0..<units {
        let v = row[fine + unit]
        areClose .&= Self.areClose(row[coarse + unit], v, relative, absolute)
        row[newState.lowerBound + unit].replace(with: v, where: .!isDone)
      }
      isDone .|= areClose
      if all(isDone) || 2 * unfolds > most { return }
      unfolds *= 2
      swap(&coarse, &fine)
    }
  }

  /// Whether twice the change from one trial to the next is within the tolerance.
  @inline(__always)
  static func areClose(
    _ coarse: Lanes, _ fine: Lanes, _ relative: Float, _ absolute: Float
  ) -> SIMDMask<SIMD16<Int32>> {
    let magnitude = SIMD16<UInt32>(repeating: 0x7fff_ffff)
    let change: Lanes = fine - coarse
    let size = unsafeBitCast(
      unsafeBitCast(change, to: SIMD16<UInt32>.self) & magnitude, to: Lanes.self)
    let value = unsafeBitCast(
      unsafeBitCast(fine, to: SIMD16<UInt32>.self) & magnitude, to: Lanes.self)
    let allowed: Lanes = value * relative + absolute
    return size * 2 .<= allowed
  }

  /// Solves with a number of unfolds, from the old state to `new`, with `spare` on the way.
  private func solve(
    _ row: inout MutableSpan<Lanes>, _ dt: Lanes, unfolds: Int, _ new: inout Int,
    _ spare: inout Int, isWithin: Bool, _ weights: Prepared
  ) {
    let h = dt / Float(unfolds)
    unfold(
      &row, from: oldState.lowerBound, to: new, rates: nil, h, isWithin: isWithin, weights)
    for _ in 1..<unfolds {
      unfold(&row, from: new, to: spare, rates: nil, h, isWithin: isWithin, weights)
      swap(&new, &spare)
    }
  }
}
