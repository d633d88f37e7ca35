/// The values beyond which a channel cannot go: stated, or learned from what the signal does there.
///
/// A rail is learned where the signal's highest (or lowest) value so far
/// - was held for `plateau` samples in a row three times, or once for `hold` samples,
/// - holds at least as many samples, in such plateaus, as lie in the tenth of the signal's range that is
///   next to it: the signal piles up there, as smooth tops do not that have forty levels and more,
/// - and holds fewer than half of all samples: what a signal does most of the time is its rest.
///
/// What is older than `memory` samples counts half or less. A learned rail that the signal passes is
/// none. Plateaus are of equal values, so learning is for signals as the amplifier gave them: filters
/// and resampling round their corners. A constant signal has no rail.
public struct Rails: Sendable, Equatable {
  /// Where one run stands.
  public struct State: Sendable, Equatable {
    fileprivate var lower = Side()
    fileprivate var upper = Side()
    /// The finite samples, the older ones counting less.
    fileprivate var total = 0
    fileprivate var position = 0

    /// The lower rail that was learned.
    public var low: Float? { lower.isRail ? -lower.extreme : nil }
    /// The upper rail that was learned.
    public var high: Float? { upper.isRail ? upper.extreme : nil }
  }

  /// At or below this a signal is at its lower rail, stated by whoever knows the amplifier.
  public let low: Float
  /// At or above this a signal is at its upper rail, stated by whoever knows the amplifier.
  public let high: Float
  /// The least samples in a plateau; none where nothing is learned.
  public let plateau: Int?
  /// The samples of one plateau that is enough by itself.
  public let hold: Int
  /// After so many samples what is known of them counts half.
  public let memory: Int

  /// Rails that are stated only.
  public init(low: Float = -.infinity, high: Float = .infinity) {
    self.low = low
    self.high = high
    plateau = nil
    hold = 0
    memory = .max
  }

  /// Rails that are learned, besides those that are stated, from `rate` samples per second.
  ///
  /// A plateau lasts 12 ms and three samples, one that is enough by itself `seconds`; the memory is a
  /// minute.
  public init(
    low: Float = -.infinity, high: Float = .infinity, learningAt rate: Double,
    hold seconds: Double = 0.5
  ) {
    precondition(rate > 0 && seconds > 0, "a rate and a time are positive")
    func samples(_ seconds: Double) -> Int { max(1, Int((seconds * rate).rounded(.up))) }
    self.low = low
    self.high = high
    plateau = max(3, samples(0.012))
    hold = max(3, samples(seconds))
    memory = samples(60)
  }

  /// The state before the first sample.
  public func start() -> State { State() }

  /// Takes notice of the next sample; gives whether a rail has been learned from it.
  public func learn(from sample: Float, _ state: inout State) -> Bool {
    guard let plateau else { return false }
    if state.position == memory {
      state.position = 0
      state.total /= 2
      state.lower.age()
      state.upper.age()
    }
    state.position += 1
    guard sample.isFinite else {
      state.lower.run = 0
      state.upper.run = 0
      return false
    }
    state.total += 1
    let range = state.total > 1 ? state.upper.extreme + state.lower.extreme : 0
    let isLower = state.lower.note(-sample, range, plateau)
    let isUpper = state.upper.note(sample, range, plateau)
    guard isLower || isUpper, range > 0 else { return false }
    let hasLower = isLower && state.lower.decide(of: state.total, hold)
    let hasUpper = isUpper && state.upper.decide(of: state.total, hold)
    return hasLower || hasUpper
  }

  /// Whether a sample is at a rail or beyond it; what is not finite is not.
  public func holds(_ sample: Float, _ state: State) -> Bool {
    guard sample.isFinite else { return false }
    if sample <= low || sample >= high { return true }
    return (state.lower.isRail && -sample >= state.lower.extreme)
      || (state.upper.isRail && sample >= state.upper.extreme)
  }
}

extension Rails {
  /// What is known of one extreme; the lower one is that of the signal turned over.
  fileprivate struct Side: Sendable, Equatable {
    var extreme = -Float.infinity
    var isRail = false
    /// The samples at the extreme, the last of them in a row, and those of them in plateaus.
    var here = 0
    var run = 0
    var inPlateaus = 0
    var plateaus = 0
    /// The samples in the tenth of the range beside the extreme.
    var near = 0

    /// Takes notice of a sample; gives whether it may be what makes the extreme a rail.
    mutating func note(_ value: Float, _ range: Float, _ plateau: Int) -> Bool {
      if value > extreme {
        // Where the extreme creeps on, what was at it is now beside it.
        near = value - extreme <= range / 10 ? near + here : 0
        (extreme, isRail, here, run, inPlateaus, plateaus) = (value, false, 1, 1, 0, 0)
        return false
      }
      guard value == extreme else {
        run = 0
        if value >= extreme - range / 10 { near += 1 }
        return false
      }
      here += 1
      run += 1
      if run == plateau {
        plateaus += 1
        inPlateaus += plateau
      } else if run > plateau {
        inPlateaus += 1
      }
      return !isRail && run >= plateau
    }

    mutating func decide(of total: Int, _ hold: Int) -> Bool {
      isRail = (plateaus >= 3 || run >= hold) && inPlateaus >= near && 2 * inPlateaus < total
      return isRail
    }

    mutating func age() {
      here /= 2
      inPlateaus /= 2
      near /= 2
    }
  }
}
