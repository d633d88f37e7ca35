internal import CHDF5

/// A folder of a file.
public struct Group: ~Copyable, Object {
  private let handle: Handle
  /// The decoded chunks of the file, if it is only read.
  private let chunks: ChunkStore?
  /// The path of the group in its file.
  public let path: String
  /// The library's identifier of the group.
  public var identifier: Int64 { handle.id }

  init(rootOf file: hid_t, _ chunks: ChunkStore?) throws(HDF5Error) {
    self.chunks = chunks
    path = "/"
    handle = try Handle("cannot be opened", at: "/", closedBy: H5Gclose) {
      H5Gopen2(file, "/", h5p_default())
    }
  }

  private init(_ handle: consuming Handle, path: String, _ chunks: ChunkStore?) {
    self.chunks = chunks
    self.handle = handle
    self.path = path
  }

  /// The path of something in this group.
  public func path(of name: String) -> String {
    if name.hasPrefix("/") { return name }
    return path == "/" ? "/\(name)" : "\(path)/\(name)"
  }

  // MARK: Looking

  /// The entries, in the order of the bytes of their names.
  public func links() throws(HDF5Error) -> [Link] {
    Whereabouts.note(path)
    var information = H5G_info_t()
    try call("cannot be listed", at: path) { H5Gget_info(identifier, &information) }
    guard information.nlinks <= Limits.objects else {
      throw HDF5Error(
        path, "has \(information.nlinks) entries, and at most \(Limits.objects) are read")
    }
    var links: [Link] = []
    _ = try withUnsafeMutablePointer(to: &links) { pointer throws(HDF5Error) in
      try call("cannot be listed", at: path) {
        H5Literate(
          identifier, H5_INDEX_NAME, H5_ITER_INC, nil,
          { _, name, information, context in
            guard let name, let information, let context else { return -1 }
            let link = Link(
              name: String(cString: name), kind: Link.Kind(information.pointee.type))
            context.assumingMemoryBound(to: [Link].self).pointee.append(link)
            return 0
          }, pointer)
      }
    }
    return links.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  }

  /// Whether a path leads to something, through links of this file alone.
  public func contains(_ name: String) throws(HDF5Error) -> Bool {
    Whereabouts.note(path(of: name))
    var reached = ""
    for component in name.split(separator: "/") {
      reached += reached.isEmpty ? String(component) : "/\(component)"
      let place = path(of: reached)
      let found = try call("cannot be looked up", at: place) {
        H5Lexists(identifier, reached, h5p_default())
      }
      guard found > 0, try kind(of: reached) != .external, try kind(of: reached) != .userDefined
      else { return false }
      let resolved = try call("cannot be looked up", at: place) {
        H5Oexists_by_name(identifier, reached, h5p_default())
      }
      guard resolved > 0 else { return false }
    }
    return true
  }

  /// What a path leads to, if anything.
  public func kind(at name: String) throws(HDF5Error) -> ObjectKind? {
    guard try contains(name) else { return nil }
    let object = try Handle("cannot be opened", at: path(of: name), closedBy: H5Oclose) {
      H5Oopen(identifier, name, h5p_default())
    }
    return switch H5Iget_type(object.id) {
    case H5I_GROUP: .group
    case H5I_DATASET: .dataset
    default: .other
    }
  }

  // MARK: Opening

  /// Opens a group by its path from here.
  public func group(_ name: String) throws(HDF5Error) -> Group {
    try check(name)
    let place = path(of: name)
    let handle = try Handle("the group cannot be opened", at: place, closedBy: H5Gclose) {
      H5Gopen2(identifier, name, h5p_default())
    }
    return Group(handle, path: place, chunks)
  }

  /// Opens a dataset by its path from here.
  public func dataset(_ name: String) throws(HDF5Error) -> Dataset {
    try check(name)
    return try Dataset(opening: name, in: identifier, path: path(of: name), chunks)
  }

  /// Throws where a path is too deep, leads nowhere, or leaves the file.
  private func check(_ name: String) throws(HDF5Error) {
    Whereabouts.note(path(of: name))
    let components = name.split(separator: "/")
    guard components.count <= Limits.depth else {
      throw HDF5Error(path(of: name), "lies deeper than \(Limits.depth) groups")
    }
    var reached = ""
    for component in components {
      reached += reached.isEmpty ? String(component) : "/\(component)"
      let place = path(of: reached)
      let found = try call("cannot be looked up", at: place) {
        H5Lexists(identifier, reached, h5p_default())
      }
      guard found > 0 else { throw HDF5Error(place, "is not there") }
      switch try kind(of: reached) {
      case .hard: break
      case .soft:
        let resolved = try call("cannot be looked up", at: place) {
          H5Oexists_by_name(identifier, reached, h5p_default())
        }
        guard resolved > 0 else {
          throw HDF5Error(
            place, "is a link to what is not there", remedy: "copy the file again from its source")
        }
      case .external:
        throw HDF5Error(
          place, "is a link into another file, which is refused",
          remedy: "bring the data into one file with 'h5repack --merge OLD NEW'")
      case .userDefined:
        throw HDF5Error(place, "is a link that only a plug-in can follow, which is refused")
      }
    }
  }

  private func kind(of name: String) throws(HDF5Error) -> Link.Kind {
    var information = H5L_info_t()
    try call("cannot be looked up", at: path(of: name)) {
      H5Lget_info(identifier, name, &information, h5p_default())
    }
    return Link.Kind(information.type)
  }

  // MARK: Making

  /// Makes a group in this one.
  public func makeGroup(_ name: String) throws(HDF5Error) -> Group {
    let place = path(of: name)
    let creation = try Handle("cannot be created", at: place, closedBy: H5Pclose) {
      H5Pcreate(h5p_group_create())
    }
    try call("cannot be created", at: place) { H5Pset_obj_track_times(creation.id, false) }
    let handle = try Handle("cannot be created", at: place, closedBy: H5Gclose) {
      H5Gcreate2(identifier, name, h5p_default(), creation.id, h5p_default())
    }
    return Group(handle, path: place, chunks)
  }
}

/// What a path leads to.
public enum ObjectKind: Hashable, Sendable {
  /// A group.
  case group
  /// A dataset.
  case dataset
  /// A named type, which holds no data.
  case other
}

extension Link.Kind {
  fileprivate init(_ type: H5L_type_t) {
    switch type {
    case H5L_TYPE_HARD: self = .hard
    case H5L_TYPE_SOFT: self = .soft
    case H5L_TYPE_EXTERNAL: self = .external
    default: self = .userDefined
    }
  }
}
