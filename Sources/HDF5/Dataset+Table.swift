internal import CHDF5

extension Dataset {
  /// The fields of a table: a dataset whose elements are records; empty for any other.
  public var fields: [ElementType.Field] {
    if case .compound(let fields) = elementType { fields } else { [] }
  }

  /// The numbers in one field of a row: 1, or as many as an array in it holds.
  public func elements(ofField name: String) -> Int {
    guard case .array(_, let count) = fields.first(where: { $0.name == name })?.type else {
      return 1
    }
    return count
  }

  /// Reads one numeric field of some rows of a table into memory that is there already.
  ///
  /// A field with an array in it has ``elements(ofField:)`` numbers in each row.
  public func read<T: Scalar>(
    field name: String, rows: Range<Int>, into values: inout MutableSpan<T>
  ) throws(HDF5Error) {
    let elements = elements(ofField: name)
    precondition(
      values.count == rows.count * rowWidth * elements, "room for these rows and no more")
    guard rows.lowerBound >= 0, rows.upperBound <= self.rows else {
      throw HDF5Error(path, "has \(self.rows) rows, and rows up to \(rows.upperBound) are wanted")
    }
    guard let field = fields.first(where: { $0.name == name }), field.type.isNumericField else {
      throw HDF5Error(path, "must be a table with a numeric column '\(name)'")
    }
    guard values.count > 0 else { return }
    let record = try recordType(of: name, T.nativeType, size: MemoryLayout<T>.size, elements)
    try select(rows: rows)
    let memory = try Dataspace.line(of: rows.count * rowWidth, at: path)
    try call("cannot be read", at: path) {
      values.withUnsafeMutableBufferPointer {
        H5Dread(identifier, record.id, memory.id, selection, h5p_default(), $0.baseAddress)
      }
    }
  }

  /// Reads one numeric field of some rows of a table into an array, which must be long enough.
  public func read<T: Scalar>(
    field name: String, rows: Range<Int>, into values: inout [T]
  ) throws(HDF5Error) {
    var all = values.mutableSpan
    var part = all._mutatingExtracting(0..<rows.count * rowWidth * elements(ofField: name))
    try read(field: name, rows: rows, into: &part)
  }

  /// Reads the whole of one numeric field of a table.
  public func readAll<T: Scalar>(field name: String, as type: T.Type = T.self) throws(HDF5Error)
    -> [T]
  {
    guard
      Limits.bytes(of: extent, elementSize: MemoryLayout<T>.stride, atMost: Limits.bytes) != nil
    else { throw HDF5Error(path, "holds more than may be read at once") }
    guard elements(ofField: name) == 1 else {
      throw HDF5Error(path, "the column '\(name)' must hold one number in each row")
    }
    var values = [T](repeating: .zero, count: count)
    var span = values.mutableSpan
    try read(field: name, rows: 0..<rows, into: &span)
    return values
  }

  /// Reads the whole of one field of text of a table.
  public func readStrings(field name: String) throws(HDF5Error) -> [String] {
    guard let field = fields.first(where: { $0.name == name }), field.type == .text else {
      throw HDF5Error(path, "must be a table with a column of text '\(name)'")
    }
    let table = try Handle("the type cannot be read", at: path, closedBy: H5Tclose) {
      H5Dget_type(identifier)
    }
    let index = try call("the type cannot be read", at: path) {
      H5Tget_member_index(table.id, name)
    }
    let type = try Handle("the type cannot be read", at: path, closedBy: H5Tclose) {
      H5Tget_member_type(table.id, UInt32(index))
    }
    let record = try recordType(of: name, type.id, size: H5Tget_size(type.id))
    return try Text.read(count, of: type.id, at: path) {
      H5Dread(identifier, record.id, hid_t(H5S_ALL), hid_t(H5S_ALL), h5p_default(), $0)
    }
  }

  /// A record in memory that has this field alone, with so many elements where it is an array.
  private func recordType(of name: String, _ type: hid_t, size: Int, _ elements: Int = 1)
    throws(HDF5Error) -> Handle
  {
    let record = try Handle("the type cannot be read", at: path, closedBy: H5Tclose) {
      H5Tcreate(H5T_COMPOUND, size * elements)
    }
    guard case .array = fields.first(where: { $0.name == name })?.type else {
      try call("the type cannot be read", at: path) { H5Tinsert(record.id, name, 0, type) }
      return record
    }
    var length = hsize_t(elements)
    let array = try Handle("the type cannot be read", at: path, closedBy: H5Tclose) {
      H5Tarray_create2(type, 1, &length)
    }
    try call("the type cannot be read", at: path) { H5Tinsert(record.id, name, 0, array.id) }
    return record
  }
}

extension ElementType {
  /// Whether a field of this type can be read as numbers.
  fileprivate var isNumericField: Bool {
    if case .array(let element, _) = self { element.isNumeric } else { isNumeric }
  }
}
