/// How alike the beats of a stretch are: their mean correlation to the mean of them.
///
/// C. Orphanidou et al., Signal-quality indices for the electrocardiogram and photoplethysmogram,
/// IEEE J. Biomed. Health Inform. 19 (2015) 832–838, doi:10.1109/JBHI.2014.2338351.
public struct TemplateCorrelation: Sendable {
  /// The longest stretch that is taken for a beat, in samples.
  public let longest: Int
  private var template: [Double]
  private var intervals: [Int] = []

  /// Beats of at most `longest` samples; that much room is kept.
  public init(longest: Int) {
    precondition(longest > 1, "a beat has at least two samples")
    self.longest = longest
    template = Array(repeating: 0, count: longest)
    intervals.reserveCapacity(64)
  }

  /// The mean of the beats' correlations to their mean, from −1 to 1.
  ///
  /// `beats` holds positions in `samples`, in increasing order. A beat is as long as the median
  /// interval between them, around its position. One that reaches beyond the samples, or in which a
  /// sample is missing, is left out; where fewer than three are left the result is not-a-number. A beat
  /// that does not vary correlates with nothing: it counts as zero. Linear in the number of samples;
  /// nothing is allocated for up to 64 beats.
  public mutating func mean(of samples: Span<Float>, at beats: Span<Int>) -> Double {
    let width = min(longest, medianInterval(beats))
    guard width > 1 else { return .nan }
    for index in 0..<width { template[index] = 0 }
    var count = 0
    for index in beats.indices {
      guard let place = Self.place(of: beats[index], in: samples, width) else { continue }
      for offset in 0..<width { template[offset] += Double(samples[place.lowerBound + offset]) }
      count += 1
    }
    guard count >= 3 else { return .nan }
    for index in 0..<width { template[index] /= Double(count) }
    var sum = 0.0
    for index in beats.indices {
      guard let place = Self.place(of: beats[index], in: samples, width) else { continue }
      sum += correlation(samples.extracting(place))
    }
    return sum / Double(count)
  }

  /// Where the samples of a beat are; none where not all of them are there.
  private static func place(
    of beat: Int, in samples: Span<Float>, _ width: Int
  ) -> Range<Int>? {
    let first = beat - width / 2
    guard first >= 0, first + width <= samples.count else { return nil }
    for index in first..<first + width where !samples[index].isFinite { return nil }
    return first..<first + width
  }

  private mutating func medianInterval(_ beats: Span<Int>) -> Int {
    guard beats.count > 1 else { return 0 }
    intervals.removeAll(keepingCapacity: true)
    for index in 1..<beats.count { intervals.append(beats[index] - beats[index - 1]) }
    intervals.sort()
    return intervals[intervals.count / 2]
  }

  private func correlation(_ beat: Span<Float>) -> Double {
    let count = Double(beat.count)
    var sums = SIMD2<Double>.zero
    for index in beat.indices { sums += SIMD2(Double(beat[index]), template[index]) }
    let means = sums / count
    var products = 0.0
    var squares = SIMD2<Double>.zero
    for index in beat.indices {
      let offsets = SIMD2(Double(beat[index]), template[index]) - means
      products += offsets.x * offsets.y
      squares += offsets * offsets
    }
    let scale = (squares.x * squares.y).squareRoot()
    return scale > 0 ? products / scale : 0
  }
}
