import CAllocations
import Kernels
import LiquidNetworks
import Testing

extension CellStepTests {
  @Test("allocates nothing, alone and sixteen at a time", arguments: cellExamples)
  func allocations(_ example: CellExample) {
    func check(_ cell: some Cell) {
      let network = cell.network(example.weights)
      let steps = LaneSteps(cell, example.weights)
      let input = [Float](repeating: 0.5, count: cell.inputs)
      let inputs = [Lanes](repeating: Lanes(repeating: 0.5), count: cell.inputs)
      var output = [Float](repeating: 0, count: cell.outputs)
      var outputs = [Lanes](repeating: .zero, count: cell.outputs)
      var (state, states) = (network.start(), steps.start())
      let everyone = SIMDMask<SIMD16<Int32>>(repeating: true)
      var span = output.mutableSpan
      var lanes = outputs.mutableSpan
      var before = 0
      for time in 0...10 {
        // The first step makes states its own that were shared until then.
        if time == 1 { before = allocations_on_this_thread() }
        network.step(input.span, after: 0.5, &state, into: &span)
        steps.step(
          inputs.span, after: Lanes(repeating: 0.5), active: everyone, &states, into: &lanes)
      }
      let made = allocations_on_this_thread() - before
      #expect(made == 0)
    }
    check(example.cell)
  }
}
