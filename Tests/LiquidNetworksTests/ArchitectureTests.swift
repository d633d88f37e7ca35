import LiquidNetworks
import Testing

@Suite("What a network is, told and read back")
struct ArchitectureTests {
  static let architectures: [Architecture] = [
    .cfc(CfC.Configuration(inputs: 5, units: 8)),
    .cfc(
      CfC.Configuration(
        inputs: 1, units: 3, backboneUnits: 7, backboneLayers: 0, activation: .silu, mode: .pure)),
    .lstm(LSTMCell.Configuration(inputs: 5, units: 8)),
    .gruD(GRUDCell.Configuration(channelOfFeature: [0, 1, 1, 0], units: 8)),
    .mixedMemory(.cfc(CfC.Configuration(inputs: 5, units: 8))),
  ]

  @Test("A description gives the architecture back", arguments: architectures)
  func roundTrip(_ architecture: Architecture) throws {
    #expect(try Architecture(architecture.description) == architecture)
    #expect(architecture.description.fields[0].value == .text(architecture.name))
  }

  @Test("What is missing, out of range or unknown is named", arguments: architectures)
  func refusals(_ architecture: Architecture) throws {
    let sound = architecture.description
    for field in sound.fields where field.name != "memory" {
      var lacking = sound
      lacking.fields.removeAll { $0 == field }
      #expect {
        _ = try Architecture(lacking)
      } throws: {
        ($0 as? ArchitectureError)?.field == field.name
      }
    }
    var odd = sound
    odd.fields.append(.init("dropout of another day", .integer(1)))
    #expect(
      throws: ArchitectureError(
        "dropout of another day", "is nothing that this program knows of a network")
    ) { try Architecture(odd) }
  }
}
