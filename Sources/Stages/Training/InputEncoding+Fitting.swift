import Signals

extension InputEncoding {
  /// The encoding that makes the inputs of these recordings zero on average, with deviation 1, and
  /// the mean time between their steps one unit of network time.
  ///
  /// None where the recordings have no two steps that follow each other within the gap. Inputs that
  /// never change keep their deviation at 1.
  ///
  /// - Parameters:
  ///   - recordings: The steps of the recordings to learn from, and of no others.
  ///   - names: The names of the inputs.
  ///   - channels: For each input, which of the channels it belongs to.
  ///   - gap: The time without a step after which a network begins anew, in seconds.
  public init?(
    fitting recordings: [ObservedSteps], names: [String], channels: [Int], gap: Double
  ) {
    var sums = [Double](repeating: 0, count: names.count)
    var squares = sums
    var counts = [Int](repeating: 0, count: names.count)
    var elapsed: [Double] = []
    for steps in recordings {
      for (index, value) in steps.values.enumerated() where value.isFinite {
        let input = index % names.count
        counts[input] += 1
        sums[input] += Double(value)
        squares[input] += Double(value) * Double(value)
      }
      for (one, next) in zip(steps.times, steps.times.dropFirst()) {
        let seconds = (next - one).seconds
        if seconds <= gap { elapsed.append(seconds) }
      }
    }
    guard let shortest = elapsed.min(), let longest = elapsed.max() else { return nil }
    var means: [Float] = []
    var deviations: [Float] = []
    for input in names.indices {
      let count = Double(max(1, counts[input]))
      let mean = sums[input] / count
      let deviation = max(0, squares[input] / count - mean * mean).squareRoot()
      means.append(Float(mean))
      deviations.append(deviation > 1e-6 * max(1, abs(mean)) ? Float(deviation) : 1)
    }
    self.init(
      names: names, channelOfInput: channels, means: means, deviations: deviations,
      clock: StepClock(
        unit: elapsed.reduce(0, +) / Double(elapsed.count), range: shortest...longest, gap: gap))
  }

  /// The steps of a recording as a network takes them in: its inputs, the time before each in units
  /// of network time, and where it begins anew.
  public func encode(_ steps: ObservedSteps) -> EncodedSteps {
    var state = start()
    var encoded = EncodedSteps()
    for (index, time) in steps.times.enumerated() {
      let values = Array(steps.values[index * steps.width..<(index + 1) * steps.width])
      let step = encode(values, at: time, &state)
      if step.policy == .reset { encoded.beginnings.append(index) }
      encoded.inputs += state.encoded
      encoded.elapsed.append(step.elapsed)
    }
    return encoded
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
