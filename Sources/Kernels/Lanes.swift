/// Sixteen lanes: the width every kernel works in.
public typealias Lanes = SIMD16<Float>

extension SIMD16 where Scalar == Float {
  /// The number of blocks of sixteen that hold `count` values.
  @inlinable
  public static func blocks(for count: Int) -> Int {
    (count + 15) / 16
  }

  /// The sum of the lanes, the upper half added to the lower one again and again.
  @inlinable
  @inline(__always)
  public var treeSum: Float {
    let eight = lowHalf + highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two[0] + two[1]
  }
}
