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

extension TimedSequence {
  /// The outputs after each observation of sequences that are stepped sixteen at a time, each over
  /// its own times and to its own end.
  static func outputs<State>(
    for sequences: [TimedSequence], inputs: Int, outputs: Int, start: () -> State,
    step: (Span<Lanes>, Lanes, SIMDMask<SIMD16<Int32>>, inout State, inout MutableSpan<Lanes>) ->
      Void
  ) -> [[Float]] {
    var results = sequences.map { [Float](repeating: 0, count: $0.elapsed.count * outputs) }
    var x = [Lanes](repeating: .zero, count: inputs)
    var y = [Lanes](repeating: .zero, count: outputs)
    for first in stride(from: 0, to: sequences.count, by: 16) {
      let group = first..<min(first + 16, sequences.count)
      var state = start()
      for time in 0..<(sequences[group].map(\.elapsed.count).max() ?? 0) {
        var dt = Lanes.zero
        var active = SIMDMask<SIMD16<Int32>>(repeating: false)
        for row in group where time < sequences[row].elapsed.count {
          active[row - first] = true
          dt[row - first] = sequences[row].elapsed[time]
          for input in 0..<inputs {
            x[input][row - first] = sequences[row].inputs[time * inputs + input]
          }
        }
        var span = y.mutableSpan
        step(x.span, dt, active, &state, &span)
        for row in group where active[row - first] {
          for output in 0..<outputs {
            results[row][time * outputs + output] = y[output][row - first]
          }
        }
      }
    }
    return results
  }
}
