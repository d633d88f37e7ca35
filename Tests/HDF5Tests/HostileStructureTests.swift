import CHDF5
import HDF5
import Scratch
import Testing

/// Files whose links lead nowhere, in circles or out, and whose types and sizes no recording has.
@Suite struct HostileStructureTests {
  let folder = TemporaryFolder()

  private func message(_ body: () throws(HDF5Error) -> Void) -> String {
    do { try body() } catch { return error.description }
    return "no error"
  }

  /// What is said of reading a dataset of a file that is made by a body.
  private func message(reading name: String, _ make: (hid_t) -> Void) -> String {
    let path = file(make)
    return message { () throws(HDF5Error) in
      let values: [Double] = try File(reading: path).root.dataset(name).readAll()
      #expect(values.isEmpty)
    }
  }

  private func file(_ make: (hid_t) -> Void) -> String {
    let path = folder.file("a.h5")
    folder.remove(path)
    // The format of HDF5 1.8, which has room for large groups and attributes.
    let access = H5Pcreate(h5p_file_access())
    H5Pset_libver_bounds(access, H5F_LIBVER_V18, H5F_LIBVER_V18)
    let id = H5Fcreate(path, h5f_acc_trunc(), 0, access)
    make(id)
    H5Fclose(id)
    return path
  }

  private func makeDataset(_ file: hid_t, _ name: String, _ type: hid_t, _ space: hid_t) {
    H5Dclose(H5Dcreate2(file, name, type, space, 0, 0, 0))
  }

  private var one: hid_t {
    var length: hsize_t = 1
    return H5Screate_simple(1, &length, nil)
  }

  @Test func `links that only a plug-in can follow are refused by name`() {
    let kind = H5L_type_t(rawValue: 100)
    var described = H5L_class_t()
    described.version = H5L_LINK_CLASS_T_VERS
    described.id = kind
    described.trav_func = { _, _, _, _, _, _ in -1 }
    H5Lregister(&described)
    let text = message(reading: "x") {
      H5Lcreate_ud($0, "x", kind, nil, 0, 0, 0)
      H5Lunregister(kind)
    }
    #expect(text == "/x: is a link that only a plug-in can follow, which is refused")
  }

  @Test func `links that go in circles or nowhere are errors`() {
    let circle = message(reading: "a") {
      H5Lcreate_soft("/b", $0, "a", 0, 0)
      H5Lcreate_soft("/a", $0, "b", 0, 0)
    }
    #expect(circle.hasPrefix("/a: "))
    #expect(message(reading: "a") { H5Lcreate_soft("/none", $0, "a", 0, 0) }.hasPrefix("/a: "))
  }

  @Test func `groups that hold themselves come to an end`() throws {
    let path = file { id in
      H5Lcreate_hard(id, "/", id, "again", 0, 0)
    }
    let deep = message { () throws(HDF5Error) in
      _ = try File(reading: path).root.group(
        Array(repeating: "again", count: 40).joined(separator: "/"))
    }
    #expect(deep.contains("lies deeper than 32 groups"))
  }

  @Test func `a group of very many entries is refused before they are listed`() {
    let path = file { id in
      for index in 0...Limits.objects { H5Lcreate_soft("/none", id, "\(index)", 0, 0) }
    }
    let text = message { () throws(HDF5Error) in _ = try File(reading: path).root.links() }
    #expect(text == "/: has 100001 entries, and at most 100000 are read")
  }

  @Test func `an attribute of more than a mebibyte is refused`() {
    let path = file { id in
      var length: hsize_t = (1 << 17) + 1
      let space = H5Screate_simple(1, &length, nil)
      H5Aclose(H5Acreate2(id, "much", h5t_ieee_f64le(), space, 0, 0))
    }
    let text = message { () throws(HDF5Error) in
      _ = try File(reading: path).root.attribute("much")
    }
    #expect(text == "/@much: holds more than 1048576 bytes")
  }

  @Test func `types that no recording has are refused, whatever their size`() {
    let double = h5t_ieee_f64le()
    var length: hsize_t = 1 << 20
    let array = H5Tarray_create2(double, 1, &length)
    let list = H5Tvlen_create(H5Tvlen_create(double))
    let inner = H5Tcreate(H5T_COMPOUND, 8)
    H5Tinsert(inner, "v", 0, double)
    let outer = H5Tcreate(H5T_COMPOUND, 8)
    H5Tinsert(outer, "inner", 0, inner)
    for type in [array, list, outer, H5Tcreate(H5T_OPAQUE, 1 << 20)] {
      #expect(
        message(reading: "x") { makeDataset($0, "x", type, one) } == "/x: must hold numbers")
    }
  }

  @Test func `a dataset without values has none, and a single value is one`() throws {
    #expect(
      message(reading: "x") { makeDataset($0, "x", h5t_ieee_f64le(), H5Screate(H5S_NULL)) }
        == "no error")
    let path = file { makeDataset($0, "x", h5t_ieee_f64le(), H5Screate(H5S_SCALAR)) }
    let values: [Double] = try File(reading: path).root.dataset("x").readAll()
    #expect(values == [0])
  }
}
