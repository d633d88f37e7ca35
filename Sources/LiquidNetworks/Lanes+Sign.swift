internal import Kernels

extension SIMD16 where Scalar == Float {
  /// Each lane without its sign.
  var magnitude: Lanes {
    unsafeBitCast(unsafeBitCast(self, to: SIMD16<UInt32>.self) & 0x7fff_ffff, to: Lanes.self)
  }

  /// −1, 0 or 1 as each lane is below, at or above zero.
  var signum: Lanes {
    var sign = Lanes.zero
    sign.replace(with: 1, where: self .> 0)
    sign.replace(with: -1, where: self .< 0)
    return sign
  }
}
