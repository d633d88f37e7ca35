/// A filter whose every sample depends on as many samples before it as after it.
///
/// A conforming type says what a window gives; segments, bridges, ends and the delay are dealt with
/// here. Runs of up to ``SignalFilter/bridge`` missing samples are bridged by a straight line. Before
/// its first and after its last sample a segment is taken to go on as a constant, which is the mode
/// `nearest` of `scipy.ndimage`; the ``radius`` samples at either end are marked as edges. What a
/// window gives that is not finite comes out as missing.
public protocol NeighbourhoodFilter: SignalFilter where State == NeighbourhoodState<Surroundings> {
  /// The samples around one position, and what is known of them.
  associatedtype Surroundings: Sendable

  /// How many samples before a sample, and how many after it, it depends on.
  var radius: Int { get }

  /// Room for `2 * radius + 1` samples.
  func surroundings() -> Surroundings

  /// Makes all samples around a position the same, before the first sample of a segment.
  func fill(_ surroundings: inout Surroundings, with value: Float)

  /// Moves on by a sample, and gives the output ``radius`` samples before it.
  func push(_ value: Float, _ surroundings: inout Surroundings) -> Float
}

/// Where one run of a ``NeighbourhoodFilter`` stands.
public struct NeighbourhoodState<Surroundings: Sendable>: Sendable {
  fileprivate var surroundings: Surroundings
  fileprivate var isInSegment = false
  fileprivate var last: Float = 0
  /// Samples missing since the last one that was there.
  fileprivate var missing = 0
  /// Samples pushed in this segment, those that go on beyond its end included.
  fileprivate var pushed = 0
  /// Which of the samples that have not come out yet were bridged, a ring.
  fileprivate var isBridged: [Bool]
  /// The place in the ring of the sample that is pushed next.
  fileprivate var place = 0
}

extension NeighbourhoodFilter {
  /// By how many samples the output is behind at most: half the window and the bridge.
  public var latency: Int { radius + bridge }

  /// Half the window at either end.
  public var edges: (leading: Int, trailing: Int) { (radius, radius) }

  /// The state before the first sample.
  public func start() -> NeighbourhoodState<Surroundings> {
    NeighbourhoodState(
      surroundings: surroundings(), isBridged: Array(repeating: false, count: radius + 1))
  }

  /// Appends to `output` the next positions' samples, as far as `samples` decide them.
  public func process(
    _ samples: Span<Float>, _ state: inout State, into output: inout FilteredSamples
  ) {
    for index in samples.indices {
      let sample = samples[index]
      if sample.isFinite {
        if state.isInSegment {
          crossGap(to: sample, &state, &output)
        } else {
          begin(sample, &state)
        }
        push(sample, isBridged: false, .sound, &state, &output)
        state.last = sample
      } else if state.isInSegment, state.missing < bridge {
        state.missing += 1
      } else {
        finish(&state, into: &output)
        output.appendMissing()
      }
    }
  }

  /// Appends to `output` what is still held back, up to the last position of the input.
  public func finish(_ state: inout State, into output: inout FilteredSamples) {
    guard state.isInSegment else { return }
    for _ in 0..<radius { push(state.last, isBridged: false, .edge, &state, &output) }
    for _ in 0..<state.missing { output.appendMissing() }
    state.missing = 0
    state.isInSegment = false
  }

  private func begin(_ sample: Float, _ state: inout State) {
    fill(&state.surroundings, with: sample)
    state.isInSegment = true
    state.pushed = 0
    state.place = 0
  }

  private func crossGap(to sample: Float, _ state: inout State, _ output: inout FilteredSamples) {
    guard state.missing > 0 else { return }
    let step = (sample - state.last) / Float(state.missing + 1)
    for index in 1...state.missing {
      push(state.last + Float(index) * step, isBridged: true, .sound, &state, &output)
    }
    state.missing = 0
  }

  /// Takes a sample and gives the one half a window before it, if that lies in the segment.
  private func push(
    _ sample: Float, isBridged: Bool, _ mark: FilteredSamples.Mark, _ state: inout State,
    _ output: inout FilteredSamples
  ) {
    let value = push(sample, &state.surroundings)
    state.isBridged[state.place] = isBridged
    state.place = state.place == radius ? 0 : state.place + 1
    state.pushed += 1
    guard state.pushed > radius else { return }
    // The ring is as long as the delay: the next place holds the sample that comes out now.
    if !value.isFinite {
      output.appendMissing()
    } else if state.isBridged[state.place] {
      output.append(value, .bridged)
    } else {
      output.append(value, state.pushed > 2 * radius ? mark : .edge)
    }
  }
}

extension NeighbourhoodFilter {
  /// The number of samples to either side that makes a window of about `seconds`.
  public static func radius(ofWindow seconds: Double, rate: Double) -> Int {
    Int((seconds * rate / 2).rounded())
  }
}
