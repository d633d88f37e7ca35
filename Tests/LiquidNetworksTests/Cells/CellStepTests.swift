import Kernels
import LiquidNetworks
import Testing

@Suite("Every cell")
struct CellStepTests {
  @Test("gives what the reference gives, over forty steps", arguments: cellExamples)
  func reference(_ example: CellExample) {
    let trial = example.trial([40, 33])
    let found = shipped(example, trial)
    func expected(_ cell: some ReferenceCell) -> [[Double]] {
      let weights = Tensors(example.tensors)
      return trial.sequences.map { sequence in
        let made = cell.run(
          sequence.x.map { $0.map(Double.init) }, sequence.elapsed.map(Double.init),
          from: sequence.start.map(Double.init)
        ) { _ in weights }
        return made.outputs.flatMap(\.self) + made.state
      }
    }
    for (found, expected) in zip(found, expected(example.reference)) {
      #expect(found.count == expected.count)
      let worst = zip(found, expected).map { abs(Double($0) - $1) }.max() ?? .nan
      #expect(worst <= 2e-6)
    }
  }

  @Test(
    "gives one bed, a batch and many beds the same bits", arguments: cellExamples, [1, 3, 16, 17])
  func bits(_ example: CellExample, _ count: Int) {
    var random = Xoshiro(seed: 3)
    let lengths = [7, 1, 12, 0, 5, 9, 3, 12, 8, 2, 6, 4, 10, 11, 1, 7, 9]
    let sequences = lengths.prefix(count).map { example.sequence(of: $0, &random) }
    let network = example.cell.network(example.weights)
    let together = example.cell.outputs(example.weights, for: sequences)
    #expect(together.count == count)
    for (sequence, together) in zip(sequences, together) {
      let alone = stepped(network, over: sequence).map(\.bitPattern)
      #expect(together.map(\.bitPattern) == alone)
    }
  }

  @Test("steps one bed without another", arguments: cellExamples)
  func beds(_ example: CellExample) {
    func check(_ cell: some Cell) {
      let trial = example.trial([6, 6, 6, 6, 6])
      let expected = CellTape(cell, example.weights, trial).given
      let steps = LaneSteps(cell, example.weights)
      var state = steps.start()
      var outputs = [Lanes](repeating: .zero, count: cell.outputs)
      for (lane, sequence) in trial.sequences.enumerated() {
        for (unit, value) in sequence.start.enumerated() { state.values[unit][lane] = value }
      }
      var random = Xoshiro(seed: 4)
      var done = trial.sequences.map { _ in 0 }
      var found = trial.sequences.map { _ in [Float]() }
      while done.contains(where: { $0 < 6 }) {
        let takesPart = done.map { $0 < 6 && random.number(below: 3) > 0 }
        var (inputs, dt) = ([Lanes](repeating: .zero, count: cell.inputs), Lanes.zero)
        var active = SIMDMask<SIMD16<Int32>>(repeating: false)
        for lane in done.indices where takesPart[lane] {
          let x = trial.sequences[lane].x[done[lane]]
          for (index, value) in x.enumerated() { inputs[index][lane] = value }
          dt[lane] = trial.sequences[lane].elapsed[done[lane]]
          active[lane] = true
        }
        var span = outputs.mutableSpan
        steps.step(inputs.span, after: dt, active: active, &state, into: &span)
        for lane in done.indices where takesPart[lane] {
          found[lane] += outputs.map { $0[lane] }
          done[lane] += 1
        }
      }
      for lane in done.indices { found[lane] += state.values.map { $0[lane] } }
      #expect(found.map { $0.map(\.bitPattern) } == expected.map { $0.map(\.bitPattern) })
    }
    check(example.cell)
  }

  @Test("goes on with the same bits from what was kept at any time", arguments: cellExamples)
  func restart(_ example: CellExample) {
    var random = Xoshiro(seed: 5)
    let whole = example.sequence(of: 30, &random)
    let network = example.cell.network(example.weights)
    let expected = stepped(network, over: whole)
    var state = network.start()
    var found: [Float] = []
    for time in 0..<30 {
      if random.number(below: 3) == 0 {
        let kept = state.values
        state = network.start()
        state.values = kept
      }
      found += advance(network, whole, time, &state)
    }
    #expect(found.map(\.bitPattern) == expected.map(\.bitPattern))
    #expect(state.values.count == example.cell.units)
  }

  @Test("knows nothing of the future", arguments: cellExamples)
  func future(_ example: CellExample) {
    let trial = example.trial([8])
    let known = shipped(example, trial)[0]
    for cut in 1..<8 {
      var changed = trial
      changed.sequences[0].x[cut] = changed.sequences[0].x[cut].map { 3 - 2 * $0 }
      changed.sequences[0].elapsed[cut] += 1
      let found = shipped(example, changed)[0]
      let count = cut * example.cell.outputs
      #expect(found.prefix(count).map(\.bitPattern) == known.prefix(count).map(\.bitPattern))
      #expect(found.dropFirst(count) != known.dropFirst(count))
    }
  }

  @Test("keeps what is no number in its lane, forth and back", arguments: cellExamples)
  func containment(_ example: CellExample) {
    func check(_ cell: some Cell) {
      let trial = example.trial([Int](repeating: 4, count: 16))
      var poisoned = trial
      poisoned.sequences[5].x[1][0] = .nan
      var (sound, sick) = (
        CellTape(cell, example.weights, trial), CellTape(cell, example.weights, poisoned)
      )
      var (a, b) = (sound.given, sick.given)
      let isSick = b[5].contains { $0.isNaN }
      #expect(isSick)
      a.remove(at: 5)
      b.remove(at: 5)
      #expect(a.map { $0.map(\.bitPattern) } == b.map { $0.map(\.bitPattern) })
      var (back, wrong) = (
        sound.slopes().x.rows(of: 4 * cell.inputs), sick.slopes().x.rows(of: 4 * cell.inputs)
      )
      back.remove(at: 5)
      wrong.remove(at: 5)
      #expect(back == wrong)
    }
    check(example.cell)
  }

  private func shipped(_ example: CellExample, _ trial: Trial) -> [[Float]] {
    func given(_ cell: some Cell) -> [[Float]] { CellTape(cell, example.weights, trial).given }
    return given(example.cell)
  }
}
