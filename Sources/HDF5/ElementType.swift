internal import CHDF5

/// What one element of a dataset or attribute is.
public indirect enum ElementType: Hashable, Sendable {
  /// A whole number of so many bytes.
  case integer(size: Int, signed: Bool)
  /// A floating-point number of so many bytes.
  case float(size: Int)
  /// A string.
  case text
  /// One of a few named numbers, such as the truth values of h5py.
  case enumeration
  /// A record of named fields: a row of a table.
  case compound([Field])
  /// A pointer to an object of the same file.
  case reference
  /// So many elements of one kind in a field of a record.
  case array(ElementType, count: Int)
  /// Anything else, in the library's word for it.
  case other(String)

  /// A named field of a record.
  public struct Field: Hashable, Sendable {
    /// The name.
    public var name: String
    /// What the field holds.
    public var type: ElementType
  }

  /// Whether elements can be read as numbers.
  public var isNumeric: Bool {
    switch self {
    case .integer, .float, .enumeration: true
    case .text, .compound, .reference, .array, .other: false
    }
  }

  /// Whether elements are whole numbers.
  public var isInteger: Bool {
    switch self {
    case .integer, .enumeration: true
    case .float, .text, .compound, .reference, .array, .other: false
    }
  }
}

extension ElementType {
  /// The type behind an identifier of the library.
  init(_ type: hid_t, at path: String, depth: Int = 0) throws(HDF5Error) {
    let size = H5Tget_size(type)
    guard size > 0 else { throw .current(path, "the type cannot be read") }
    switch H5Tget_class(type) {
    case H5T_INTEGER: self = .integer(size: size, signed: H5Tget_sign(type) == H5T_SGN_2)
    case H5T_FLOAT: self = .float(size: size)
    case H5T_STRING: self = .text
    case H5T_ENUM: self = .enumeration
    case H5T_COMPOUND where depth == 0: self = .compound(try ElementType.fields(of: type, at: path))
    case H5T_COMPOUND: self = .other("a record in a record")
    case H5T_REFERENCE where H5Tequal(type, h5t_std_ref_obj()) > 0: self = .reference
    case H5T_REFERENCE: self = .other("a reference to a region")
    case H5T_VLEN: self = .other("a list")
    case H5T_ARRAY where depth <= 1: self = try ElementType.array(type, at: path, depth: depth)
    case H5T_ARRAY: self = .other("an array of arrays")
    case H5T_OPAQUE: self = .other("opaque bytes")
    case H5T_BITFIELD: self = .other("a bit field")
    default: self = .other("a type unknown to this program")
    }
  }

  /// An array of any number of dimensions, taken in one line.
  private static func array(_ type: hid_t, at path: String, depth: Int) throws(HDF5Error)
    -> ElementType
  {
    let base = try Handle("the type cannot be read", at: path, closedBy: H5Tclose) {
      H5Tget_super(type)
    }
    let size = H5Tget_size(base.id)
    guard size > 0 else { throw .current(path, "the type cannot be read") }
    return .array(
      try ElementType(base.id, at: path, depth: depth + 2), count: H5Tget_size(type) / size)
  }

  private static func fields(of type: hid_t, at path: String) throws(HDF5Error) -> [Field] {
    var fields: [Field] = []
    let count = try call("the type cannot be read", at: path) { H5Tget_nmembers(type) }
    for index in 0..<UInt32(count) {
      guard let name = H5Tget_member_name(type, index) else {
        throw .current(path, "the type cannot be read")
      }
      defer { H5free_memory(name) }
      let member = try Handle("the type cannot be read", at: path, closedBy: H5Tclose) {
        H5Tget_member_type(type, index)
      }
      fields.append(
        Field(
          name: String(cString: name),
          type: try ElementType(member.id, at: path, depth: 1)))
    }
    return fields
  }
}
