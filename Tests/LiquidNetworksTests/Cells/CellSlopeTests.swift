import LiquidNetworks
import Testing

@Suite("The way back through every cell")
struct CellSlopeTests {
  /// Sixteen lanes of different lengths.
  static let lengths = [4, 1, 3, 2, 4, 2, 1, 3, 5, 1, 2, 3, 2, 1, 4, 2]

  @Test("goes along the slopes of the reference", arguments: cellExamples)
  func reference(_ example: CellExample) {
    let trial = example.trial(Self.lengths)
    let (found, expected) = (shipped(example, trial), expected(example, trial))
    #expect(found.all.map(\.name) == expected.all.map(\.name))
    for (found, expected) in zip(found.all, expected.all) {
      #expect(relativeDifference(found.values, expected.values) <= 1e-4, "\(found.name)")
    }
  }

  @Test("does not go unnoticed where one term is wrong", arguments: cellExamples)
  func mistakes(_ example: CellExample) {
    let trial = example.trial([3, 2])
    let found = shipped(example, trial)
    for name in example.learnt {
      let wrong = expected(example, trial, passingOver: (name, 1))
      for (found, wrong) in zip(found.all, wrong.all) {
        let isNoticed = relativeDifference(found.values, wrong.values) > 1e-4
        #expect(isNoticed == (found.name == name), "\(found.name), \(name) passed over")
      }
    }
  }

  private func shipped(_ example: CellExample, _ trial: Trial) -> Slopes {
    func slopes(_ cell: some Cell) -> Slopes {
      var tape = CellTape(cell, example.weights, trial)
      return tape.slopes()
    }
    return slopes(example.cell)
  }

  private func expected(
    _ example: CellExample, _ trial: Trial, passingOver term: (name: String, step: Int)? = nil
  ) -> Slopes {
    func slopes(_ cell: some ReferenceCell) -> Slopes {
      cell.slopes(trial, example.tensors, along: example.learnt, passingOver: term)
    }
    return slopes(example.reference)
  }
}
