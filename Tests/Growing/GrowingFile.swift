internal import CHDF5
internal import Glibc

/// A file that one program writes while others read it: HDF5's SWMR, as a device's recorder uses it.
///
/// Datasets are one-dimensional, of 16-bit counts or doubles, in chunks, without compression.
public final class GrowingFile {
  private let file: hid_t
  private var datasets: [(path: String, id: hid_t, isCount: Bool)] = []
  private var isOpen = true

  /// What went wrong.
  public struct Failure: Error {
    /// The call of the library that failed.
    public let call: String
  }

  /// A new file, in which everything but the samples must be made before ``start()``.
  public init(_ path: String) throws {
    H5open()
    let access = H5Pcreate(h5p_file_access())
    defer { H5Pclose(access) }
    H5Pset_libver_bounds(access, H5F_LIBVER_V110, H5F_LIBVER_V110)
    file = H5Fcreate(path, h5f_acc_trunc(), h5p_default(), access)
    guard file >= 0 else { throw Failure(call: "H5Fcreate") }
  }

  deinit { close() }

  /// Adds a text to the root, or to a dataset.
  public func addAttribute(_ name: String, _ text: String, to path: String = "/") throws {
    let type = H5Tcopy(h5t_c_s1())
    defer { H5Tclose(type) }
    H5Tset_size(type, max(1, text.utf8.count))
    try addAttribute(name, type, to: path) { H5Awrite($0, type, text) }
  }

  /// Adds a number to the root, or to a dataset.
  public func addAttribute(_ name: String, _ number: Double, to path: String = "/") throws {
    try addAttribute(name, h5t_ieee_f64le(), to: path) { attribute in
      withUnsafePointer(to: number) { H5Awrite(attribute, h5t_native_double(), $0) }
    }
  }

  private func addAttribute(
    _ name: String, _ type: hid_t, to path: String, _ write: (hid_t) -> herr_t
  ) throws {
    let space = H5Screate(H5S_SCALAR)
    defer { H5Sclose(space) }
    let attribute = H5Acreate_by_name(
      file, path, name, type, space, h5p_default(), h5p_default(), h5p_default())
    guard attribute >= 0 else { throw Failure(call: "H5Acreate_by_name") }
    defer { H5Aclose(attribute) }
    guard write(attribute) >= 0 else { throw Failure(call: "H5Awrite") }
  }

  /// Adds a dataset without rows, whose groups are made with it.
  public func addDataset(_ path: String, ofCounts isCount: Bool, chunk: Int = 256) throws {
    var none: hsize_t = 0
    var most = h5s_unlimited()
    let space = H5Screate_simple(1, &none, &most)
    defer { H5Sclose(space) }
    let creation = H5Pcreate(h5p_dataset_create())
    defer { H5Pclose(creation) }
    var rows = hsize_t(chunk)
    H5Pset_chunk(creation, 1, &rows)
    let linking = H5Pcreate(h5p_link_create())
    defer { H5Pclose(linking) }
    H5Pset_create_intermediate_group(linking, 1)
    let id = H5Dcreate2(
      file, path, isCount ? h5t_std_i16le() : h5t_ieee_f64le(), space, linking, creation,
      h5p_default())
    guard id >= 0 else { throw Failure(call: "H5Dcreate2") }
    datasets.append((path, id, isCount))
  }

  /// Lets others read the file from now on.
  public func start() throws {
    guard H5Fstart_swmr_write(file) >= 0 else { throw Failure(call: "H5Fstart_swmr_write") }
  }

  /// Adds numbers to a dataset, and shows them to readers unless told not to.
  public func append(_ numbers: [Double], to path: String, flushing: Bool = true) throws {
    guard let dataset = datasets.first(where: { $0.path == path }) else {
      throw Failure(call: path)
    }
    let old = H5Dget_space(dataset.id)
    var first: hsize_t = 0
    H5Sget_simple_extent_dims(old, &first, nil)
    H5Sclose(old)
    var count = hsize_t(numbers.count)
    var rows = first + count
    guard H5Dset_extent(dataset.id, &rows) >= 0 else { throw Failure(call: "H5Dset_extent") }
    let space = H5Dget_space(dataset.id)
    let memory = H5Screate_simple(1, &count, nil)
    defer {
      H5Sclose(space)
      H5Sclose(memory)
    }
    H5Sselect_hyperslab(space, H5S_SELECT_SET, &first, nil, &count, nil)
    let written = H5Dwrite(dataset.id, h5t_native_double(), memory, space, h5p_default(), numbers)
    guard written >= 0 else { throw Failure(call: "H5Dwrite") }
    if flushing, H5Dflush(dataset.id) < 0 { throw Failure(call: "H5Dflush") }
  }

  /// Writes down all there is, without a word to readers.
  public func flush() { H5Fflush(file, H5F_SCOPE_LOCAL) }

  /// Closes the file, as a recorder does that ends well.
  public func close() {
    guard isOpen else { return }
    isOpen = false
    for dataset in datasets { H5Dclose(dataset.id) }
    H5Fclose(file)
  }
}
