public import Formats
import HDF5

extension TrainingCheckpoint {
  private static let version: Int64 = 1

  /// The checkpoint as a file keeps it, with a digest of the training that it is of.
  public func stored(of training: String) -> StoredGroup {
    var groups = members.enumerated().map { number, member in
      StoredGroup.Child(
        "member \(number)",
        StoredGroup(
          attributes: [.init("epoch", .integer(Int64(member.epoch)))],
          tensors: [.init("weights", member.weights)]))
    }
    if let trainer { groups.append(StoredGroup.Child("trainer", StoredGroup(trainer))) }
    return StoredGroup(
      attributes: [
        .init("vigil_checkpoint", .integer(Self.version)), .init("training", .text(training)),
        .init("phase", .text(phase.rawValue)), .init("members", .integer(Int64(members.count))),
      ], groups: groups)
  }

  /// The checkpoint that a file keeps.
  ///
  /// - Parameters:
  ///   - group: What the file holds.
  ///   - training: The digest of the training that is to go on.
  /// - Throws: Where the file is of another training, or lacks something.
  public init(_ group: StoredGroup, of training: String) throws(CheckpointMismatch) {
    guard group["vigil_checkpoint"]?.integer == Self.version else {
      throw CheckpointMismatch("is no checkpoint that this program knows")
    }
    guard group["training"]?.text == training else {
      throw CheckpointMismatch("is of another plan, cohort, pipeline or recordings")
    }
    guard let phase = group["phase"]?.text.flatMap({ Training.Phase(rawValue: $0) }),
      let count = group["members"]?.integer
    else { throw CheckpointMismatch("lacks how far the training has come") }
    self.init()
    self.phase = phase
    for number in 0..<max(0, min(count, 32)) {
      let member = group.group("member \(number)")
      guard let weights = member?.tensor("weights")?.values.floats,
        let epoch = member?["epoch"]?.integer
      else { throw CheckpointMismatch("lacks member \(number)") }
      members.append(Member(weights: weights, epoch: Int(clamping: epoch)))
    }
    trainer = group.group("trainer")?.checkpoint
  }
}
