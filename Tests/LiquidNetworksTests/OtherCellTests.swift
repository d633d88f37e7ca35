import CAllocations
import Kernels
import LiquidNetworks
import Testing

/// A cell to try the rules on that every cell keeps.
struct CellCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let cell: any Cell

  init(_ name: String, _ cell: any Cell) {
    testDescription = name
    self.cell = cell
  }

  static let all: [CellCase] =
    [
      CellCase("LSTM 20", LSTMCell(LSTMCell.Configuration(inputs: 5, units: 20))),
      CellCase("LSTM 3", LSTMCell(LSTMCell.Configuration(inputs: 1, units: 3))),
      CellCase("GRU-D 18", GRUDCell(GRUDCell.Configuration(features: 19, units: 18))),
      CellCase(
        "GRU-D with shared channels",
        GRUDCell(GRUDCell.Configuration(channelOfFeature: [0, 1, 1, 0, 2], units: 5))),
      CellCase(
        "LSTM after a memory",
        MixedMemoryCell(LSTMCell(LSTMCell.Configuration(inputs: 3, units: 4)))),
    ]
    + CfC.Mode.allCases.flatMap { mode in
      WiredCfCCell.Fidelity.allCases.map { fidelity in
        CellCase(
          "CfC \(mode) in an NCP of 28 as \(fidelity)",
          wired(mode, fidelity) { try .autoNCP(inputs: 5, units: 28, outputs: 10) })
      }
    } + [
      CellCase(
        "CfC in a random wiring",
        wired(.default, .wiring) { try .random(inputs: 3, units: 37, outputs: 2, sparsity: 0.8) }),
      CellCase(
        "CfC in an NCP after a memory",
        MixedMemoryCell(wired { try .autoNCP(inputs: 5, units: 16, outputs: 2) })),
    ]

  private static func wired(
    _ mode: CfC.Mode = .default, _ fidelity: WiredCfCCell.Fidelity = .ncps,
    _ wiring: () throws -> Wiring
  ) -> WiredCfCCell {
    guard let wiring = try? wiring() else { preconditionFailure("these sizes fit together") }
    return WiredCfCCell(
      WiredCfCCell.Configuration(wiring: wiring, mode: mode, fidelity: fidelity))
  }

  /// The weights that the cell begins with, its vectors moved so that no decay stands at its kink.
  var weights: [Float] {
    var random = Xoshiro(seed: 5)
    var weights = cell.initial(&random)
    for entry in cell.layout.entries where entry.role == .vector {
      for place in entry.range { weights[place] += 0.1 }
    }
    return weights
  }

  /// A sequence of values in the middle range; GRU-D's masks and ages are such as an encoding gives.
  func sequence(of length: Int, _ random: inout Xoshiro) -> TimedSequence {
    let elapsed = (0..<length).map { _ in 2 * random.uniform() }
    guard let decaying = (cell as? GRUDCell)?.configuration else {
      return TimedSequence(
        inputs: (0..<length * cell.inputs).map { _ in 2 * random.uniform() - 1 }, elapsed: elapsed)
    }
    var inputs: [Float] = []
    for _ in 0..<length {
      let masks = (0..<decaying.channels).map { _ in Float(random.number(below: 2)) }
      inputs += (0..<decaying.features).map { _ in 2 * random.uniform() - 1 }
      inputs += masks
      inputs += masks.map { $0 == 1 ? 0 : 3 * random.uniform() }
    }
    return TimedSequence(inputs: inputs, elapsed: elapsed)
  }
}

@Suite("Every cell of the others")
struct OtherCellTests {
  @Test("gives each sequence of a batch what it gives it alone", arguments: CellCase.all)
  func bits(_ each: CellCase) {
    var random = Xoshiro(seed: 6)
    let sequences = [7, 1, 12, 0, 5, 9, 3, 12, 8, 2, 6, 4, 10, 11, 1, 7, 9].map {
      each.sequence(of: $0, &random)
    }
    let network = each.cell.network(each.weights)
    let together = each.cell.outputs(each.weights, for: sequences)
    for (row, sequence) in sequences.enumerated() {
      #expect(
        together[row].map(\.bitPattern) == stepped(network, over: sequence).map(\.bitPattern))
    }
  }

  @Test("goes on from kept values, and allocates nothing", arguments: CellCase.all)
  func restart(_ each: CellCase) {
    var random = Xoshiro(seed: 7)
    let whole = each.sequence(of: 8, &random)
    let network = each.cell.network(each.weights)
    var state = network.start()
    var output = [Float](repeating: 0, count: network.outputs)
    func step(_ time: Int, _ state: inout NetworkState) {
      let first = time * network.inputs
      var span = output.mutableSpan
      network.step(
        whole.inputs.span.extracting(first..<first + network.inputs), after: whole.elapsed[time],
        &state, into: &span)
    }
    step(0, &state)
    let before = allocations_on_this_thread()
    for time in 1..<4 { step(time, &state) }
    let made = allocations_on_this_thread() - before
    #expect(made == 0)
    var restored = network.start()
    restored.values = state.values
    #expect(state.values.count == each.cell.units)
    for time in 4..<8 { step(time, &state) }
    let expected = output
    for time in 4..<8 { step(time, &restored) }
    #expect(output == expected && restored == state)
  }

  @Test("goes back along its slopes", arguments: CellCase.all)
  func slopes(_ each: CellCase) {
    expectSlopes(each.cell, each)
  }

  private func expectSlopes<C: Cell>(_ cell: C, _ each: CellCase) {
    var random = Xoshiro(seed: 8)
    let sequences = (0..<16).map { _ in each.sequence(of: 5, &random) }
    var run = CellRun(cell, sequences, each.weights, &random)
    let (weights, start) = run.gradients()
    for entry in cell.layout.entries where entry.role != .fixed {
      let error = run.error(of: weights, entry.range, \.weights)
      #expect(error < 0.01, "\(entry.name)")
    }
    for entry in cell.layout.entries where entry.role == .fixed {
      let isStill = weights[entry.range].allSatisfy { $0 == 0 }
      #expect(isStill)
    }
    let error = run.error(of: start, start.indices, \.start)
    #expect(error < 0.01, "state and inputs")
  }
}

/// Five steps of sixteen sequences, and a sum over the outputs as the loss.
private struct CellRun<C: Cell> {
  static var steps: Int { 5 }
  let cell: C
  let sequences: [TimedSequence]
  var weights: [Float]
  /// What is added to the inputs of the first step of every lane, and the state before it.
  var start: [Float]
  let shares: [Float]

  init(_ cell: C, _ sequences: [TimedSequence], _ weights: [Float], _ random: inout Xoshiro) {
    self.cell = cell
    self.sequences = sequences
    self.weights = weights
    start = (0..<cell.inputs + cell.units).map { $0 < cell.inputs ? 0 : random.uniform() - 0.5 }
    shares = (0..<Self.steps * cell.outputs).map { _ in 2 * random.uniform() - 1 }
  }

  private func elapsed(_ step: Int) -> Lanes {
    var lanes = Lanes.zero
    for (lane, sequence) in sequences.enumerated() { lanes[lane] = sequence.elapsed[step] }
    return lanes
  }

  private func forward(_ prepared: C.Prepared) -> (tape: [Lanes], loss: Double) {
    let width = cell.rowWidth
    var tape = [Lanes](repeating: .zero, count: Self.steps * width)
    var loss = 0.0
    for step in 0..<Self.steps {
      for input in 0..<cell.inputs {
        for (lane, sequence) in sequences.enumerated() {
          let value = sequence.inputs[step * cell.inputs + input]
          tape[step * width + input][lane] = value + (step == 0 ? start[input] : 0)
        }
      }
      for unit in 0..<cell.units {
        tape[step * width + cell.oldState.lowerBound + unit] =
          step == 0
          ? Lanes(repeating: start[cell.inputs + unit])
          : tape[(step - 1) * width + cell.newState.lowerBound + unit]
      }
      var span = tape.mutableSpan
      var row = span._mutatingExtracting(step * width..<(step + 1) * width)
      cell.forward(&row, after: elapsed(step), nil, prepared)
      for output in 0..<cell.outputs {
        let values = row[cell.output.lowerBound + output]
        for lane in 0..<16 {
          loss += Double(values[lane]) * Double(shares[step * cell.outputs + output])
        }
      }
    }
    return (tape, loss)
  }

  func gradients() -> (weights: [Float], start: [Float]) {
    let width = cell.rowWidth
    let prepared = cell.prepare(weights.span)
    var tape = forward(prepared).tape
    var slopes = [Lanes](repeating: .zero, count: cell.gradientWidth)
    for step in (0..<Self.steps).reversed() {
      for unit in 0..<cell.units {
        slopes[cell.newState.lowerBound + unit] =
          step == Self.steps - 1 ? .zero : slopes[cell.oldState.lowerBound + unit]
      }
      for output in 0..<cell.outputs {
        slopes[cell.output.lowerBound + output] = Lanes(
          repeating: shares[step * cell.outputs + output])
      }
      var span = tape.mutableSpan
      var row = span._mutatingExtracting(step * width..<(step + 1) * width)
      var gradients = slopes.mutableSpan
      cell.backward(&row, after: elapsed(step), nil, prepared, &gradients)
    }
    var sums = [Float](repeating: 0, count: cell.layout.count)
    var span = sums.mutableSpan
    let times = (0..<Self.steps).map { elapsed($0) }
    cell.accumulate(
      tape.span, steps: Self.steps, stride: width, offset: 0, elapsed: times.span, prepared,
      into: &span)
    return (sums, slopes[0..<cell.inputs + cell.units].map(\.treeSum))
  }

  /// The relative distance of some gradients from central differences, each with a step that the
  /// single precision of the forward steps bears.
  mutating func error(
    of gradients: [Float], _ range: Range<Int>, _ values: WritableKeyPath<CellRun, [Float]>
  ) -> Double {
    var (difference, size) = (1e-12, 1e-12)
    for place in stride(from: range.lowerBound, to: range.upperBound, by: max(1, range.count / 40))
    {
      let kept = self[keyPath: values][place]
      let step: Float = 1 / 256
      self[keyPath: values][place] = kept + step
      let above = forward(cell.prepare(weights.span)).loss
      self[keyPath: values][place] = kept - step
      let below = forward(cell.prepare(weights.span)).loss
      self[keyPath: values][place] = kept
      let slope = (above - below) / Double(2 * step)
      difference += (Double(gradients[place]) - slope) * (Double(gradients[place]) - slope)
      size += slope * slope
    }
    return (difference / size).squareRoot()
  }
}
