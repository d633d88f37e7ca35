internal import CHDF5

/// The types of numbers, as they lie in a file, that are decoded without the library.
enum StoredNumber: Hashable, Sendable {
  case int16, uint16, int32, float32, float64

  /// The bytes of one number.
  var size: Int {
    switch self {
    case .int16, .uint16: 2
    case .int32, .float32: 4
    case .float64: 8
    }
  }

  /// The type of a dataset, if it is one of these.
  init?(of dataset: hid_t, at path: String) throws(HDF5Error) {
    let type = try Handle("the type cannot be read", at: path, closedBy: H5Tclose) {
      H5Dget_type(dataset)
    }
    // Numbers are taken from memory as they lie in the file.
    guard 1.littleEndian == 1 else { return nil }
    guard let found = StoredNumber.all.first(where: { H5Tequal(type.id, $0.type) > 0 }) else {
      return nil
    }
    self = found
  }

  /// The library's identifier of the type: the numbers lie in memory as they do in the file.
  var type: hid_t {
    switch self {
    case .int16: Int16.storedType
    case .uint16: UInt16.storedType
    case .int32: Int32.storedType
    case .float32: Float.storedType
    case .float64: Double.storedType
    }
  }

  private static let all: [StoredNumber] = [.int16, .uint16, .int32, .float32, .float64]
}
