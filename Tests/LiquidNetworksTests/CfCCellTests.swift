import CAllocations
import Kernels
import LiquidNetworks
import Testing

@Suite("A CfC cell")
struct CfCCellTests {
  @Test("loses values behind the later backbone layers in training, and goes back the same way")
  func dropout() {
    let configuration = CfCCell.Configuration(
      inputs: 3, units: 4, backboneUnits: 8, backboneLayers: 3, activation: .tanh, dropout: 0.4)
    let cell = CfCCell(configuration)
    let names = cell.layout.entries.map(\.name).filter { $0.hasSuffix("weight") }.prefix(3)
    #expect(names.map { $0.split(separator: ".")[2] } == ["0", "2", "5"])
    var random = Xoshiro(seed: 5)
    let weights = cell.initial(&random)
    let dropout = Dropout(keys: SIMD16(0..<16), step: 7)
    let factors = (0..<cell.outputs).map { _ in Lanes(repeating: 2 * random.uniform() - 1) }
    let prepared = cell.prepare(weights.span)
    var row = [Lanes](repeating: Lanes(repeating: 0.5), count: cell.rowWidth)
    var whole = row
    step(cell, &whole, nil, prepared)
    step(cell, &row, dropout, prepared)
    #expect(whole[cell.newState] != row[cell.newState])
    // Along the gradient the loss rises by its length.
    var ways = [Lanes](repeating: .zero, count: cell.gradientWidth)
    ways.replaceSubrange(cell.output, with: factors)
    var rowSpan = row.mutableSpan
    var waySpan = ways.mutableSpan
    cell.backward(&rowSpan, after: Lanes(repeating: 1), dropout, prepared, &waySpan)
    var gradients = [Float](repeating: 0, count: weights.count)
    var span = gradients.mutableSpan
    cell.accumulate(
      row.span, steps: 1, stride: row.count, offset: 0, elapsed: [Lanes(repeating: 1)].span,
      prepared, into: &span)
    let length = gradients.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    func loss(_ distance: Double) -> Double {
      let moved = zip(weights, gradients).map { $0 + Float(distance / length * Double($1)) }
      var row = [Lanes](repeating: Lanes(repeating: 0.5), count: cell.rowWidth)
      step(cell, &row, dropout, cell.prepare(moved.span))
      return zip(row[cell.output], factors).reduce(0) { $0 + Double(($1.0 * $1.1).treeSum) }
    }
    let rise = (loss(0.01) - loss(-0.01)) / 0.02
    #expect(abs(rise - length) <= 5e-3 * length)
  }

  private func step(
    _ cell: CfCCell, _ row: inout [Lanes], _ dropout: Dropout?, _ weights: CfCCell.Prepared
  ) {
    var span = row.mutableSpan
    cell.forward(&span, after: Lanes(repeating: 1), dropout, weights)
  }

  @Test("reads backbone layers whatever their numbers")
  func parameters() throws {
    let configuration = CfCCell.Configuration(
      inputs: 2, units: 3, backboneUnits: 4, backboneLayers: 3, dropout: 0.1)
    let cell = CfCCell(configuration)
    var random = Xoshiro(seed: 5)
    let weights = cell.initial(&random)
    let named = cell.layout.parameters(weights)
    #expect(try cell.values(cell.renumbered(named)) == weights)
    var whole = configuration
    whole.dropout = 0
    let other = CfCCell(whole)
    #expect(try other.values(other.renumbered(named)) == weights)
    #expect(CfCCell(whole).layout.entries[4].name == "rnn_cell.backbone.4.weight")
    #expect(throws: ParameterError.self) {
      try CfCCell(.init(inputs: 2, units: 3)).renumbered(named)
    }
  }

  @Test("begins with ncps' ranges, times the gain")
  func initial() {
    var cell = CfCCell(.init(inputs: 10, units: 30, backboneUnits: 50, mode: .pure))
    cell.gain = 0.5
    var random = Xoshiro(seed: 1)
    let weights = cell.initial(&random)
    for entry in cell.layout.entries {
      let columns = entry.shape.count == 2 ? entry.shape[1] : entry.name.contains("ff1") ? 50 : 40
      let bound =
        entry.shape.count == 2
        ? 0.5 * (6 / Float(entry.shape[0] + columns)).squareRoot() : 1 / Float(columns).squareRoot()
      let largest = weights[entry.range].map { abs($0) }.max() ?? 0
      #expect(largest <= bound)
      #expect(largest > 0.8 * bound, "\(entry.name)")
    }
  }

  @Test("allocates nothing per step, forth and back", arguments: CfCCell.Mode.allCases)
  func allocations(_ mode: CfCCell.Mode) {
    let cell = CfCCell(.init(inputs: 3, units: 20, backboneUnits: 9, backboneLayers: 2, mode: mode))
    var random = Xoshiro(seed: 5)
    let weights = cell.initial(&random)
    let prepared = cell.prepare(weights.span)
    var row = [Lanes](repeating: Lanes(repeating: 0.1), count: cell.rowWidth)
    var gradients = [Lanes](repeating: Lanes(repeating: 0.1), count: cell.gradientWidth)
    var rowSpan = row.mutableSpan
    var gradientSpan = gradients.mutableSpan
    let dt = Lanes(repeating: 1)
    let before = allocations_on_this_thread()
    for _ in 0..<10 {
      cell.forward(&rowSpan, after: dt, nil, prepared)
      cell.backward(&rowSpan, after: dt, nil, prepared, &gradientSpan)
    }
    let made = allocations_on_this_thread() - before
    #expect(made == 0)
  }
}
