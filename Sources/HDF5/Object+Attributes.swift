internal import CHDF5

extension Object where Self: ~Copyable {
  /// The names of the attributes, in the order of their bytes.
  public func attributeNames() throws(HDF5Error) -> [String] {
    var names: [String] = []
    _ = try withUnsafeMutablePointer(to: &names) { pointer throws(HDF5Error) in
      try call("the attributes cannot be listed", at: path) {
        H5Aiterate2(
          identifier, H5_INDEX_NAME, H5_ITER_INC, nil,
          { _, name, _, context in
            guard let name, let context else { return -1 }
            context.assumingMemoryBound(to: [String].self).pointee.append(String(cString: name))
            return 0
          }, pointer)
      }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The value of an attribute, or nothing where there is none of this name.
  ///
  /// Strings may be of fixed or variable length, ASCII or UTF-8; truth values are whole numbers.
  public func attribute(_ name: String) throws(HDF5Error) -> AttributeValue? {
    switch try attributeContents(name) {
    case nil: return nil
    case .value(let value): return value
    case .references, .table: throw HDF5Error("\(path)@\(name)", "must be a number or text")
    }
  }

  /// What an attribute holds, pointers and records included, or nothing where there is none.
  ///
  /// Columns of records that hold neither numbers nor text are left out.
  public func attributeContents(_ name: String) throws(HDF5Error) -> AttributeContents? {
    let place = "\(path)@\(name)"
    Whereabouts.note(place)
    guard try call("cannot be looked up", at: place, { H5Aexists(identifier, name) }) > 0 else {
      return nil
    }
    let attribute = try Handle("cannot be read", at: place, closedBy: H5Aclose) {
      H5Aopen(identifier, name, h5p_default())
    }
    let space = try Handle("cannot be read", at: place, closedBy: H5Sclose) {
      H5Aget_space(attribute.id)
    }
    let type = try Handle("cannot be read", at: place, closedBy: H5Tclose) {
      H5Aget_type(attribute.id)
    }
    let extent = try Dataspace.extent(of: space.id, at: place)
    let size = max(8, H5Tget_size(type.id))
    guard Limits.bytes(of: extent, elementSize: size, atMost: Limits.attributeBytes) != nil else {
      throw HDF5Error(place, "holds more than \(Limits.attributeBytes) bytes")
    }
    let count = extent.reduce(1, *)
    switch try ElementType(type.id, at: place) {
    case .integer, .enumeration:
      let values: [Int64] = try numbers(count, of: attribute.id, at: place)
      return .value(extent.isEmpty ? .integer(values[0]) : .integers(values))
    case .float:
      let values: [Double] = try numbers(count, of: attribute.id, at: place)
      return .value(extent.isEmpty ? .number(values[0]) : .numbers(values))
    case .text:
      let texts = try Text.read(count, of: type.id, at: place) {
        H5Aread(attribute.id, type.id, $0)
      }
      return .value(extent.isEmpty ? .text(texts[0]) : .texts(texts))
    case .reference:
      var addresses = [hobj_ref_t](repeating: 0, count: count)
      if count > 0 {
        try call("cannot be read", at: place) {
          H5Aread(attribute.id, h5t_std_ref_obj(), &addresses)
        }
      }
      return .references(addresses.map { Reference(address: UInt64($0)) })
    case .compound(let fields):
      return try table(fields, count, of: attribute.id, type.id, at: place)
    case .array, .other:
      throw HDF5Error(place, "must be numbers, text, references or records of them")
    }
  }

  /// The columns that hold numbers or text, each read by itself; others are left out.
  private func table(
    _ fields: [ElementType.Field], _ count: Int, of attribute: hid_t, _ stored: hid_t,
    at place: String
  ) throws(HDF5Error) -> AttributeContents {
    var columns: [AttributeContents.Column] = []
    for (index, field) in fields.enumerated() {
      func record(_ type: hid_t, _ size: Int) throws(HDF5Error) -> Handle {
        let record = try Handle("the type cannot be read", at: place, closedBy: H5Tclose) {
          H5Tcreate(H5T_COMPOUND, size)
        }
        try call("the type cannot be read", at: place) {
          H5Tinsert(record.id, field.name, 0, type)
        }
        return record
      }
      let values: AttributeValue
      switch field.type {
      case .integer, .enumeration:
        let type = try record(Int64.nativeType, 8)
        values = .integers(try numbers(count, of: attribute, at: place, as: type.id))
      case .float:
        let type = try record(Double.nativeType, 8)
        values = .numbers(try numbers(count, of: attribute, at: place, as: type.id))
      case .text:
        let member = try Handle("the type cannot be read", at: place, closedBy: H5Tclose) {
          H5Tget_member_type(stored, UInt32(index))
        }
        let type = try record(member.id, H5Tget_size(member.id))
        values = .texts(
          try Text.read(count, of: member.id, at: place) { H5Aread(attribute, type.id, $0) })
      case .compound, .reference, .array, .other: continue
      }
      columns.append(.init(name: field.name, values: values))
    }
    return .table(columns)
  }

  private func numbers<T: Scalar>(
    _ count: Int, of attribute: hid_t, at place: String, as type: hid_t? = nil
  ) throws(HDF5Error) -> [T] {
    var values = [T](repeating: .zero, count: count)
    guard count > 0 else { return values }
    try call("cannot be read", at: place) { H5Aread(attribute, type ?? T.nativeType, &values) }
    return values
  }

  /// Writes a new attribute.
  public func setAttribute(_ name: String, _ value: AttributeValue) throws(HDF5Error) {
    switch value {
    case .integer(let number): try write(name, Int64.storedType, Int64.nativeType, [], [number])
    case .integers(let numbers):
      try write(name, Int64.storedType, Int64.nativeType, [numbers.count], numbers)
    case .number(let number): try write(name, Double.storedType, Double.nativeType, [], [number])
    case .numbers(let numbers):
      try write(name, Double.storedType, Double.nativeType, [numbers.count], numbers)
    case .text(let text):
      let fixed = try Text.fixed([text], at: "\(path)@\(name)")
      try write(name, fixed.type.id, fixed.type.id, [], fixed.bytes)
    case .texts(let texts):
      let fixed = try Text.fixed(texts, at: "\(path)@\(name)")
      try write(name, fixed.type.id, fixed.type.id, [texts.count], fixed.bytes)
    }
  }

  /// Removes an attribute, so that another can be set under its name.
  public func removeAttribute(_ name: String) throws(HDF5Error) {
    guard H5Adelete(identifier, name) >= 0 else {
      throw HDF5Error("\(path)@\(name)", "cannot be removed")
    }
  }

  private func write<T: BitwiseCopyable>(
    _ name: String, _ stored: hid_t, _ native: hid_t, _ extent: [Int], _ values: [T]
  ) throws(HDF5Error) {
    let place = "\(path)@\(name)"
    let space = try Dataspace.make(extent, extendible: false, at: place)
    let attribute = try Handle("cannot be written", at: place, closedBy: H5Aclose) {
      H5Acreate2(identifier, name, stored, space.id, h5p_default(), h5p_default())
    }
    guard !values.isEmpty else { return }
    try call("cannot be written", at: place) { H5Awrite(attribute.id, native, values) }
  }
}
