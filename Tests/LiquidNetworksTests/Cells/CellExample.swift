import Kernels
import LiquidNetworks
import Testing

/// A cell to hold every rule against, and its equations.
struct CellExample: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let cell: any Cell
  let reference: any ReferenceCell

  init(_ name: String, _ cell: any Cell, _ reference: any ReferenceCell) {
    testDescription = name
    self.cell = cell
    self.reference = reference
  }

  /// The weights that the cell begins with, each moved a little so that no term is nothing.
  var weights: [Float] {
    var random = Xoshiro(seed: 1)
    var weights = cell.initial(&random)
    for entry in cell.layout.entries where entry.role != .fixed {
      for place in entry.range { weights[place] += 0.1 * random.uniform() }
    }
    return weights
  }

  /// The weights as the reference reads them.
  var tensors: [String: [Double]] { cell.tensors(weights) }

  /// The tensors that learn.
  var learnt: [String] { cell.layout.entries.filter { $0.role != .fixed }.map(\.name) }

  /// A sequence of observations such as the cell expects.
  func sequence(of length: Int, _ random: inout Xoshiro) -> TimedSequence {
    let elapsed = (0..<length).map { _ in 0.01 + 2 * random.uniform() }
    var inputs = (0..<length * cell.inputs).map { _ in 4 * random.uniform() - 2 }
    if let decaying = (cell as? GRUDCell)?.configuration {
      for first in stride(from: decaying.features, to: inputs.count, by: decaying.inputs) {
        for mask in first..<first + decaying.channels {
          let isSeen = random.number(below: 2) == 1
          inputs[mask] = isSeen ? 1 : 0
          inputs[mask + decaying.channels] = isSeen ? 0 : 3 * random.uniform()
        }
      }
    }
    return TimedSequence(inputs: inputs, elapsed: elapsed)
  }

  /// Sequences of these lengths, which start anywhere, and a loss.
  func trial(_ lengths: [Int], seed: UInt64 = 2) -> Trial {
    var random = Xoshiro(seed: seed)
    func some(_ count: Int) -> [Float] { (0..<count).map { _ in 2 * random.uniform() - 1 } }
    return Trial(
      sequences: lengths.map { length in
        let sequence = sequence(of: length, &random)
        return Trial.Sequence(
          x: sequence.inputs.rows(of: cell.inputs), elapsed: sequence.elapsed,
          start: some(cell.units), ofOutputs: (0..<length).map { _ in some(cell.outputs) },
          ofState: some(cell.units))
      })
  }
}

extension Cell {
  /// The named tensors of some weights, in doubles.
  func tensors(_ weights: [Float]) -> [String: [Double]] {
    var tensors: [String: [Double]] = [:]
    for entry in layout.entries { tensors[entry.name] = weights[entry.range].map(Double.init) }
    return tensors
  }
}
