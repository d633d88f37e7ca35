internal import Kernels

/// Observations of one sequence and the time before each.
public struct TimedSequence: Sendable, Equatable {
  /// One value for each input of the first observation, then of the second, and so on.
  public var inputs: [Float]
  /// The time before each observation in units of network time.
  public var elapsed: [Float]

  /// A sequence of `elapsed.count` observations.
  public init(inputs: [Float], elapsed: [Float]) {
    self.inputs = inputs
    self.elapsed = elapsed
  }
}

extension RecurrentNetwork {
  /// Returns the outputs after each observation, sixteen sequences at a time.
  ///
  /// Each sequence has its own times and its own length, and what it gives does not depend on the
  /// others: it equals stepping it alone, bit for bit.
  public func outputs(for sequences: [TimedSequence]) -> [[Float]] {
    var results: [[Float]] = []
    for first in stride(from: 0, to: sequences.count, by: 16) {
      results += outputs(forSixteen: Array(sequences[first..<min(first + 16, sequences.count)]))
    }
    return results
  }

  private func outputs(forSixteen sequences: [TimedSequence]) -> [[Float]] {
    var state = startLanes()
    var x = [Lanes](repeating: .zero, count: inputs)
    var y = [Lanes](repeating: .zero, count: outputs)
    var results = sequences.map { [Float](repeating: 0, count: $0.elapsed.count * outputs) }
    for time in 0..<(sequences.map(\.elapsed.count).max() ?? 0) {
      var dt = Lanes.zero
      var active = SIMDMask<SIMD16<Int32>>(repeating: false)
      for (lane, sequence) in sequences.enumerated() where time < sequence.elapsed.count {
        active[lane] = true
        dt[lane] = sequence.elapsed[time]
        for input in 0..<inputs { x[input][lane] = sequence.inputs[time * inputs + input] }
      }
      var span = y.mutableSpan
      step(x.span, after: dt, active: active, &state, into: &span)
      for lane in sequences.indices where active[lane] {
        for output in 0..<outputs { results[lane][time * outputs + output] = y[output][lane] }
      }
    }
    return results
  }
}
