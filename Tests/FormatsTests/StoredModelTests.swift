import Formats
import HDF5
import LiquidNetworks
import Scratch
import Testing

@Suite struct StoredModelTests {
  let folder = TemporaryFolder()

  static let model: StoredModel = {
    var card = ModelCard()
    card.intendedUse = "Tests."
    card.limits = ["Not for patients.", "Not for \"quotes\"."]
    card.data = [.init(cohort: "c", role: "training", recordings: 3, patients: 2, digest: "d")]
    card.figures = [
      .init("AUROC", on: "validation", 0.85, interval: 0.8...0.9, cases: 40),
      .init("Brier", on: "validation", 0.1),
    ]
    card.seeds = [1, .max]
    card.split = "by patient"
    card.plan = "sha256:p"
    card.inputs = [.init("a.h5", "sha256:a")]
    card.versions = [.init("vigil", "1")]
    card.notes = [.init("notice", "Research software.")]
    return StoredModel(
      attributes: [
        .init("inputs", .texts(["RR", "shape 1"])), .init("scale", .number(0.1)),
      ],
      architecture: .cfc(CfC.Configuration(inputs: 2, units: 3, mode: .pure)),
      members: (0..<11).map { member in
        Parameters([
          Parameter("rnn_cell/w", shape: [2, 3], values: [1, -2, 0.1, Float(member), 5, 6]),
          Parameter("a.b", shape: [], values: [7]),
          Parameter("empty", shape: [0, 4], values: []),
        ])
      }, card: card)
  }()

  @Test func `a model comes back with its members, their order and their bits`() throws {
    let path = folder.file("model.h5")
    try Self.model.write(to: path)
    let read = try StoredModel(reading: path)
    #expect(read == Self.model)
    #expect(read.digest == Self.model.digest)
    #expect(read["scale"]?.number == 0.1)
  }

  @Test func `the same model is the same bytes`() throws {
    let (one, other) = (folder.file("1.h5"), folder.file("2.h5"))
    try Self.model.write(to: one)
    try Self.model.write(to: other)
    #expect(TemporaryFolder.bytes(of: one) == TemporaryFolder.bytes(of: other))
  }

  @Test func `a change of any part changes the digest`() {
    var models = [Self.model, Self.model, Self.model, Self.model]
    models[0].members[10].all[1].values[0] = 8
    models[1].card.split = "by stay"
    models[2].attributes[1].value = .number(0.2)
    models[3].architecture = .cfc(CfC.Configuration(inputs: 2, units: 3))
    #expect(Set(models.map(\.digest) + [Self.model.digest]).count == 5)
  }

  @Test func `weights that are no numbers are named`() throws {
    let path = folder.file("model.h5")
    var model = Self.model
    model.members[4].all[0].values[2] = .nan
    try model.write(to: path)
    #expect(
      throws: FormatError(
        path: path, place: "/members/4/rnn_cell/w", message: "holds nan at 2",
        remedy: "the weights must be finite: train them again")
    ) { _ = try StoredModel(reading: path) }
  }

  @Test func `what is missing of a model is named`() throws {
    func complaint(_ change: (inout StoredGroup) -> Void) throws -> String {
      var group = Self.model.group
      change(&group)
      let error = #expect(throws: FormatError.self) { _ = try StoredModel(group, from: "m") }
      return error?.description ?? ""
    }
    #expect(try complaint { $0.groups.remove(at: 0) }.contains("/architecture: is not there"))
    #expect(
      try complaint { $0.groups[0].group.attributes.removeAll { $0.name == "units" } }
        .contains("/architecture@units: is missing"))
    #expect(
      try complaint { $0.groups[1].group.groups.remove(at: 0) }.contains("/members/0: is not"))
    #expect(
      try complaint { $0.groups[1].group.groups[1].group.tensors.remove(at: 0) }
        .contains("/members/1: has other tensors"))
    #expect(
      try complaint { $0.attributes[0].value = .integer(3) }
        .contains("is 3, and this program reads up to 2"))
    #expect(try complaint { $0.attributes[1].value = .text("{") }.contains("/@card"))
  }

  @Test func `version 1 of the format is still read`() throws {
    let model = try StoredModel(reading: Goldens.file("model-version-1.h5"))
    let configuration = CfC.Configuration(inputs: 57, units: 24, backboneUnits: 32)
    #expect(model.architecture == .cfc(configuration))
    #expect(model.members.count == 1 && model.members[0]["readout.weight"]?.shape == [3, 24])
    #expect(model["inputs"]?.texts?.count == 51 && model["units"] == nil)
    #expect(model.card[note: "notice"]?.hasPrefix("Research software.") == true)
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
      try StoredGroup(checkpoint(epochs)).write(to: path)
      #expect(try StoredGroup(reading: path).checkpoint == checkpoint(epochs))
    }
  }

  @Test func `a recording is not taken for a model`() throws {
    let path = folder.file("a.h5")
    do { _ = try File(creating: path) }
    #expect(throws: FormatError.self) { _ = try StoredModel(reading: path) }
  }
}
