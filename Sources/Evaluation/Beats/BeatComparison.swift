/// A comparison of the beats that a detector found with those of a reference, beat by beat.
///
/// The method is that of ANSI/AAMI EC57 as WFDB's `bxb` carries it out, its matrices included: one
/// pass over both series pairs a beat with its nearest neighbour within the match window, and what
/// finds no partner with `O` or `X`. Linear in the number of beats.
///
/// Positions are compared as whole numbers. Where two beats are equally near in samples their
/// nanoseconds, rounded, may differ by one; so series of one recording with one rate are best
/// compared in samples.
public struct BeatComparison: Sendable {
  /// The pairs, counted by class.
  public private(set) var matrix = BeatMatrix()
  /// Where matched beats of the test lie after those of the reference, in the unit of positions.
  public private(set) var offset = Moments()
  /// How far intervals between beats differ, in the unit of positions.
  ///
  /// As in `bxb`, the differences at pairs in which one partner is missing count too: the root mean
  /// square tells how missed and extra beats distort the heart rate.
  public private(set) var intervalError = Moments()

  private let reference: BeatSeries
  private let test: BeatSeries
  /// The beat of the reference that is considered.
  private var here = 0
  /// The beat of the test that is considered: −1 where it begins before its first beat.
  private var there = 0

  /// Compares `test` with `reference`, all positions, `window`, `skip` and `end` in one unit.
  ///
  /// - Parameters:
  ///   - test: The beats that the detector found.
  ///   - reference: The beats that are there.
  ///   - window: The farthest apart that two beats may be to match; EC57 has 150 ms.
  ///   - skip: Where the comparison begins: the detector may learn before; EC57 has five minutes.
  ///   - end: The length of the recording; without it all beats are compared.
  public init(
    _ test: BeatSeries, with reference: BeatSeries, window: Int64, skip: Int64, end: Int64? = nil
  ) {
    precondition(window >= 0 && skip >= 0)
    self.reference = reference
    self.test = test
    if skip > 0 { begin(window: window, skip: skip) }
    let end = min(end ?? .max, Self.never - 1)
    while referencePosition() <= end || testPosition() <= end { step(window: window) }
  }

  /// A position after all beats; its negative is one before all.
  private static let never = Int64.max / 4

  /// Finds the first beats to consider, and deals with beats of the test close to the beginning.
  ///
  /// The last beat of the test before the beginning may match the first of the reference after it,
  /// and a first beat after it whose partner lies before is not held against the test.
  private mutating func begin(window: Int64, skip: Int64) {
    here = reference.beats.firstIndex { $0.position >= skip } ?? reference.beats.count
    there = (test.beats.firstIndex { $0.position >= skip } ?? test.beats.count) - 1
    let lead = referencePosition() - testPosition()
    if lead <= window, lead < abs(referencePosition() - testPosition(after: 1)) {
      match()
      here += 1
      there += 1
    } else {
      there += 1
      let isNextNearer =
        abs(referencePosition() - testPosition(after: 1))
        < abs(referencePosition() - testPosition())
      if testPosition() - skip <= window, isNextNearer { there += 1 }
    }
  }

  /// Pairs or passes over the earlier of the two beats considered.
  private mutating func step(window: Int64) {
    let expected = referencePosition()
    let found = testPosition()
    if found < expected {
      if expected - found <= window, expected - found < abs(expected - testPosition(after: 1)) {
        match()
        here += 1
      } else {
        surplus()
      }
      there += 1
    } else {
      if found - expected <= window, found - expected < abs(found - referencePosition(after: 1)) {
        match()
        there += 1
      } else {
        miss()
      }
      here += 1
    }
  }

  private mutating func match() {
    let expected = reference.beats[here]
    let found = test.beats[there]
    matrix[.beat(expected.label), .beat(found.label)] += 1
    offset.add(Double(found.position - expected.position))
    compareIntervals()
  }

  /// Counts a beat that only the test has, unless the reference marks fibrillation there.
  private mutating func surplus() {
    let found = test.beats[there]
    if !reference.fibrillation.contains(where: { $0.contains(found.position) }) {
      let isUnreadable = reference.unreadable.contains { $0.contains(found.position) }
      matrix[isUnreadable ? .unreadable : .missing, .beat(found.label)] += 1
    }
    compareIntervals()
  }

  /// Counts a beat that only the reference has.
  private mutating func miss() {
    let expected = reference.beats[here]
    let isUnreadable = test.unreadable.contains { $0.contains(expected.position) }
    matrix[.beat(expected.label), isUnreadable ? .unreadable : .missing] += 1
    compareIntervals()
  }

  private mutating func compareIntervals() {
    guard let expected = reference.interval(before: here), let found = test.interval(before: there)
    else { return }
    intervalError.add(Double(expected - found))
  }

  private func referencePosition(after steps: Int = 0) -> Int64 {
    position(of: here + steps, in: reference)
  }

  private func testPosition(after steps: Int = 0) -> Int64 {
    position(of: there + steps, in: test)
  }

  private func position(of index: Int, in series: BeatSeries) -> Int64 {
    if index < 0 { return -Self.never }
    return index < series.beats.count ? series.beats[index].position : Self.never
  }
}
