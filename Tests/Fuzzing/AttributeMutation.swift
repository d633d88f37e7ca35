internal import CHDF5
internal import Kernels

/// Damage that leaves a file sound for the library, and makes it say something else.
enum AttributeMutation {
  /// Does up to three things to a file.
  static func apply(to path: String, _ random: inout Xoshiro) throws {
    H5open()
    H5Eset_auto2(hid_t(H5E_DEFAULT), nil, nil)
    let file = H5Fopen(path, h5f_acc_rdwr(), h5p_default())
    guard file >= 0 else { throw FuzzFailure("\(path) cannot be opened") }
    defer { H5Fclose(file) }
    for _ in 0...Int(random.next() % 3) {
      let objects = objects(of: file)
      let object = objects[Int(random.next() % UInt64(objects.count))]
      let id = H5Oopen(file, object, h5p_default())
      guard id >= 0 else { continue }
      defer { H5Oclose(id) }
      switch random.next() % 8 {
      case 0...3: change(attributeOf: id, &random)
      case 4: exchange(id, file, objects, &random)
      case 5: if object != "/" { H5Ldelete(file, object, h5p_default()) }
      case 6:
        if object != "/" { H5Lmove(file, object, file, "/moved", h5p_default(), h5p_default()) }
      default: stretch(id, &random)
      }
    }
  }

  /// The paths of all objects, the root first, in the order of their names.
  private static func objects(of file: hid_t) -> [String] {
    var paths = ["/"]
    withUnsafeMutablePointer(to: &paths) { list in
      _ = H5Ovisit2(
        file, H5_INDEX_NAME, H5_ITER_INC,
        { _, name, _, context in
          guard let name, let context else { return -1 }
          let path = String(cString: name)
          if path != "." { context.assumingMemoryBound(to: [String].self).pointee.append(path) }
          return 0
        }, list, UInt32(H5O_INFO_BASIC))
    }
    return paths
  }

  private static func names(of object: hid_t) -> [String] {
    var names: [String] = []
    withUnsafeMutablePointer(to: &names) { list in
      _ = H5Aiterate2(
        object, H5_INDEX_NAME, H5_ITER_INC, nil,
        { _, name, _, context in
          guard let name, let context else { return -1 }
          context.assumingMemoryBound(to: [String].self).pointee.append(String(cString: name))
          return 0
        }, list)
    }
    return names
  }

  /// Puts an unlikely number or text in the place of an attribute, or takes it away.
  private static func change(attributeOf object: hid_t, _ random: inout Xoshiro) {
    let names = names(of: object)
    let name = names.isEmpty ? "rate" : names[Int(random.next() % UInt64(names.count))]
    H5Adelete(object, name)
    let choice = Int(random.next() % UInt64(numbers.count + texts.count + 1))
    let space = H5Screate(H5S_SCALAR)
    defer { H5Sclose(space) }
    if choice < numbers.count {
      var number = numbers[choice]
      let attribute = H5Acreate2(
        object, name, h5t_ieee_f64le(), space, h5p_default(), h5p_default())
      H5Awrite(attribute, h5t_native_double(), &number)
      H5Aclose(attribute)
    } else if choice < numbers.count + texts.count {
      let text = texts[choice - numbers.count]
      let type = H5Tcopy(h5t_c_s1())
      defer { H5Tclose(type) }
      H5Tset_size(type, max(1, text.count))
      let attribute = H5Acreate2(object, name, type, space, h5p_default(), h5p_default())
      H5Awrite(attribute, type, text.isEmpty ? [0] : text)
      H5Aclose(attribute)
    }
  }

  /// Gives two attributes each other's names, on one object or on two.
  private static func exchange(
    _ object: hid_t, _ file: hid_t, _ objects: [String], _ random: inout Xoshiro
  ) {
    let names = names(of: object)
    guard names.count >= 2 else { return }
    let one = names[Int(random.next() % UInt64(names.count))]
    let other = names[Int(random.next() % UInt64(names.count))]
    guard one != other else { return }
    H5Arename(object, one, "in between")
    H5Arename(object, other, one)
    H5Arename(object, "in between", other)
  }

  /// Makes a dataset that can grow much longer than what was written, or empty.
  private static func stretch(_ object: hid_t, _ random: inout Xoshiro) {
    guard H5Iget_type(object) == H5I_DATASET else { return }
    let space = H5Dget_space(object)
    defer { H5Sclose(space) }
    var lengths = [hsize_t](repeating: 0, count: 32)
    guard H5Sget_simple_extent_dims(space, &lengths, nil) > 0 else { return }
    lengths[0] = [0, 1, lengths[0] / 2, lengths[0] * 2, 1 << 40][Int(random.next() % 5)]
    H5Dset_extent(object, lengths)
  }

  private static let numbers: [Double] = [
    0, -1, 1e-9, 1e300, -1e300, .nan, .infinity, 0.5, 1e6, 9.3e18, 250, -32_768, 65_536,
  ]

  private static let texts: [[UInt8]] = [
    [], Array("nan".utf8), Array("mV".utf8), Array("EST".utf8), Array("2020-41-17T25:61:61Z".utf8),
    [0xFF, 0xFE, 0x80], Array("{\"columns\":".utf8), Array("\u{1B}[2J".utf8),
    [UInt8](repeating: UInt8(ascii: "["), count: 20_000), Array("../../@x".utf8),
    [UInt8](repeating: UInt8(ascii: "x"), count: 60_000),
  ]
}
