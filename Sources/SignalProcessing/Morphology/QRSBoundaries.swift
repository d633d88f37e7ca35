/// Where a QRS complex begins and ends, by its slopes.
///
/// The slope is the difference over 16 ms. From its greatest magnitude within 60 ms of the beat the
/// complex reaches to both sides as long as the slope comes again, within 16 ms, to 15 % of that
/// magnitude: the short rests at the tops of waves do not end it. So do W. A. H. Engelse, C. Zeelenberg,
/// Computers in Cardiology 6 (1979) 37–42, and P. Laguna, R. Jané, P. Caminal, Automatic detection of
/// wave boundaries in multilead ECG signals, Comput. Biomed. Res. 27 (1994) 45–60,
/// doi:10.1006/cbmr.1994.1006, whose thresholds differ from wave to wave. The shares and times here are
/// chosen beforehand and tuned to nothing. Ends that leave the line slowly are found up to 10 ms inside,
/// and noise of 15 % of the slope hides them.
public struct QRSBoundaries: Sendable {
  /// How far from the beat the complex may begin, in s.
  public static let before = 0.16
  /// How far from the beat the complex may end, in s.
  public static let after = 0.2
  private static let share: Float = 0.15

  /// The samples before and behind the beat that must be known.
  public let reach: (before: Int, after: Int)
  private let half: Int
  private let rest: Int
  private let near: Int

  /// For waves of `rate` samples per second, 100 at least.
  public init(rate: Double) {
    precondition(rate >= 100, "a QRS complex wants 100 samples per second")
    half = max(1, Int((0.008 * rate).rounded()))
    rest = max(2, Int((0.016 * rate).rounded(.up)))
    near = Int((0.06 * rate).rounded())
    reach = (
      Int((Self.before * rate).rounded(.up)) + half, Int((Self.after * rate).rounded(.up)) + half
    )
  }

  /// The first and the last sample of the complex, none where a sample within ``reach`` is missing, the
  /// wave is flat, or an end lies further away.
  ///
  /// - Parameters:
  ///   - wave: The samples, in any unit.
  ///   - beat: Where the beat is among them, the window around it lying within.
  /// - Returns: The range from the onset to the offset.
  public func find(in wave: Span<Float>, around beat: Int) -> ClosedRange<Int>? {
    let (first, last) = (beat - reach.before, beat + reach.after)
    precondition(first >= 0 && last < wave.count, "the wave holds the window around the beat")
    for index in first...last where !wave[index].isFinite { return nil }
    func slope(_ index: Int) -> Float { abs(wave[index + half] - wave[index - half]) }
    var steepest = beat - near
    for index in beat - near...beat + near where slope(index) > slope(steepest) { steepest = index }
    let threshold = Self.share * slope(steepest)
    guard threshold > 0 else { return nil }
    guard
      let onset = end(from: steepest, by: -1, to: first + half, { slope($0) >= threshold }),
      let offset = end(from: steepest, by: 1, to: last - half, { slope($0) >= threshold })
    else { return nil }
    // A steep slope shows half its span before the wave moves, a shallow one later: between the two.
    let (from, to) = (min(onset + half / 2, steepest), max(offset - half / 2, steepest))
    return from...to
  }

  /// The last steep place on the way to a limit that is followed by a rest.
  private func end(
    from start: Int, by step: Int, to limit: Int, _ isSteep: (Int) -> Bool
  ) -> Int? {
    var place = start
    var quiet = 0
    var index = start
    while quiet < rest {
      if index == limit { return nil }
      index += step
      quiet = isSteep(index) ? 0 : quiet + 1
      if quiet == 0 { place = index }
    }
    return place
  }
}
