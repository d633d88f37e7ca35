import Kernels
import Signals

extension InputEncoding {
  /// What a person decides of an encoding; the rest is fitted.
  public struct Choices: Hashable, Sendable {
    /// The share of values, in percent, that is cut off at either end of each input; 0: none.
    public var clip = 0.0
    /// Whether inputs that are skewed to the right enter as logarithms.
    public var takesLogarithms = false
    /// After how many seconds half of a value is left where it is missing; none: all of it stays.
    public var halfLife: Double?
    /// The inputs, or the axes of vectors, whose values enter a second time as squares.
    public var squares: [String] = []
    /// The inputs, or the axes of vectors, whose values enter again by bins of quantiles.
    public var binned: [String] = []
    /// How many bins each of those has; fewer where quantiles are the same.
    public var bins = 6
    /// Whether it is told which channels are there.
    public var masks = true
    /// How the time since a channel was last seen is told.
    public var ages = Age.saturating
    /// Which steps are taken together.
    public var grid = StepGrid.none
    /// The seconds of one unit of network time; none: the mean time between steps.
    public var unit: Double?
    /// The time without a step after which a network begins anew, in seconds.
    public var gap = 10.0

    /// The choices that serve beats.
    public init() {}
  }

  /// The encoding that makes the inputs of these recordings zero on average, with deviation 1.
  ///
  /// None where the recordings have no two steps that follow each other within the gap. Inputs that
  /// never change keep their deviation at 1. An input enters as ln(1 + x/m), m the median of its
  /// values above 0, where logarithms are allowed, none of its values is negative, their skewness is
  /// above 1, and that of the logarithms is nearer to 0.
  ///
  /// - Parameters:
  ///   - recordings: The steps of the recordings to learn from, and of no others, taken together by
  ///     the grid already.
  ///   - names: The names of the inputs.
  ///   - channels: For each input, which of the channels it belongs to.
  ///   - tellings: What is told of each channel; only what is measured again and again decays.
  ///   - choices: What was decided.
  public init?(
    fitting recordings: [ObservedSteps], names: [String], channels: [Int],
    tellings: [Telling]? = nil, choices: Choices = Choices()
  ) {
    var elapsed: [Double] = []
    for steps in recordings {
      for (one, next) in zip(steps.times, steps.times.dropFirst()) {
        let seconds = (next - one).seconds
        if seconds <= choices.gap { elapsed.append(seconds) }
      }
    }
    guard let shortest = elapsed.min(), let longest = elapsed.max() else { return nil }
    var curbs: [Curb] = []
    var means: [Float] = []
    var deviations: [Float] = []
    var edges: [[Float]] = []
    for input in names.indices {
      let values = recordings.flatMap { $0.values(of: input) }
      let curb = Curb(fitting: values, choices)
      let (mean, deviation) = values.map(curb.apply).moments()
      curbs.append(curb)
      means.append(mean)
      deviations.append(deviation)
      let isBinned = choices.binned.contains { $0.names(names[input]) }
      edges.append(
        isBinned
          ? quantiles(of: values.map { (curb.apply($0) - mean) / deviation }, choices.bins) : [])
    }
    self.init(
      names: names, channelOfInput: channels, curbs: curbs, means: means, deviations: deviations,
      halfLives: channels.map { channel in
        (tellings?[channel] ?? .presence) == .once ? 0 : choices.halfLife ?? 0
      },
      squares: names.map { name in choices.squares.contains { $0.names(name) } },
      binEdges: edges, tellings: tellings, masks: choices.masks, ages: choices.ages,
      grid: choices.grid,
      clock: StepClock(
        unit: choices.unit ?? elapsed.reduce(0, +) / Double(elapsed.count),
        range: shortest...longest, gap: choices.gap))
  }

  /// The steps of a recording as a network takes them in: its inputs, the time before each in units
  /// of network time, and where it begins anew.
  public func encode(_ steps: ObservedSteps) -> EncodedSteps {
    var state = start()
    var encoded = EncodedSteps()
    encoded.inputs.reserveCapacity(steps.times.count * width)
    var values = [Float](repeating: .nan, count: steps.width)
    for (index, time) in steps.times.enumerated() {
      for place in values.indices { values[place] = steps.values[index * steps.width + place] }
      let step = encode(values, at: time, &state)
      if step.policy == .reset { encoded.beginnings.append(index) }
      encoded.inputs += state.encoded
      encoded.elapsed.append(step.elapsed)
    }
    return encoded
  }
}

extension String {
  /// Whether this is an input's name, or the axis of a vector that it is.
  fileprivate func names(_ input: String) -> Bool { self == input || input.hasSuffix("/\(self)") }
}

/// The edges of bins in which there are equally many of the values, those that are the same taken
/// together; none where all values are.
private func quantiles(of values: [Float], _ bins: Int) -> [Float] {
  guard !values.isEmpty else { return [] }
  let sorted = values.sorted()
  var edges: [Float] = []
  for edge in (0...bins).map({ sorted.quantile(Double($0) / Double(bins)) })
  where edges.last.map({ edge > $0 }) ?? true { edges.append(edge) }
  return edges.count > 1 ? edges : []
}

extension InputEncoding.Curb {
  fileprivate init(fitting values: [Float], _ choices: InputEncoding.Choices) {
    self.init()
    guard !values.isEmpty, choices.clip > 0 || choices.takesLogarithms else { return }
    let sorted = values.sorted()
    if choices.clip > 0 {
      range = sorted.quantile(choices.clip / 100)...sorted.quantile(1 - choices.clip / 100)
    }
    guard choices.takesLogarithms, sorted[0] >= 0,
      let first = sorted.firstIndex(where: { $0 > 0 })
    else { return }
    let before = skewness(of: values)
    guard before > 1 else { return }
    var logarithmic = self
    logarithmic.scale = Array(sorted[first...]).quantile(0.5)
    if abs(logarithmic.skewness(of: values)) < abs(before) { self = logarithmic }
  }

  /// The third moment of curbed values about their mean, on the scale of their deviation.
  private func skewness(of values: [Float]) -> Double {
    let curbed = values.map { Double(apply($0)) }
    let count = Double(curbed.count)
    let mean = curbed.reduce(0, +) / count
    var second = 0.0
    var third = 0.0
    for value in curbed {
      let ahead = value - mean
      second += ahead * ahead
      third += ahead * ahead * ahead
    }
    second /= count
    return second > 0 ? third / count / (second * second.squareRoot()) : 0
  }
}

extension [Float] {
  /// The value below which a share of these sorted values lies, between neighbours linearly.
  fileprivate func quantile(_ share: Double) -> Float {
    let place = share * Double(count - 1)
    let low = Int(place)
    let high = Swift.min(low + 1, count - 1)
    let part = Float(place - Double(low))
    return self[low] + (self[high] - self[low]) * part
  }
}

extension ObservedSteps {
  /// The finite values of an input.
  fileprivate func values(of input: Int) -> [Float] {
    times.indices.compactMap { step in
      let value = values[step * width + input]
      return value.isFinite ? value : nil
    }
  }
}

/// The steps of a recording as a network takes them in.
public struct EncodedSteps: Hashable, Sendable {
  /// The inputs of the first step, then of the second, and so on.
  public var inputs: [Float] = []
  /// The time before each step in units of network time.
  public var elapsed: [Float] = []
  /// The steps at which the network begins anew, the first included.
  public var beginnings: [Int] = []
}
