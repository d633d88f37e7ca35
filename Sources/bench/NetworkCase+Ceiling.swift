internal import Kernels
internal import LiquidNetworks

extension NetworkCase {
  /// How many thousand million multiply–adds one thread does in a second on what is in registers:
  /// each a product and a sum of its own, as everywhere here, for a fused one has other bits.
  static var ceiling: NetworkCase {
    NetworkCase(name: "multiply-add/ceiling", unit: "GMAC/s") {
      let turns = 20_000
      // Numbers that the compiler does not know, and a sum that it must keep.
      var random = Xoshiro(seed: 1)
      var (x, y) = (Lanes.zero, Lanes.zero)
      for lane in x.indices { (x[lane], y[lane]) = (random.uniform(), random.uniform() / 2) }
      var kept = x
      let taken = Measurement(work: Double(turns * 16 * 16)) { kept = multiplyAdd(turns, kept, y) }
      precondition(kept.treeSum > 0)
      return taken.inverted(times: 1e-3)
    }
  }

  /// The multiply–adds of a step forth and back, and how many are done in a second: each matrix is
  /// used forth, back and for its gradient.
  static func arithmetic(_ name: String, _ cell: CfCCell) -> NetworkCase {
    let configuration = cell.configuration
    let joined = configuration.inputs + configuration.units
    let matrices = (joined + 4 * configuration.units) * configuration.backboneUnits
    let label = "\(name)/train/\(3 * matrices)-multiply-adds"
    return NetworkCase(name: label, unit: "GMAC/s") {
      thereAndBack(cell).inverted(times: Double(3 * matrices) * 1e-3)
    }
  }

  /// Sixteen sums, each of which waits for itself alone.
  @inline(never)
  private static func multiplyAdd(_ turns: Int, _ x: Lanes, _ y: Lanes) -> Lanes {
    var (a0, a1, a2, a3, a4, a5, a6, a7) = (x, x, x, x, x, x, x, x)
    var (b0, b1, b2, b3, b4, b5, b6, b7) = (x, x, x, x, x, x, x, x)
    for _ in 0..<turns {
      a0 = a0 * y + x
      a1 = a1 * y + x
      a2 = a2 * y + x
      a3 = a3 * y + x
      a4 = a4 * y + x
      a5 = a5 * y + x
      a6 = a6 * y + x
      a7 = a7 * y + x
      b0 = b0 * y + x
      b1 = b1 * y + x
      b2 = b2 * y + x
      b3 = b3 * y + x
      b4 = b4 * y + x
      b5 = b5 * y + x
      b6 = b6 * y + x
      b7 = b7 * y + x
    }
    let a: Lanes = ((a0 + a1) + (a2 + a3)) + ((a4 + a5) + (a6 + a7))
    let b: Lanes = ((b0 + b1) + (b2 + b3)) + ((b4 + b5) + (b6 + b7))
    // The mean, so that numbers neither grow nor vanish from call to call.
    return (a + b) * 0.0625
  }
}
