import Kernels
import LiquidNetworks

/// A trial of at most sixteen sequences, one in each lane, forth and back through a cell.
///
/// The rows lie apart on the tape and do not begin at its beginning, as those of a part of a
/// composite cell do. Lanes whose sequences have ended go on with zeros, which nothing may notice.
struct CellTape<C: Cell> {
  let cell: C
  let trial: Trial
  /// Whose values are left out, if any are.
  var keys: SIMD16<UInt32>?
  let weights: C.Prepared
  private let offset = 2
  private var tape: [Lanes]
  private let elapsed: [Lanes]

  private var stride: Int { cell.rowWidth + 3 }
  private var steps: Int { elapsed.count }

  init(_ cell: C, _ weights: [Float], _ trial: Trial, keys: SIMD16<UInt32>? = nil) {
    precondition(trial.sequences.count <= 16)
    self.cell = cell
    self.trial = trial
    self.keys = keys
    self.weights = cell.prepare(weights.span)
    let steps = trial.sequences.map(\.x.count).max() ?? 0
    var elapsed = [Lanes](repeating: Lanes(repeating: 1), count: steps)
    tape = [Lanes](repeating: .zero, count: 2 + (cell.rowWidth + 3) * steps)
    for (lane, sequence) in trial.sequences.enumerated() {
      for (step, dt) in sequence.elapsed.enumerated() { elapsed[step][lane] = dt }
      for (step, x) in sequence.x.enumerated() {
        let row = 2 + step * (cell.rowWidth + 3)
        for (index, value) in x.enumerated() { tape[row + index][lane] = value }
      }
    }
    self.elapsed = elapsed
    forward()
  }

  private mutating func forward() {
    let (cell, weights) = (cell, weights)
    for step in 0..<steps {
      let row = offset + step * stride
      for unit in 0..<cell.units {
        let place = row + cell.oldState.lowerBound + unit
        if step > 0 {
          tape[place] = tape[row - stride + cell.newState.lowerBound + unit]
        } else {
          for (lane, sequence) in trial.sequences.enumerated() {
            tape[place][lane] = sequence.start[unit]
          }
        }
      }
      let (dt, choices) = (elapsed[step], dropout(step))
      var span = tape.mutableSpan
      var part = span._mutatingExtracting(row..<row + cell.rowWidth)
      cell.forward(&part, after: dt, choices, weights)
    }
  }

  private func dropout(_ step: Int) -> Dropout? {
    keys.map { Dropout(keys: $0, step: UInt32(step)) }
  }

  /// The outputs of each sequence after each observation, and then what it remembers in the end.
  var given: [[Float]] {
    trial.sequences.enumerated().map { lane, sequence in
      let outputs = sequence.x.indices.flatMap { step in
        tape[offset + step * stride..<offset + (step + 1) * stride][rebased: cell.output]
          .map { $0[lane] }
      }
      let last = offset + (sequence.x.count - 1) * stride
      return outputs + tape[last..<last + stride][rebased: cell.newState].map { $0[lane] }
    }
  }

  /// The loss, in doubles.
  var loss: Double {
    zip(trial.sequences, given).reduce(0) { sum, pair in
      let counts = pair.0.ofOutputs.joined() + pair.0.ofState
      return sum + zip(counts, pair.1).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
  }

  /// Goes back over all steps, and sums the slopes along the weights so many times.
  mutating func slopes(times: Int = 1) -> Slopes {
    let (cell, weights) = (cell, weights)
    var gradients = [Lanes](repeating: .zero, count: cell.gradientWidth)
    var x = trial.sequences.map { $0.x.map { _ in [Double]() } }
    for step in (0..<steps).reversed() {
      for unit in 0..<cell.units {
        let carried = gradients[cell.oldState.lowerBound + unit]
        gradients[cell.newState.lowerBound + unit] = step == steps - 1 ? .zero : carried
      }
      for index in cell.output { gradients[index] = .zero }
      for (lane, sequence) in trial.sequences.enumerated() where step < sequence.x.count {
        for (index, count) in sequence.ofOutputs[step].enumerated() {
          gradients[cell.output.lowerBound + index][lane] = count
        }
        if step == sequence.x.count - 1 {
          for (unit, count) in sequence.ofState.enumerated() {
            gradients[cell.newState.lowerBound + unit][lane] += count
          }
        }
      }
      let row = offset + step * stride
      let (dt, choices) = (elapsed[step], dropout(step))
      var span = tape.mutableSpan
      var part = span._mutatingExtracting(row..<row + cell.rowWidth)
      var slopes = gradients.mutableSpan
      cell.backward(&part, after: dt, choices, weights, &slopes)
      for (lane, sequence) in trial.sequences.enumerated() where step < sequence.x.count {
        x[lane][step] = gradients[0..<cell.inputs].map { Double($0[lane]) }
      }
    }
    let start = trial.sequences.indices.flatMap { lane in
      gradients[cell.oldState].map { Double($0[lane]) }
    }
    return Slopes(weights: accumulated(times), x: x.flatMap { $0.flatMap(\.self) }, start: start)
  }

  private func accumulated(_ times: Int) -> [String: [Double]] {
    var sums = [Float](repeating: 0, count: cell.layout.count)
    var span = sums.mutableSpan
    for _ in 0..<times {
      cell.accumulate(
        tape.span, steps: steps, stride: stride, offset: offset, elapsed: elapsed.span, weights,
        into: &span)
    }
    var named: [String: [Double]] = [:]
    for entry in cell.layout.entries where entry.role != .fixed {
      named[entry.name] = sums[entry.range].map(Double.init)
    }
    return named
  }
}

extension ArraySlice {
  /// The elements at these places, counted from the beginning of the slice.
  fileprivate subscript(rebased places: Range<Int>) -> ArraySlice {
    self[startIndex + places.lowerBound..<startIndex + places.upperBound]
  }
}
