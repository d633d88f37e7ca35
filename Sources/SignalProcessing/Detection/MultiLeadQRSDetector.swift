/// A lead that found its last beat this many usual intervals ago or more is not asked.
private let longestSilence = 1.5
/// A lead at least this share as clear as the clearest gives the place.
private let aboutAsClear: Float = 0.5
/// What a beat needs of the weights before this many usual intervals, later, and after a pause.
private let early = (before: 0.7, share: Float(0.5))
private let usualShare: Float = 0.4
private let late = (after: 1.3, share: Float(0.2))
/// And where it is the first.
private let firstShare: Float = 0.3
/// Nothing is clearer than this.
private let greatestClarity: Float = 20

/// Finds the heartbeats of several ECG leads of one heart as their samples come.
///
/// Every lead has a ``QRSDetector`` of its own; beats within 0.1 s of each other are one. A beat that
/// not all leads have found is one where those that did outweigh the others. A lead has the weight
/// of its clarity, the height of its beats over that of what lies between them (squared, as for a
/// combination of the largest signal-to-noise ratio; D. G. Brennan, Linear diversity combining
/// techniques, Proc. IRE 47 (1959) 1075–1102, doi:10.1109/JRPROC.1959.287136), and what comes late
/// needs less than what comes early. A lead that is missing, flat, saturated or too noisy finds
/// nothing, and one that has found nothing for long is not asked.
public struct MultiLeadQRSDetector: Sendable {
  /// The detector of every lead.
  public let lead: QRSDetector
  /// How many leads there are.
  public let count: Int
  /// The largest distance in samples from a beat's peak to the sample at which it is announced.
  public let delay: Int
  /// Beats of different leads as near as this are one.
  private let tolerance: Int

  /// Where one run of the detector stands.
  public struct State: Sendable {
    fileprivate var leads: [Lead]
    fileprivate var last: Int?
    fileprivate var intervals = RecentValues(capacity: 8)
  }

  fileprivate struct Lead: Sendable {
    var state: QRSDetector.State
    /// What it has found that has not been decided about.
    var beats: [QRSDetector.Beat] = []
    /// How many of them have been decided about since.
    var decided = 0
    /// The last one that has.
    var last: QRSDetector.Beat?

    var next: QRSDetector.Beat? { decided < beats.count ? beats[decided] : nil }
  }

  /// A detector for `leads` signals of `rate` samples per second, at least 100.
  public init(rate: Double, leads: Int) {
    precondition(leads > 0, "beats are found in at least one lead")
    lead = QRSDetector(rate: rate)
    count = leads
    tolerance = leads > 1 ? Int((0.1 * rate).rounded()) : 0
    delay = lead.delay + tolerance
  }

  /// The state before the first sample.
  public func start() -> State {
    // Copies of one lead would share its memory, and each take its own when it is first written to.
    State(
      leads: (0..<count).map { _ in
        var memory = Lead(state: lead.start())
        memory.beats.reserveCapacity(16)
        return memory
      })
  }

  /// Takes the next samples of lead number `index`.
  public func take(_ samples: Span<Float>, lead index: Int, _ state: inout State) {
    var beats: [QRSDetector.Beat] = []
    swap(&beats, &state.leads[index].beats)
    lead.process(samples, &state.leads[index].state, into: &beats)
    swap(&beats, &state.leads[index].beats)
  }

  /// How many samples of lead number `index` have been taken.
  public func taken(lead index: Int, _ state: State) -> Int { state.leads[index].state.count }

  /// Appends to `beats` those that the samples taken of all leads make certain, in the order of time.
  public func resolve(_ state: inout State, into beats: inout [QRSDetector.Beat]) {
    if count == 1 {
      beats.append(contentsOf: state.leads[0].beats)
      state.leads[0].beats.removeAll(keepingCapacity: true)
      return
    }
    let through = through(state)
    while let first = earliest(state), first < through {
      if let beat = decide(at: first, &state) { beats.append(beat) }
    }
    for index in state.leads.indices {
      state.leads[index].beats.removeFirst(state.leads[index].decided)
      state.leads[index].decided = 0
    }
  }

  /// The number of samples from the start up to which all beats have been announced.
  public func through(_ state: State) -> Int {
    max(0, state.leads.reduce(Int.max) { min($0, $1.state.count) } - delay)
  }

  private func earliest(_ state: State) -> Int? {
    var first: Int?
    for lead in state.leads {
      if let beat = lead.next { first = min(first ?? .max, beat.position) }
    }
    return first
  }

  /// Decides about the beats from `first` on that are one.
  private func decide(at first: Int, _ state: inout State) -> QRSDetector.Beat? {
    let usual = state.intervals.count > 0 ? state.intervals.median : 0.8 * lead.rate
    var found: Float = 0
    var silent: Float = 0
    var best: Float = 0
    for index in state.leads.indices {
      if let beat = state.leads[index].next, beat.position <= first + tolerance {
        found += weight(beat) * min(1, beat.strength)
        best = max(best, weight(beat))
      } else if let last = state.leads[index].last,
        Double(first - last.position) < longestSilence * usual
      {
        silent += weight(last)
      }
    }
    var chosen: QRSDetector.Beat?
    for index in state.leads.indices {
      guard let beat = state.leads[index].next, beat.position <= first + tolerance
      else { continue }
      state.leads[index].decided += 1
      state.leads[index].last = beat
      // The first lead that is about as clear as any, so that the place does not jump.
      if chosen == nil, weight(beat) >= aboutAsClear * best { chosen = beat }
    }
    guard let chosen, found >= needed(chosen, usual, state) * (found + silent) else { return nil }
    if let last = state.last {
      let interval = Double(chosen.position - last)
      if interval < 2.5 * lead.rate { state.intervals.append(interval) }
    }
    state.last = chosen.position
    return chosen
  }

  /// The share of the weights that a beat needs, by when it comes.
  private func needed(_ beat: QRSDetector.Beat, _ usual: Double, _ state: State) -> Float {
    guard let last = state.last else { return firstShare }
    let part = Double(beat.position - last) / usual
    if part < early.before { return early.share }
    return part < late.after ? usualShare : late.share
  }

  private func weight(_ beat: QRSDetector.Beat) -> Float {
    let clarity = min(beat.clarity, greatestClarity)
    return clarity * clarity
  }
}
