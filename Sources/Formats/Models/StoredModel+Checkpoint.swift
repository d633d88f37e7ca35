internal import HDF5
public import LiquidNetworks

extension StoredModel {
  /// A checkpoint as a file keeps it: its arrays as parameters, its numbers as attributes.
  ///
  /// `write` puts it in the place of the one before only when it is whole and on the disk, so a
  /// training that is killed leaves one or the other.
  public init(_ checkpoint: Checkpoint) {
    self.init(
      attributes: checkpoint.scalars.map { Attribute($0.name, .number($0.value)) },
      parameters: checkpoint.arrays.all.map {
        Parameter(name: $0.name, shape: $0.shape, values: $0.values)
      })
  }

  /// The checkpoint that the file keeps, which `Trainer.restore` judges; attributes that are no
  /// numbers are not part of it.
  public var checkpoint: Checkpoint {
    Checkpoint(
      arrays: Parameters(
        parameters.map { .init($0.name, shape: $0.shape, values: $0.values) }),
      scalars: attributes.compactMap { attribute in
        attribute.value.number.map { Checkpoint.Scalar(attribute.name, $0) }
      })
  }
}
