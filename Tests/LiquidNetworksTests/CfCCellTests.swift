import Kernels
import LiquidNetworks
import Testing

@Suite("A CfC cell")
struct CfCCellTests {
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
    whole.countsDropouts = false
    let other = CfCCell(whole)
    #expect(try other.values(other.renumbered(named)) == weights)
    #expect(CfCCell(whole).layout.entries[4].name == "rnn_cell.backbone.4.weight")
    #expect(throws: ParameterError.self) {
      try CfCCell(.init(inputs: 2, units: 3)).renumbered(named)
    }
  }

  @Test("begins with ncps' ranges, times the gain")
  func gain() {
    var cell = CfCCell(.init(inputs: 2, units: 3, backboneUnits: 4, backboneLayers: 2))
    var (one, other) = (Xoshiro(seed: 1), Xoshiro(seed: 1))
    let whole = cell.initial(&one)
    cell.gain = 0.5
    let half = cell.initial(&other)
    for entry in cell.layout.entries {
      let factor: Float = entry.shape.count == 2 ? 0.5 : 1
      for place in entry.range { #expect(half[place] == factor * whole[place]) }
    }
  }
}
