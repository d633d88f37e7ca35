/// An angle as whole quarter turns and a rest between −π/4 and π/4 with its own lower part.
struct Angle {
  /// Quarter turns, of which only the lowest two bits matter.
  let quadrant: Int
  let rest: Double
  let low: Double

  /// Takes a finite angle in radians apart.
  init(_ x: Double) {
    if abs(x) <= 0.785_398_163_397_448_3 {
      self.init(quadrant: 0, rest: x, low: 0)
      return
    }
    guard abs(x) < 0x1p20 else {
      self.init(exactly: x)
      return
    }
    // π/2 in three parts, two of 33 bits: their products with a 20-bit number are exact.
    let n = (x * 0.636_619_772_367_581_4).nearestInteger
    let first = x - n * 1.5707963267341256
    let second = DoubleDouble(sum: first, -(n * 6.077100506303966e-11))
    let sum = second.adding(-(n * 2.0222662487959506e-21))
    guard abs(sum.high) > 0x1p-20 else {
      // So near a multiple of π/2 that three parts are not enough.
      self.init(exactly: x)
      return
    }
    self.init(quadrant: Int(n) & 3, rest: sum.high, low: sum.low)
  }

  private init(quadrant: Int, rest: Double, low: Double) {
    self.quadrant = quadrant
    self.rest = rest
    self.low = low
  }

  /// Takes an angle of any size apart by multiplying with as many digits of 2/π as it needs.
  ///
  /// M. Payne, R. Hanek, Radian reduction for trigonometric functions, 1983,
  /// doi:10.1145/1057600.1057602.
  private init(exactly x: Double) {
    let bits = x.bitPattern
    let mantissa = bits & 0x000f_ffff_ffff_ffff | 0x0010_0000_0000_0000
    let exponent = Int(bits >> 52 & 0x7ff) - 1075
    // x · 2/π modulo 4, as a fixed-point number with two bits before the point and 190 after it:
    // earlier digits of 2/π only add multiples of 4.
    let (w2, w1, w0) = Self.digits(from: exponent - 2)
    let p0 = mantissa.multipliedFullWidth(by: w0)
    let p1 = mantissa.multipliedFullWidth(by: w1)
    let (m1, carry) = p1.low.addingReportingOverflow(p0.high)
    let top = mantissa &* w2 &+ p1.high &+ (carry ? 1 : 0)
    var quadrant = Int(top >> 62)
    // The fraction, 128 bits of it, to the nearest whole number.
    var fraction = UInt128(top) << 66 | UInt128(m1) << 2 | UInt128(p0.low >> 62)
    let isBelow = fraction >> 127 == 1
    if isBelow {
      quadrant += 1
      fraction = 0 &- fraction
    }
    let zeros = fraction.leadingZeroBitCount
    let shifted = fraction << UInt128(zeros)
    let scale = Double.powerOfTwo(-53 - zeros)
    let turns = DoubleDouble(
      sum: Double(UInt64(shifted >> 75)) * scale,
      Double(UInt64(shifted >> 22 & 0x1f_ffff_ffff_ffff)) * scale * 0x1p-53)
    let quarter = DoubleDouble(sum: 0x1.921fb54442d18p0, 0x1.1a62633145c07p-54)
    let angle = turns * quarter
    let sign: Double = isBelow != (x < 0) ? -1 : 1
    self.init(
      quadrant: (x < 0 ? -quadrant : quadrant) & 3, rest: sign * angle.high, low: sign * angle.low)
  }

  /// The 192 binary digits of 2/π that begin at a place behind the point.
  private static func digits(from place: Int) -> (UInt64, UInt64, UInt64) {
    let shifted = place + 64
    let word = shifted >> 6
    let offset = UInt64(shifted & 63)
    func at(_ index: Int) -> UInt64 {
      let upper = twoOverPi[index] << offset
      return offset == 0 ? upper : upper | twoOverPi[index + 1] >> (64 - offset)
    }
    return (at(word), at(word + 1), at(word + 2))
  }

  /// The binary digits of 2/π behind the point, after one word of zeros.
  private static let twoOverPi: [UInt64] = [
    0,
    0xa2f9_836e_4e44_1529, 0xfc27_57d1_f534_ddc0, 0xdb62_9599_3c43_9041, 0xfe51_63ab_debb_c561,
    0xb724_6e3a_424d_d2e0, 0x0649_2eea_09d1_921c, 0xfe1d_eb1c_b129_a73e, 0xe882_35f5_2ebb_4484,
    0xe99c_7026_b45f_7e41, 0x3991_d639_8353_39f4, 0x9c84_5f8b_bdf9_283b, 0x1ff8_97ff_de05_980f,
    0xef2f_118b_5a0a_6d1f, 0x6d36_7ecf_27cb_09b7, 0x4f46_3f66_9e5f_ea2d, 0x7527_bac7_ebe5_f17b,
    0x3d07_39f7_8a52_92ea, 0x6bfb_5fb1_1f8d_5d08, 0x5603_3046_fc7b_6bab, 0xf0cf_bc20_9af4_361d,
  ]
}
