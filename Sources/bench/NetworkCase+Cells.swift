internal import Kernels
internal import LiquidNetworks

extension NetworkCase {
  /// One sequence of a cell stepped alone, sixty-four stepped sixteen at a time, and the way there
  /// and back over sixty-four with a gradient at every step.
  static func cell<C: Cell>(
    _ name: String, _ make: @escaping () throws -> C
  ) -> [NetworkCase] {
    [
      NetworkCase(name: "\(name)/step/batch1") {
        let cell = try make()
        return alone(cell.network(weights(cell)))
      },
      NetworkCase(name: "\(name)/step/batch64") { together(try make()) },
      NetworkCase(name: "\(name)/train/batch64") { thereAndBack(try make()) },
    ]
  }

  private static func weights(_ cell: some Cell) -> [Float] {
    var random = Xoshiro(seed: 1)
    return cell.initial(&random)
  }

  private static func lanes(_ count: Int, above: Float) -> [Lanes] {
    var random = Xoshiro(seed: 2)
    return (0..<count).map { _ in
      var lanes = Lanes.zero
      for lane in lanes.indices { lanes[lane] = random.uniform() + above }
      return lanes
    }
  }

  private static func together<C: Cell>(_ cell: C) -> Measurement {
    let stepper = LaneSteps(cell, weights(cell))
    let input = lanes(cell.inputs, above: -0.5)
    let elapsed = lanes(steps, above: 0.1)
    let everyone = SIMDMask<SIMD16<Int32>>(repeating: true)
    var output = [Lanes](repeating: .zero, count: cell.outputs)
    var states = (0..<4).map { _ in stepper.start() }
    return Measurement(repeats: 7, work: Double(steps * 64)) {
      var span = output.mutableSpan
      for time in 0..<steps {
        for group in states.indices {
          stepper.step(
            input.span, after: elapsed[time], active: everyone, &states[group], into: &span)
        }
      }
    }
  }

  /// The squares of the outputs are the loss, as in the peers' cases.
  static func thereAndBack<C: Cell>(_ cell: C) -> Measurement {
    let weights = weights(cell)
    let width = cell.rowWidth
    let input = lanes(steps * cell.inputs, above: -0.5)
    let elapsed = lanes(steps, above: 0.1)
    var tape = [Lanes](repeating: .zero, count: steps * width)
    var slopes = [Lanes](repeating: .zero, count: cell.gradientWidth)
    var gradients = [Float](repeating: 0, count: cell.layout.count)
    let (old, new, output) = (cell.oldState, cell.newState, cell.output)
    return Measurement(repeats: 7, work: Double(steps * 64)) {
      let prepared = cell.prepare(weights.span)
      for _ in 0..<4 {
        var span = tape.mutableSpan
        for time in 0..<steps {
          for index in 0..<cell.inputs {
            span[time * width + index] = input[time * cell.inputs + index]
          }
          for unit in 0..<cell.units {
            span[time * width + old.lowerBound + unit] =
              time == 0 ? .zero : span[(time - 1) * width + new.lowerBound + unit]
          }
          var row = span._mutatingExtracting(time * width..<(time + 1) * width)
          cell.forward(&row, after: elapsed[time], nil, prepared)
        }
        var back = slopes.mutableSpan
        for time in stride(from: steps - 1, through: 0, by: -1) {
          for unit in 0..<cell.units {
            back[new.lowerBound + unit] =
              time == steps - 1 ? .zero : back[old.lowerBound + unit]
          }
          for index in output { back[index] = span[time * width + index] }
          var row = span._mutatingExtracting(time * width..<(time + 1) * width)
          cell.backward(&row, after: elapsed[time], nil, prepared, &back)
        }
        var sums = gradients.mutableSpan
        cell.accumulate(
          span.span, steps: steps, stride: width, offset: 0, elapsed: elapsed.span, prepared,
          into: &sums)
      }
    }
  }
}
