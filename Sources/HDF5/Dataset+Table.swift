internal import CHDF5

extension Dataset {
  /// The fields of a table: a dataset whose elements are records; empty for any other.
  public var fields: [ElementType.Field] {
    if case .compound(let fields) = elementType { fields } else { [] }
  }

  /// Reads one numeric field of some rows of a table into memory that is there already.
  public func read<T: Scalar>(
    field name: String, rows: Range<Int>, into values: inout MutableSpan<T>
  ) throws(HDF5Error) {
    precondition(values.count == rows.count * rowWidth, "room for these rows and no more")
    guard rows.lowerBound >= 0, rows.upperBound <= self.rows else {
      throw HDF5Error(path, "has \(self.rows) rows, and rows up to \(rows.upperBound) are wanted")
    }
    guard let field = fields.first(where: { $0.name == name }), field.type.isNumeric else {
      throw HDF5Error(path, "must be a table with a numeric column '\(name)'")
    }
    guard values.count > 0 else { return }
    let record = try recordType(of: name, T.nativeType, size: MemoryLayout<T>.size)
    try select(rows: rows)
    let memory = try Dataspace.line(of: values.count, at: path)
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
    var part = all._mutatingExtracting(0..<rows.count * rowWidth)
    try read(field: name, rows: rows, into: &part)
  }

  /// Reads the whole of one numeric field of a table.
  public func readAll<T: Scalar>(field name: String, as type: T.Type = T.self) throws(HDF5Error)
    -> [T]
  {
    guard
      Limits.bytes(of: extent, elementSize: MemoryLayout<T>.stride, atMost: Limits.bytes) != nil
    else { throw HDF5Error(path, "holds more than may be read at once") }
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

  /// A record in memory that has this field alone.
  private func recordType(of name: String, _ type: hid_t, size: Int) throws(HDF5Error) -> Handle {
    let record = try Handle("the type cannot be read", at: path, closedBy: H5Tclose) {
      H5Tcreate(H5T_COMPOUND, size)
    }
    try call("the type cannot be read", at: path) { H5Tinsert(record.id, name, 0, type) }
    return record
  }
}
