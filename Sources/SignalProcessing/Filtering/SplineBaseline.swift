/// Takes out of an electrocardiogram a cubic curve through its isoelectric points.
///
/// Before each beat, in the PR segment, nothing of the heart is seen: the mean of a few samples there
/// is a knot of the baseline. Between two knots the baseline is the cubic through both, with the slope
/// at each that of the line through the knots beside it; it is subtracted. A sample therefore comes
/// out with the second beat after it. C. R. Meyer, H. N. Keiser, Electrocardiogram baseline noise
/// estimation and removal using cubic splines and state-space computation techniques, Computers and
/// Biomedical Research 10 (1977) 459–470, doi:10.1016/0010-4809(77)90021-0.
///
/// Knots farther apart than ``longest``, or on the two sides of a run of more than ``bridge`` missing
/// samples, are not joined: beyond the last knot its level goes on, as that of the first does for up
/// to ``longest`` before it. Where there is no knot at all a sample comes out as it is. All of these,
/// and what lies between knots of which one has no neighbour, are marked as edges. Missing samples
/// stay missing.
public struct SplineBaseline: Sendable {
  /// Where one run of the filter stands.
  public struct State: Sendable {
    /// The samples that are still needed, from the position `first` on, each with the number of its
    /// segment.
    var samples: [Float] = []
    var segments: [Int] = []
    var first: Int
    /// The position of the next sample to come out.
    var next: Int
    var segment = 0
    /// Samples missing since the last one that was there.
    var missing = 0
    var beats: [Int] = []
    var lastBeat = Int.min
    var knots: [Knot] = []
    /// The number of knots that are not behind the next sample.
    var passed = 0
  }

  /// A point of the baseline.
  struct Knot: Sendable {
    var position: Int
    var level: Double
    var segment: Int
  }

  /// How many samples before a beat its isoelectric point lies.
  public let lead: Int
  /// How many samples to either side of that point are averaged.
  public let radius: Int
  /// The greatest distance in samples between knots that are joined.
  public let longest: Int
  /// The longest run of missing samples over which knots are joined.
  public let bridge: Int

  /// By how many samples the output is behind the beats' and the signal's input at most.
  public var latency: Int { 2 * longest + lead }

  /// A curve through points `lead` samples before each beat.
  public init(lead: Int, radius: Int, longest: Int, bridge: Int) {
    precondition(radius >= 0 && lead >= radius + 1, "a knot lies before its beat")
    precondition(longest >= 1 && bridge >= 0, "lengths are not negative")
    self.lead = lead
    self.radius = radius
    self.longest = longest
    self.bridge = bridge
  }

  /// A curve through points some seconds before each beat, the mean of 20 ms there.
  public init(
    rate: Double, lead: Double = 0.066, longest: Double = 2, bridging bridge: Double = 0.1
  ) {
    let lead = max(1, Int((lead * rate).rounded()))
    self.init(
      lead: lead, radius: min(Int((0.01 * rate).rounded()), lead - 1),
      longest: max(1, Int((longest * rate).rounded(.down))),
      bridge: Int((bridge * rate).rounded(.down)))
  }

  /// The state before the first sample, which is at the position 0.
  public func start() -> State { State(first: 0, next: 0) }

  /// Says that the first sample, which is still to come, is at `position`.
  public func begin(_ state: inout State, at position: Int) {
    precondition(state.samples.isEmpty, "the first sample is still to come")
    state.first = position
    state.next = position
  }

  /// Takes beats by the positions nearest to them, in order, before the samples they are among.
  public func take(_ beats: Span<Int>, _ state: inout State) {
    for index in beats.indices where beats[index] > state.lastBeat {
      state.beats.append(beats[index])
      state.lastBeat = beats[index]
    }
  }

  /// Appends to `output` the next positions' samples, as far as the beats decide them.
  ///
  /// All beats at positions before `through` have been taken, and none beyond the samples.
  public func process(
    _ samples: Span<Float>, beatsThrough through: Int, _ state: inout State,
    into output: inout FilteredSamples
  ) {
    for index in samples.indices {
      let isMissing = !samples[index].isFinite
      state.missing = isMissing ? state.missing + 1 : 0
      // The run that is too long ends a segment where it becomes so; missing samples have no other.
      if state.missing == bridge + 1 { state.segment += 1 }
      state.samples.append(samples[index])
      state.segments.append(state.segment)
    }
    makeKnots(&state)
    give(knotsThrough: through - lead, &state, &output)
    forget(&state)
  }

  /// Appends to `output` what is still held back, up to the last position of the input.
  public func finish(_ state: inout State, into output: inout FilteredSamples) {
    give(knotsThrough: .max, &state, &output)
    forget(&state)
  }

  /// Makes a knot of each beat whose samples are there.
  private func makeKnots(_ state: inout State) {
    let end = state.first + state.samples.count
    var ready = 0
    while ready < state.beats.count, state.beats[ready] - lead + radius < end {
      let centre = state.beats[ready] - lead
      ready += 1
      guard centre >= state.first, centre < end else { continue }
      let segment = state.segments[centre - state.first]
      var sum = 0.0
      var count = 0.0
      for position in max(centre - radius, state.first)...centre + radius {
        let place = position - state.first
        guard state.samples[place].isFinite, state.segments[place] == segment else { continue }
        sum += Double(state.samples[place])
        count += 1
      }
      guard count > 0 else { continue }
      state.knots.append(Knot(position: centre, level: sum / count, segment: segment))
    }
    state.beats.removeFirst(ready)
  }

  /// Gives the samples before `through` that no knot to come, none of them before `through`, changes.
  private func give(
    knotsThrough through: Int, _ state: inout State, _ output: inout FilteredSamples
  ) {
    let end = state.first + state.samples.count
    while state.next < min(end, through) {
      let place = state.next - state.first
      while state.passed < state.knots.count, state.knots[state.passed].position <= state.next {
        state.passed += 1
      }
      let baseline = baseline(
        at: state.next, segment: state.segments[place], through: through, state)
      guard let (level, mark) = baseline else { return }
      let sample = state.samples[place]
      if sample.isFinite {
        output.append(Float(Double(sample) - level), mark)
      } else {
        output.appendMissing()
      }
      state.next += 1
    }
  }

  /// Forgets the samples that have come out and the knots that none to come depends on.
  private func forget(_ state: inout State) {
    let spare = state.next - radius - state.first
    if spare > 0 {
      state.samples.removeFirst(spare)
      state.segments.removeFirst(spare)
      state.first += spare
    }
    if state.passed > 2 {
      state.knots.removeFirst(state.passed - 2)
      state.passed = 2
    }
  }
}
