internal import CHDF5

/// A pointer to an object of the same file, as the cells of MATLAB 7.3 hold them.
public struct Reference: Hashable, Sendable {
  /// Where the object's header lies in the file; a null reference has zero, or all bits set.
  let address: UInt64

  /// Whether the reference leads nowhere by itself.
  public var isNull: Bool { address == 0 || address == .max }
}

extension Dataset {
  /// Reads some references by their places in the order of the file, all dimensions in one line.
  ///
  /// Throws where the elements are no references to objects, or the places lie outside.
  public func readReferences(_ places: Range<Int>) throws(HDF5Error) -> [Reference] {
    guard elementType == .reference else {
      throw HDF5Error(path, "must hold references to objects")
    }
    guard places.lowerBound >= 0, places.upperBound <= count else {
      throw HDF5Error(path, "has \(count) cells, and cell \(places.upperBound - 1) is wanted")
    }
    guard !places.isEmpty else { return [] }
    guard places.count <= Limits.objects else {
      throw HDF5Error(path, "has more than \(Limits.objects) references")
    }
    Whereabouts.note(path)
    var addresses = [hobj_ref_t](repeating: 0, count: places.count)
    let memory = try Dataspace.line(of: places.count, at: path)
    let space = try Handle("the extent cannot be read", at: path, closedBy: H5Sclose) {
      H5Dget_space(identifier)
    }
    if !extent.isEmpty, places.count < count {
      // References are wanted one by one; a run across rows is selected point by point.
      var points: [hsize_t] = []
      for place in places {
        var rest = place
        var point = [hsize_t](repeating: 0, count: extent.count)
        for dimension in extent.indices.reversed() {
          point[dimension] = hsize_t(rest % extent[dimension])
          rest /= extent[dimension]
        }
        points += point
      }
      try call("cannot be read", at: path) {
        H5Sselect_elements(space.id, H5S_SELECT_SET, places.count, points)
      }
    }
    try call("cannot be read", at: path) {
      H5Dread(
        identifier, h5t_std_ref_obj(), memory.id, space.id, h5p_default(), &addresses)
    }
    return addresses.map { Reference(address: UInt64($0)) }
  }
}

/// A group or dataset that is open for its attributes alone.
public struct OpenObject: ~Copyable, Object {
  private let handle: Handle
  /// The path of the object in its file, or the place of the reference that led to it.
  public let path: String
  /// What the object is.
  public let kind: ObjectKind
  /// The library's identifier of the object.
  public var identifier: Int64 { handle.id }

  fileprivate init(_ handle: consuming Handle, path: String) {
    kind =
      switch H5Iget_type(handle.id) {
      case H5I_GROUP: .group
      case H5I_DATASET: .dataset
      default: .other
      }
    self.handle = handle
    self.path = path
  }
}

extension Group {
  /// The reference to the object that a path leads to, the same for all paths to it.
  public func reference(to name: String) throws(HDF5Error) -> Reference {
    let place = path(of: name)
    var address: hobj_ref_t = 0
    try call("cannot be referred to", at: place) {
      H5Rcreate(&address, identifier, name, H5R_OBJECT, -1)
    }
    return Reference(address: UInt64(address))
  }

  /// Opens an object by its path from here, or nothing where the path leads nowhere.
  public func object(_ name: String) throws(HDF5Error) -> OpenObject? {
    guard try contains(name) else { return nil }
    let place = path(of: name)
    let handle = try Handle("cannot be opened", at: place, closedBy: H5Oclose) {
      H5Oopen(identifier, name, h5p_default())
    }
    return OpenObject(handle, path: place)
  }

  /// Opens the object that a reference of this file leads to; messages call it `path`.
  ///
  /// Errors: where the reference is null, or leads to no object.
  public func object(_ reference: Reference, path: String) throws(HDF5Error) -> OpenObject {
    OpenObject(try opened(reference, at: path, access: h5p_default()), path: path)
  }

  /// Opens the dataset that a reference of this file leads to; messages call it `path`.
  ///
  /// It is refused like a dataset of that kind with a name.
  public func dataset(_ reference: Reference, path: String) throws(HDF5Error) -> Dataset {
    guard try object(reference, path: path).kind == .dataset else {
      throw HDF5Error(path, "must refer to a dataset")
    }
    return try Dataset(path: path) { access throws(HDF5Error) in
      try opened(reference, at: path, access: access)
    }
  }

  private func opened(_ reference: Reference, at path: String, access: hid_t) throws(HDF5Error)
    -> Handle
  {
    Whereabouts.note(path)
    guard !reference.isNull else { throw HDF5Error(path, "is an empty reference") }
    var address = hobj_ref_t(reference.address)
    do throws(HDF5Error) {
      return try Handle("cannot be opened", at: path, closedBy: H5Oclose) {
        H5Rdereference2(identifier, access, H5R_OBJECT, &address)
      }
    } catch {
      throw HDF5Error(
        path, "refers to an object that is not in the file",
        remedy: "write the file again: the object was deleted, or the file is damaged",
        frames: error.frames)
    }
  }
}
