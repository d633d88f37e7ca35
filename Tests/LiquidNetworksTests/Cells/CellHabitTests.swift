import CAllocations
import Kernels
import LiquidNetworks
import Testing

@Suite("What every cell also keeps to")
struct CellHabitTests {
  @Test("It answers a question between two observations without moving", arguments: cellExamples)
  func peek(_ example: CellExample) {
    let network = example.cell.network(example.weights)
    var random = Xoshiro(seed: 6)
    let whole = example.sequence(of: 8, &random)
    var state = network.start()
    for time in 0..<8 {
      let before = state
      let input = Array(whole.inputs[time * network.inputs..<(time + 1) * network.inputs])
      let answer = network.peek(input.span, after: whole.elapsed[time], state)
      #expect(state == before)
      #expect(advance(network, whole, time, &state) == answer)
    }
  }

  @Test("It allocates nothing in a step of one bed, nor forth and back", arguments: cellExamples)
  func allocations(_ example: CellExample) {
    func check<C: Cell>(_ cell: C) {
      let network = cell.network(example.weights)
      let prepared = cell.prepare(example.weights.span)
      var random = Xoshiro(seed: 6)
      let input = example.sequence(of: 1, &random).inputs
      var output = [Float](repeating: 0, count: cell.outputs)
      var row = input.map { Lanes(repeating: $0) }
      row += [Lanes](repeating: Lanes(repeating: 0.1), count: cell.rowWidth - row.count)
      var gradients = [Lanes](repeating: Lanes(repeating: 0.1), count: cell.gradientWidth)
      var state = network.start()
      var span = output.mutableSpan
      var rowSpan = row.mutableSpan
      var gradientSpan = gradients.mutableSpan
      let dt = Lanes(repeating: 0.5)
      var made = 0
      for round in 0..<4 {
        let before = allocations_on_this_thread()
        network.step(input.span, after: 0.5, &state, into: &span)
        cell.forward(&rowSpan, after: dt, nil, prepared)
        cell.backward(&rowSpan, after: dt, nil, prepared, &gradientSpan)
        // The first round may make room once and for all.
        if round > 0 { made += allocations_on_this_thread() - before }
      }
      #expect(made == 0)
    }
    check(example.cell)
  }

  @Test("It stays finite at no time, a long time and large inputs", arguments: cellExamples)
  func extremes(_ example: CellExample) {
    var random = Xoshiro(seed: 7)
    var whole = example.sequence(of: 6, &random)
    whole.elapsed = [0, 1e-30, 1e9, 0, 1e-3, 3e4]
    if !(example.cell is GRUDCell) {
      for index in whole.inputs.indices { whole.inputs[index] *= 1e4 }
    }
    let network = example.cell.network(example.weights)
    let areFinite = stepped(network, over: whole).allSatisfy { $0.isFinite }
    #expect(areFinite)
  }

  @Test("It adds to what its gradients' sums already are", arguments: cellExamples)
  func sums(_ example: CellExample) {
    func check(_ cell: some Cell) {
      let trial = example.trial([3, 2])
      var (once, again) = (
        CellTape(cell, example.weights, trial), CellTape(cell, example.weights, trial)
      )
      let (one, two) = (once.slopes(), again.slopes(times: 2))
      for (name, values) in one.weights {
        let twice = values.map { 2 * $0 }
        #expect(relativeDifference(two.weights[name] ?? [], twice) <= 1e-6, "\(name)")
      }
    }
    check(example.cell)
  }
}
