import CHDF5
import HDF5

/// A file of HDF5 that is made call by call of the library, so that it can be wrong in any way.
struct OddFile {
  let id: hid_t

  /// Makes a file, in the oldest format that holds it unless told otherwise.
  static func make(
    _ path: String, recent: Bool = false, _ body: (OddFile) throws -> Void
  ) throws {
    H5open()
    let access = H5Pcreate(h5p_file_access())
    defer { H5Pclose(access) }
    if recent { H5Pset_libver_bounds(access, H5F_LIBVER_V110, H5F_LIBVER_V110) }
    let id = H5Fcreate(path, h5f_acc_trunc(), h5p_default(), access)
    guard id >= 0 else { throw Failure(path) }
    defer { H5Fclose(id) }
    try body(OddFile(id: id))
  }

  /// Makes a group, and those that hold it.
  func group(_ path: String) {
    H5Gclose(H5Gcreate2(id, path, linking, h5p_default(), h5p_default()))
  }

  /// How links are made: with the groups that lead to them.
  var linking: hid_t {
    let linking = H5Pcreate(h5p_link_create())
    H5Pset_create_intermediate_group(linking, 1)
    return linking
  }

  /// What the extent of a dataset is.
  enum Extent {
    case simple([Int])
    case scalar
    case null

    var space: hid_t {
      switch self {
      case .scalar: return H5Screate(H5S_SCALAR)
      case .null: return H5Screate(H5S_NULL)
      case .simple(let lengths):
        let lengths = lengths.map { hsize_t($0) }
        return H5Screate_simple(Int32(lengths.count), lengths, nil)
      }
    }
  }

  /// Makes a dataset of a type, without values unless there are numbers to be written.
  func dataset(
    _ path: String, of type: hid_t, _ extent: Extent, _ numbers: [Double] = [],
    creation: (hid_t) -> Void = { _ in }
  ) throws {
    let space = extent.space
    let list = H5Pcreate(h5p_dataset_create())
    defer {
      H5Sclose(space)
      H5Pclose(list)
    }
    creation(list)
    let dataset = H5Dcreate2(id, path, type, space, linking, list, h5p_default())
    guard dataset >= 0 else { throw Failure("\(path) cannot be made") }
    defer { H5Dclose(dataset) }
    guard !numbers.isEmpty else { return }
    guard H5Dwrite(dataset, h5t_native_double(), 0, 0, h5p_default(), numbers) >= 0 else {
      throw Failure("\(path) cannot be written")
    }
  }

  /// Makes a dataset of numbers.
  func numbers(_ path: String, _ numbers: [Double], of type: hid_t = h5t_ieee_f64le()) throws {
    try dataset(path, of: type, .simple([numbers.count]), numbers)
  }

  /// Makes a link to the object `/x` of another file.
  ///
  /// Whoever opens a file with our library takes external links out of libhdf5 for good, so that a link
  /// is made of its bytes: flags, file, object.
  func externalLink(_ path: String, to file: String) throws {
    do { _ = try HDF5.File(reading: "/dev/null") } catch {}
    var kind = H5L_class_t()
    kind.version = H5L_LINK_CLASS_T_VERS
    kind.id = H5L_TYPE_EXTERNAL
    kind.trav_func = { _, _, _, _, _, _ in -1 }
    H5Lregister(&kind)
    let bytes = [0] + Array(file.utf8) + [0] + Array("/x".utf8) + [0]
    let made = H5Lcreate_ud(id, path, H5L_TYPE_EXTERNAL, bytes, bytes.count, linking, h5p_default())
    guard made >= 0 else { throw Failure("\(path) cannot be made") }
  }

  /// Gives an object a number.
  func attribute(_ name: String, of path: String = "/", _ number: Double) throws {
    try attribute(name, of: path, h5t_ieee_f64le(), .scalar) { attribute in
      withUnsafePointer(to: number) { H5Awrite(attribute, h5t_native_double(), $0) }
    }
  }

  /// Gives an object a whole number.
  func attribute(_ name: String, of path: String = "/", _ number: Int64) throws {
    try attribute(name, of: path, h5t_std_i64le(), .scalar) { attribute in
      withUnsafePointer(to: number) { H5Awrite(attribute, h5t_native_int64(), $0) }
    }
  }

  /// How a text lies in a file.
  struct TextForm {
    var isVariable = false
    var isUTF8 = false
    var padding = H5T_STR_NULLTERM
    /// The bytes that a text of fixed length takes beyond its own.
    var spare = 1
    var extent = Extent.scalar
  }

  /// Gives an object a text.
  func attribute(
    _ name: String, of path: String = "/", _ text: String, _ form: TextForm = TextForm()
  ) throws { try attribute(name, of: path, bytes: Array(text.utf8), form) }

  /// Gives an object a text of any bytes.
  func attribute(
    _ name: String, of path: String, bytes: [UInt8], _ form: TextForm = TextForm()
  ) throws {
    let type = H5Tcopy(h5t_c_s1())
    defer { H5Tclose(type) }
    H5Tset_size(type, form.isVariable ? h5t_variable() : bytes.count + form.spare)
    H5Tset_cset(type, form.isUTF8 ? H5T_CSET_UTF8 : H5T_CSET_ASCII)
    if !form.isVariable { H5Tset_strpad(type, form.padding) }
    let filler: UInt8 = form.padding == H5T_STR_SPACEPAD ? 0x20 : 0
    let fixed = bytes + [UInt8](repeating: filler, count: form.spare)
    try attribute(name, of: path, type, form.extent) { attribute in
      guard form.isVariable else { return H5Awrite(attribute, type, fixed) }
      return (bytes + [0]).withUnsafeBufferPointer { text in
        withUnsafePointer(to: text.baseAddress) { H5Awrite(attribute, type, $0) }
      }
    }
  }

  private func attribute(
    _ name: String, of path: String, _ type: hid_t, _ extent: Extent, _ write: (hid_t) -> herr_t
  ) throws {
    let space = extent.space
    defer { H5Sclose(space) }
    let attribute = H5Acreate_by_name(
      id, path, name, type, space, h5p_default(), h5p_default(), h5p_default())
    guard attribute >= 0, write(attribute) >= 0 else {
      throw Failure("\(path)@\(name) cannot be written")
    }
    H5Aclose(attribute)
  }
}

/// Writes a file anew with other bytes.
func change(_ path: String, _ body: (inout [UInt8]) -> Void) throws {
  var bytes = try bytes(of: path)
  body(&bytes)
  try write(bytes, to: path)
}
