import Kernels
import LiquidNetworks
import Testing

@Suite("Bits")
struct BitTests {
  @Test("of outputs and of trained weights are those of every other CPU")
  func pinned() throws {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ values: [Float]) {
      for value in values { hash = (hash ^ UInt64(value.bitPattern)) &* 0x100_0000_01b3 }
    }
    var random = Xoshiro(seed: 9)
    add(stepped(randomCfC(inputs: 9, units: 70), over: sequence(of: 30, 9, &random)))
    let wiring = try Wiring.autoNCP(inputs: 8, units: 32, outputs: 4)
    add(stepped(randomLTC(wiring), over: sequence(of: 30, 8, &random)))
    var trainer = Trainer(TrainerTests.model(), .classes(outputs: 2))
    add([Float(trainer.epoch(on: TrainerTests.task(40, seed: 81)))])
    add(trainer.model.weights)
    #expect(hash == 0x286b_e3d4_adbd_99dd)
  }

  private func randomCfC(inputs: Int, units: Int) -> CfC {
    randomCfC(CfC.Configuration(inputs: inputs, units: units))
  }

  private func randomCfC(_ configuration: CfC.Configuration) -> CfC {
    var random = Xoshiro(seed: 1)
    return CfC(configuration, CfC.Weights.xavier(configuration, &random))
  }

  private func randomLTC(_ wiring: Wiring) -> LTC {
    var random = Xoshiro(seed: 2)
    let cell = LTCCell(LTCCell.Configuration(wiring: wiring))
    return LTC(cell, cell.initial(&random))
  }
}
