/// How far two detectors agree on the beats of a stretch: the index bSQI.
///
/// Q. Li, R. G. Mark, G. D. Clifford, Robust heart rate estimation from multiple asynchronous noisy
/// sources using signal quality indices and a Kalman filter, Physiol. Meas. 29 (2008) 15–32,
/// doi:10.1088/0967-3334/29/1/002.
public enum BeatAgreement {
  /// The beats that both found over all beats that either found; not-a-number where neither found any.
  ///
  /// Positions are in increasing order. A beat is matched to at most one other, at most `tolerance`
  /// samples away, the earliest first. Linear in the number of beats.
  public static func share(
    of first: Span<Int>, and second: Span<Int>, tolerance: Int
  ) -> Double {
    var matched = 0
    var one = 0
    var other = 0
    while one < first.count, other < second.count {
      let distance = second[other] - first[one]
      if distance > tolerance {
        one += 1
      } else if distance < -tolerance {
        other += 1
      } else {
        matched += 1
        one += 1
        other += 1
      }
    }
    let all = first.count + second.count - matched
    return all > 0 ? Double(matched) / Double(all) : .nan
  }
}
