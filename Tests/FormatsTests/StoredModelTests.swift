import Formats
import HDF5
import LiquidNetworks
import Scratch
import Testing

@Suite struct StoredModelTests {
  let folder = TemporaryFolder()

  @Test func `a model comes back with the bits and the order of its parameters`() throws {
    let model = StoredModel(
      attributes: [
        .init("architecture", .text("CfC")), .init("inputs", .texts(["RR", "shape 1"])),
        .init("scale", .number(0.1)), .init("units", .integer(64)),
      ],
      parameters: [
        .init(name: "rnn_cell/w", shape: [2, 3], values: [1, -2, 0.1, .infinity, 5, 6]),
        .init(name: "a.b", shape: [], values: [7]),
        .init(name: "empty", shape: [0, 4], values: []),
      ])
    let path = folder.file("model.h5")
    try model.write(to: path)
    let read = try StoredModel(reading: path)
    #expect(read == model)
    #expect(read["units"]?.integer == 64)
    #expect(read.parameter("a.b")?.values == [7])
  }

  @Test func `a checkpoint comes back as it was, in the place of the one before`() throws {
    func checkpoint(_ epochs: Double) -> Checkpoint {
      Checkpoint(
        arrays: Parameters([
          .init("weights", shape: [3], values: [0.1, -2, 0x1p-140]),
          .init("recent 0", shape: [3], values: [Float(epochs), 5, 6]),
        ]),
        // As a file orders them: by name.
        scalars: [.init("best score", -0.1), .init("epochs", epochs), .init("mean power", 0.9)])
    }
    let path = folder.file("training.h5")
    for epochs in [3.0, 4] {
      try StoredModel(checkpoint(epochs)).write(to: path)
      #expect(try StoredModel(reading: path).checkpoint == checkpoint(epochs))
    }
  }

  @Test func `a recording is not taken for a model`() throws {
    let path = folder.file("a.h5")
    do { _ = try File(creating: path) }
    #expect(throws: FormatError.self) { _ = try StoredModel(reading: path) }
  }
}
