import CHDF5
import HDF5
import Scratch
import Testing

/// Files that are damaged, foreign, or want more than is their due, each with what is said of it.
@Suite struct RefusalTests {
  let folder = TemporaryFolder()

  private func message(_ body: () throws(HDF5Error) -> Void) -> String {
    do { try body() } catch { return error.description }
    return "no error"
  }

  private func opening(_ path: String) -> String {
    message { () throws(HDF5Error) in _ = try File(reading: path) }
  }

  private func datasetMessage(_ path: String, _ name: String) -> String {
    message { () throws(HDF5Error) in
      let file = try File(reading: path)
      let values: [Double] = try file.root.dataset(name).readAll()
      _ = values
    }
  }

  @Test func `what is no HDF5 file is told by its first bytes`() {
    #expect(opening(folder.file("none.h5")).contains("No such file"))
    #expect(opening(folder.path).contains("not a plain file"))
    #expect(opening(folder.file("empty", [])).contains("the file is empty"))
    #expect(opening(folder.file("zeros", .init(repeating: 0, count: 4096))).contains("not an HDF5"))
    let five = Array("MATLAB 5.0 MAT-file, Platform: GLNXA64".utf8)
    #expect(opening(folder.file("5.mat", five)).contains("MATLAB 5 file, not HDF5"))
    let four: [UInt8] = [30, 0, 0, 0, 2, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 118, 97]
    #expect(opening(folder.file("4.mat", four)).contains("MATLAB 4 file, not HDF5"))
    let big: [UInt8] = [0, 0, 3, 232, 0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 4, 118, 97]
    #expect(opening(folder.file("big.mat", big)).contains("MATLAB 4 file, not HDF5"))
  }

  @Test(arguments: [0.5, 0.99]) func `a truncated file is called truncated`(_ share: Double) throws
  {
    let path = folder.file("whole.h5")
    do {
      let file = try File(creating: path)
      try file.root.makeDataset("x", [Double](repeating: 1, count: 1000))
    }
    let bytes = TemporaryFolder.bytes(of: path)
    let cut = folder.file("cut.h5", Array(bytes.prefix(Int(Double(bytes.count) * share))))
    #expect(opening(cut) == "the file is truncated; copy it again from its source")
  }

  @Test func `links out of the file are refused`() throws {
    let path =
      "\(#filePath.prefix(upTo: #filePath.lastIndex(of: "/") ?? #filePath.endIndex))/Goldens/links.h5"
    #expect(
      datasetMessage(path, "outside")
        == "/outside: is a link into another file, which is refused; "
        + "bring the data into one file with 'h5repack --merge OLD NEW'")
    #expect(datasetMessage(path, "outside/x").hasPrefix("/outside: is a link into another file"))
    #expect(datasetMessage(path, "detour").contains("/detour: "))
    #expect(datasetMessage(path, "dangling").contains("/dangling: "))
    #expect(datasetMessage(path, "missing") == "/missing: is not there")
    let file = try File(reading: path)
    #expect(try file.root.links().map(\.kind) == [.soft, .soft, .external])
    #expect(try !file.root.contains("outside"))
    #expect(try !file.root.contains("dangling"))
  }

  @Test func `values in other files are refused`() {
    let path = folder.file("a.h5")
    let secret = folder.file("secret", Array("12345678".utf8))
    let id = H5Fcreate(path, h5f_acc_trunc(), 0, 0)
    var one: hsize_t = 1
    let space = H5Screate_simple(1, &one, nil)
    let external = H5Pcreate(h5p_dataset_create())
    H5Pset_external(external, secret, 0, 8)
    H5Dclose(H5Dcreate2(id, "external", h5t_ieee_f64le(), space, 0, external, 0))
    let virtual = H5Pcreate(h5p_dataset_create())
    H5Pset_virtual(virtual, space, secret, "/x", space)
    H5Dclose(H5Dcreate2(id, "virtual", h5t_ieee_f64le(), space, 0, virtual, 0))
    H5Fclose(id)
    #expect(datasetMessage(path, "external").contains("in another file, which is refused"))
    #expect(datasetMessage(path, "virtual").contains("virtual dataset"))
  }

  @Test func `sizes are checked before memory is taken`() {
    let path = folder.file("a.h5")
    let id = H5Fcreate(path, h5f_acc_trunc(), 0, 0)
    var length: hsize_t = 1 << 50
    let space = H5Screate_simple(1, &length, nil)
    func create(_ name: String, chunk: hsize_t) {
      let creation = H5Pcreate(h5p_dataset_create())
      var chunk = chunk
      H5Pset_chunk(creation, 1, &chunk)
      H5Dclose(H5Dcreate2(id, name, h5t_ieee_f64le(), space, 0, creation, 0))
    }
    create("huge", chunk: 1024)
    create("chunky", chunk: 1 << 28)
    H5Fclose(id)
    #expect(datasetMessage(path, "huge").contains("more than the 1073741824 bytes"))
    #expect(
      datasetMessage(path, "chunky")
        == "/chunky: has chunks of more than 1073741824 bytes; "
        + "rewrite it with smaller ones: 'h5repack -l /chunky:CHUNK=131072 OLD NEW'")
  }

  @Test func `a damaged chunk is an error, with the place`() throws {
    let path = folder.file("a.h5")
    do {
      let file = try File(creating: path)
      var data = try file.root.makeDataset("x", of: Float.self, chunking: Chunking(rows: 4096))
      try data.append(contentsOf: (0..<4096).map { Float($0 * 7919 % 4096) })
    }
    var bytes = TemporaryFolder.bytes(of: path)
    let middle = bytes.count * 3 / 4
    for index in middle..<middle + 64 { bytes[index] = ~bytes[index] }
    let damaged = folder.file("b.h5", bytes)
    #expect(datasetMessage(damaged, "x").hasPrefix("/x: cannot be read ("))
  }

  @Test func `a filter that is not there is named by its number`() {
    let path = folder.file("a.h5")
    let id = H5Fcreate(path, h5f_acc_trunc(), 0, 0)
    var length: hsize_t = 8
    let space = H5Screate_simple(1, &length, nil)
    let creation = H5Pcreate(h5p_dataset_create())
    H5Pset_chunk(creation, 1, &length)
    H5Pset_filter(creation, 32_001, UInt32(H5Z_FLAG_OPTIONAL), 0, nil)
    H5Dclose(H5Dcreate2(id, "x", h5t_ieee_f64le(), space, 0, creation, 0))
    H5Fclose(id)
    #expect(datasetMessage(path, "x").contains("filter 32001 (Blosc), which is not there"))
  }

  @Test func `text is not taken for numbers nor numbers for text`() throws {
    let path = folder.file("a.h5")
    do {
      let file = try File(creating: path)
      try file.root.makeDataset("words", ["a"])
      try file.root.makeDataset("x", [1.0])
    }
    #expect(datasetMessage(path, "words") == "/words: must hold numbers")
    let file = try File(reading: path)
    #expect(throws: HDF5Error.self) { _ = try file.root.dataset("x").readStrings() }
  }
}
