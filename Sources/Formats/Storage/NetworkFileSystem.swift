internal import CIsolation

/// File systems on which a file is shared over a network.
///
/// HDF5 promises that a growing file can be followed only where writes are seen in their order, as on
/// a local file system; of these it is not known.
public enum NetworkFileSystem {
  /// The name of the network file system that a path lies on, or nil where it lies on none known.
  public static func name(at path: String) -> String? {
    name(ofType: UInt32(truncatingIfNeeded: filesystem_type(path)))
  }

  /// The name of a type that `statfs(2)` gives.
  static func name(ofType type: UInt32) -> String? {
    types.first { $0.0 == type }?.1
  }

  /// As Linux numbers them in `linux/magic.h` and in `statfs(2)`; FUSE serves sshfs and many others.
  private static let types: [(UInt32, String)] = [
    (0x6969, "NFS"), (0x517B, "SMB"), (0xFE53_4D42, "SMB"), (0xFF53_4D42, "CIFS"),
    (0x5346_414F, "AFS"), (0x00C3_6400, "Ceph"), (0x0BD0_0BD0, "Lustre"), (0x4750_4653, "GPFS"),
    (0x0102_1997, "9P"), (0x7375_7245, "Coda"), (0x6573_5546, "FUSE"), (0x1980_0202, "BeeGFS"),
  ]
}
