extension SIMD8<Double> {
  /// The sum of the lanes, the upper half added to the lower one again and again.
  @inline(__always)
  var treeSum: Double {
    let four = lowHalf + highHalf
    let two = four.lowHalf + four.highHalf
    return two[0] + two[1]
  }
}
