import Kernels
import LiquidNetworks
import Testing

/// Three steps of sixteen sequences forth and back, with a loss that weighs every output.
struct LTCTrial {
  let cell: LTCCell
  let steps = 3
  let inputs: [[Lanes]]
  let elapsed: [Lanes]
  let losses: [[Lanes]]
  let start: [Lanes]

  init(_ cell: LTCCell) {
    var random = Xoshiro(seed: 22)
    func lanes(_ lower: Float, _ upper: Float) -> Lanes {
      var lanes = Lanes.zero
      for lane in lanes.indices { lanes[lane] = lower + (upper - lower) * random.uniform() }
      return lanes
    }
    self.cell = cell
    inputs = (0..<3).map { _ in (0..<cell.inputs).map { _ in lanes(-1, 1.5) } }
    var elapsed = (0..<3).map { _ in lanes(0.05, 2) }
    elapsed[1][5] = 0
    self.elapsed = elapsed
    losses = (0..<3).map { _ in (0..<cell.outputs).map { _ in lanes(-1, 1) } }
    start = (0..<cell.units).map { _ in lanes(-0.5, 0.8) }
  }

  /// The gradients of the weights, and those of inputs and start, source after source.
  func gradients(_ weights: [Float]) -> (weights: [Float], inputs: [[Lanes]], start: [Lanes]) {
    let prepared = cell.prepare(weights.span)
    let width = cell.rowWidth
    var tape = [Lanes](repeating: .zero, count: 5 + steps * width)
    var state = start
    for step in 0..<steps {
      var row = Array(tape[5 + step * width..<5 + (step + 1) * width])
      row.replaceSubrange(0..<cell.inputs, with: inputs[step])
      row.replaceSubrange(cell.oldState, with: state)
      var span = row.mutableSpan
      cell.forward(&span, after: elapsed[step], nil, prepared)
      state = Array(row[cell.newState])
      tape.replaceSubrange(5 + step * width..<5 + (step + 1) * width, with: row)
    }
    var onState = [Lanes](repeating: .zero, count: cell.units)
    var onInputs = inputs
    for step in (0..<steps).reversed() {
      var row = Array(tape[5 + step * width..<5 + (step + 1) * width])
      var gradients = [Lanes](repeating: .zero, count: cell.gradientWidth)
      gradients.replaceSubrange(cell.newState, with: onState)
      gradients.replaceSubrange(cell.output, with: losses[step])
      var rowSpan = row.mutableSpan
      var span = gradients.mutableSpan
      cell.backward(&rowSpan, after: elapsed[step], nil, prepared, &span)
      onState = Array(gradients[cell.oldState])
      onInputs[step] = Array(gradients[0..<cell.inputs])
      tape.replaceSubrange(5 + step * width..<5 + (step + 1) * width, with: row)
    }
    var sums = [Float](repeating: 0, count: cell.layout.count)
    var span = sums.mutableSpan
    cell.accumulate(
      tape.span, steps: steps, stride: width, offset: 5, elapsed: elapsed.span, prepared,
      into: &span)
    return (sums, onInputs, onState)
  }

  /// The loss in doubles.
  func loss(_ plain: PlainLTC, inputs: [[[Double]]], start: [[Double]]) -> Double {
    var loss = 0.0
    for lane in 0..<16 {
      var v = start[lane]
      for step in 0..<steps {
        if elapsed[step][lane] > 0 {
          v = plain.step(inputs[lane][step], v, Double(elapsed[step][lane]))
        }
        for (index, y) in plain.output(v).enumerated() {
          loss += y * Double(losses[step][index][lane])
        }
      }
    }
    return loss
  }
}

@Suite("Gradients of a liquid time-constant cell")
struct LTCGradientTests {
  @Test("are those of central differences in doubles", arguments: LTCCase.all)
  func centralDifferences(_ example: LTCCase) throws {
    let (cell, weights) = try example.weighted()
    let trial = LTCTrial(cell)
    let found = trial.gradients(weights)
    guard case .unfolds(let unfolds) = cell.configuration.solver else { return }
    var plain = PlainLTC(cell, weights, unfolds: unfolds)
    var inputs = (0..<16).map { lane in
      trial.inputs.map { step in step.map { Double($0[lane]) } }
    }
    var start = (0..<16).map { lane in trial.start.map { Double($0[lane]) } }
    func slope(_ shift: (Double) -> Void) -> Double {
      shift(1e-5)
      let above = trial.loss(plain, inputs: inputs, start: start)
      shift(-2e-5)
      let below = trial.loss(plain, inputs: inputs, start: start)
      shift(1e-5)
      return (above - below) / 2e-5
    }
    for entry in cell.layout.entries {
      let exact = entry.range.map { place in
        entry.role == .fixed ? 0 : slope { plain.weights[place] += $0 }
      }
      expectClose(found.weights[entry.range].map(Double.init), exact, entry.name)
    }
    for lane in [0, 5, 15] {
      for step in 0..<trial.steps {
        let exact = (0..<cell.inputs).map { index in
          slope { inputs[lane][step][index] += $0 }
        }
        expectClose(found.inputs[step].map { Double($0[lane]) }, exact, "input \(step) \(lane)")
      }
      let exact = (0..<cell.units).map { index in slope { start[lane][index] += $0 } }
      expectClose(found.start.map { Double($0[lane]) }, exact, "start \(lane)")
    }
  }

  private func expectClose(_ found: [Double], _ exact: [Double], _ name: String) {
    let error = zip(found, exact).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let size = exact.reduce(0) { $0 + $1 * $1 }
    #expect(error.squareRoot() <= 1e-4 * size.squareRoot() + 1e-9, "\(name)")
  }

  @Test("of synapses that are absent are exactly zero", arguments: LTCCase.all)
  func absent(_ example: LTCCase) throws {
    let (cell, weights) = try example.weighted()
    let gradients = LTCTrial(cell).gradients(weights).weights
    let wiring = cell.configuration.wiring
    for entry in cell.layout.entries where entry.shape.count == 2 && entry.role != .fixed {
      let polarities =
        entry.name.contains("sensory") ? wiring.sensoryAdjacency : wiring.adjacency
      let isZero = zip(entry.range, polarities).allSatisfy { $1 != 0 || gradients[$0] == 0 }
      #expect(isZero, "\(entry.name)")
    }
  }

  @Test("do not depend on whether the gates must be clamped")
  func clamped() throws {
    let (cell, weights) = try LTCCase.all[0].weighted()
    var steep = weights
    let tensors = Dictionary(uniqueKeysWithValues: cell.layout.entries.map { ($0.name, $0) })
    // A synapse so steep that every gate is clamped, and so weak that it hardly matters.
    let place = tensors["rnn_cell.sigma"]?.range.lowerBound ?? 0
    steep[place] = 900
    steep[tensors["rnn_cell.w"]?.range.lowerBound ?? 0] = -80
    var gentle = steep
    gentle[place] = 5
    let (a, b) = (LTCTrial(cell).gradients(steep), LTCTrial(cell).gradients(gentle))
    #expect(a.inputs == b.inputs)
    #expect(a.start == b.start)
  }
}
