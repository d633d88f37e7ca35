/// Says of the beats that several sources see, such as an ECG, a plethysmogram and a pressure, which
/// are seen together, as they come.
///
/// A pulse comes some time after its heartbeat: this delay is learnt for each source but the first, as
/// the median of the latest 15 times from a heartbeat to the next beat of the source. The heartbeats
/// are those of the first source that is good, less its delay, which is taken to be 0.25 s where it
/// is not known. Beats of several sources that, less their delays, lie within the tolerance are one.
/// It is real where at least `share` of the sources see it that are good and whose delay is known.
/// Beats of a source that is not good are passed over.
///
/// The idea of judging alarms by the agreement of signals that noise does not reach together:
/// - A. Aboukhalil, L. Nielsen, M. Saeed, R. G. Mark, G. D. Clifford, Reducing false alarm rates for
///   critical arrhythmias using the arterial blood pressure waveform, J. Biomed. Inform. 41 (2008)
///   442–451, doi:10.1016/j.jbi.2008.03.003.
///
/// Times are whole nanoseconds, at most 16 sources.
public struct BeatConsensus: Sendable {
  /// Some sources' beats that are one.
  public struct Beat: Sendable, Equatable {
    /// When the first source sees it, or would have.
    public var time: Int64
    /// The sources that see it, a bit each.
    public var seen: UInt16
    /// The sources that are good and whose delay is known, a bit each.
    public var asked: UInt16
    /// Whether enough of those see it.
    public var isReal: Bool

    /// The share of the sources asked that see it; not a number where none is asked.
    public var agreement: Float {
      Float((seen & asked).nonzeroBitCount) / Float(asked.nonzeroBitCount)
    }
  }

  /// The number of sources.
  public let sources: Int
  /// How far apart beats are one, in nanoseconds.
  public let tolerance: Int64
  /// The share of the sources asked that makes a beat real.
  public let share: Double
  /// The longest delay of a source, in nanoseconds.
  public let longestDelay: Int64

  /// How long after a beat's time it is decided on, in nanoseconds.
  public var delay: Int64 { longestDelay + tolerance }

  /// A consensus of this many sources, 1 to 16; times are in nanoseconds.
  public init(
    sources: Int, tolerance: Int64 = 150_000_000, share: Double = 0.5,
    longestDelay: Int64 = 800_000_000
  ) {
    precondition((1...16).contains(sources), "there are 1 to 16 sources")
    precondition(tolerance >= 0 && longestDelay >= 0, "no time is negative")
    self.sources = sources
    self.tolerance = tolerance
    self.share = share
    self.longestDelay = longestDelay
  }

  /// The state before the first beat, in which all sources are good.
  public func start() -> State { State(sources: sources) }

  /// Says that from now on a source is good, or is not.
  public func set(_ source: Int, isGood: Bool, _ state: inout State) {
    let bit = UInt16(1) << source
    if isGood { state.good |= bit } else { state.good &= ~bit }
  }

  /// Takes in a beat of a source.
  ///
  /// Beats come in the order of their times over all sources, those of one time in the order of the
  /// sources; and ``decide(before:_:into:)`` has been called with their time before.
  public func append(_ time: Int64, from source: Int, _ state: inout State) {
    let bit = UInt16(1) << source
    guard state.good & bit != 0 else { return }
    learn(time, source, &state)
    guard let delay = delay(of: source, state) else { return }
    let time = time - delay
    var best: Int?
    for (index, beat) in state.pending.enumerated() where beat.seen & bit == 0 {
      let distance = abs(beat.time - time)
      let nearest = best.map { abs(state.pending[$0].time - time) } ?? .max
      if distance <= tolerance, distance < nearest { best = index }
    }
    if let best {
      state.pending[best].seen |= bit
      return
    }
    var asked: UInt16 = 0
    for other in 0..<sources where self.delay(of: other, state) != nil {
      asked |= state.good & UInt16(1) << other
    }
    let place = state.pending.firstIndex { $0.time > time } ?? state.pending.count
    state.pending.insert(Beat(time: time, seen: bit, asked: asked, isReal: false), at: place)
  }

  /// Appends to `beats` those to which no beat at `time` or later can belong, in the order of time.
  public func decide(before time: Int64, _ state: inout State, into beats: inout [Beat]) {
    while let first = state.pending.first, first.time < time - delay {
      state.pending.removeFirst()
      var beat = first
      let votes = Double((beat.seen & beat.asked).nonzeroBitCount)
      beat.isReal = votes > 0 && votes >= share * Double(beat.asked.nonzeroBitCount)
      beats.append(beat)
    }
  }
}

extension BeatConsensus {
  /// Where one run of the consensus stands.
  public struct State: Sendable {
    /// The sources that are good, a bit each.
    var good: UInt16 = .max
    /// Beats that others may yet belong to, in the order of time.
    var pending: [Beat] = []
    /// The latest heartbeat.
    var reference: Int64?
    /// The latest delays of each source, in nanoseconds.
    var delays: [RecentValues]
    /// The sources that have seen a beat since, a bit each.
    var hasFollowed: UInt16 = 0

    init(sources: Int) {
      delays = Array(repeating: RecentValues(capacity: 15), count: sources)
      pending.reserveCapacity(64)
    }
  }

  /// So many delays make a usual one.
  private static let enough = 5
  /// In nanoseconds: what is assumed where none is known.
  private static let assumedDelay: Int64 = 250_000_000

  private func learn(_ time: Int64, _ source: Int, _ state: inout State) {
    let bit = UInt16(1) << source
    if source == state.good.trailingZeroBitCount {
      state.reference = time - (delay(of: source, state) ?? 0)
      state.hasFollowed = 0
    } else if source > 0, let reference = state.reference, state.hasFollowed & bit == 0,
      (0...longestDelay).contains(time - reference)
    {
      state.hasFollowed |= bit
      state.delays[source].append(Double(time - reference))
    }
  }

  /// The usual delay of a source; none while it is not known and can be learnt.
  private func delay(of source: Int, _ state: State) -> Int64? {
    if source == 0 { return 0 }
    if state.delays[source].count >= Self.enough { return Int64(state.delays[source].median) }
    let isFirst = source == state.good.trailingZeroBitCount
    return isFirst ? min(Self.assumedDelay, longestDelay) : nil
  }
}
