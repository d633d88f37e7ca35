import Foundation
import HDF5
import LiquidNetworks
import Testing

@Suite("Wirings")
struct WiringTests {
  @Test("equal the generators of ncps synapse by synapse")
  func grid() throws {
    let url = Goldens.folder.appending(path: "wirings.txt")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 273)
    for line in lines {
      let words = line.split(separator: " ")
      let numbers = words.map { Double($0) ?? .nan }
      let inputs = Int(numbers[1])
      let units = Int(numbers[2])
      let outputs = Int(numbers[5])
      let wiring =
        switch words[0] {
        case "autoNCP":
          try Wiring.autoNCP(
            inputs: inputs, units: units, outputs: outputs, sparsity: numbers[3],
            seed: UInt32(numbers[4]))
        case "fullyConnected":
          try Wiring.fullyConnected(
            inputs: inputs, units: units, outputs: outputs, seed: UInt64(numbers[4]))
        default:
          try Wiring.random(
            inputs: inputs, units: units, outputs: outputs, sparsity: numbers[3],
            seed: UInt64(numbers[4]))
        }
      #expect(hash(wiring) == words[6], "\(line)")
    }
  }

  @Test("have the layers of the goldens in the direction of the signal")
  func layers() throws {
    let wiring = try Wiring.autoNCP(inputs: 5, units: 16, outputs: 2)
    #expect(wiring.layers.map(\.count) == [9, 5, 2])
    #expect(wiring.layers == [7..<16, 2..<7, 0..<2])
    let golden = try Goldens.open()
    #expect(
      try golden.root.dataset("ltc_autoncp_16_2/f64/wiring/adjacency").readAll(as: Double.self)
        == wiring.adjacency.map(Double.init))
    #expect(
      try golden.root.dataset("ltc_autoncp_16_2/f64/wiring/sensory_adjacency").readAll(
        as: Double.self)
        == wiring.sensoryAdjacency.map(Double.init))
  }

  @Test("have their motor neurons in the last layer")
  func motorNeurons() {
    func wiring(_ layers: [Range<Int>], outputs: Int) throws -> Wiring {
      try Wiring(
        inputs: 1, units: 3, outputs: outputs, layers: layers,
        adjacency: [Int8](repeating: 1, count: 9), sensoryAdjacency: [1, 1, 1])
    }
    #expect(throws: Never.self) { try wiring([1..<3, 0..<1], outputs: 1) }
    #expect(throws: WiringError.self) { try wiring([1..<3, 0..<1], outputs: 2) }
    #expect(throws: WiringError.self) { try wiring([0..<1, 1..<3], outputs: 1) }
    #expect(throws: WiringError.self) { try wiring([], outputs: 1) }
  }

  @Test("say what must be when they cannot be made")
  func refusals() {
    #expect(throws: WiringError.self) { try Wiring.autoNCP(inputs: 5, units: 5, outputs: 3) }
    #expect(throws: WiringError.self) {
      try Wiring.autoNCP(inputs: 5, units: 16, outputs: 2, sparsity: 0)
    }
    #expect(throws: WiringError.self) { try Wiring.random(inputs: 5, units: 8, sparsity: 1) }
    #expect(throws: WiringError.self) { try Wiring.fullyConnected(inputs: 0, units: 8) }
    #expect(throws: WiringError.self) {
      try Wiring.ncp(
        inputs: 2,
        Wiring.Circuit(
          inter: 4, command: 3, motor: 1, sensoryFanout: 5, interFanout: 2,
          recurrentCommandSynapses: 2, motorFanin: 2))
    }
  }

  private func hash(_ wiring: Wiring) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for polarity in wiring.sensoryAdjacency + wiring.adjacency {
      hash = (hash ^ UInt64(UInt8(bitPattern: polarity))) &* 0x100_0000_01b3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
