internal import HDF5
public import LiquidNetworks

extension StoredGroup {
  private static let version: Int64 = 1

  /// A checkpoint as a file keeps it: its arrays, and its numbers as attributes.
  ///
  /// `write` puts it in the place of the one before only when it is whole and on the disk, so a
  /// training that is killed leaves one or the other.
  public init(_ checkpoint: Checkpoint) {
    self.init(
      attributes: [Attribute(FileKind.checkpointMark, .integer(Self.version))]
        + checkpoint.scalars.map { Attribute($0.name, .number($0.value)) },
      tensors: checkpoint.arrays.all.map {
        Tensor($0.name, shape: $0.shape, .floats($0.values))
      })
  }

  /// The checkpoint that a group keeps, which `Trainer.restore` judges; attributes that are no
  /// fractional numbers are not part of it.
  public var checkpoint: Checkpoint {
    Checkpoint(
      arrays: Parameters(
        tensors.map { Parameter($0.name, shape: $0.shape, values: $0.values.floats) }),
      scalars: attributes.compactMap { attribute in
        guard case .number(let number) = attribute.value else { return nil }
        return Checkpoint.Scalar(attribute.name, number)
      })
  }
}
