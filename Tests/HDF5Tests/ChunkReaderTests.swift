import CHDF5
import HDF5
import Scratch
import Testing

/// Chunks that are decoded without the library, held against what the library reads.
@Suite struct ChunkReaderTests {
  let folder = TemporaryFolder()

  /// How a dataset is written.
  struct Form: CustomTestStringConvertible, Sendable {
    var type: String
    var filters: [String]
    var extent: [Int]
    var chunk: [Int]
    var testDescription: String { "\(type) \(filters) \(extent) in \(chunk)" }
  }

  static let forms: [Form] = {
    var forms: [Form] = []
    for type in ["int16", "uint16", "int32", "float32", "float64"] {
      for filters in [
        [], ["gzip"], ["shuffle"], ["shuffle", "gzip"], ["gzip", "fletcher32"],
        ["shuffle", "gzip", "fletcher32"], ["fletcher32"], ["gzip", "shuffle"],
      ] {
        forms.append(Form(type: type, filters: filters, extent: [10_007], chunk: [2048]))
      }
      forms.append(
        Form(type: type, filters: ["shuffle", "gzip"], extent: [3001, 3], chunk: [1500, 2]))
      forms.append(
        Form(type: type, filters: ["shuffle", "gzip"], extent: [3, 5003], chunk: [2, 1024]))
      forms.append(
        Form(type: type, filters: ["shuffle", "gzip"], extent: [9001, 1], chunk: [4096, 1]))
    }
    return forms
  }()

  /// The number at a place: all bytes of all types vary.
  private func number(_ index: Int) -> Double { Double((index * 7919) % 60_001 - 30_000) }

  private func write(_ form: Form, _ path: String) {
    let file = H5Fcreate(path, h5f_acc_trunc(), h5p_default(), h5p_default())
    let creation = H5Pcreate(h5p_dataset_create())
    var chunk = form.chunk.map { hsize_t($0) }
    H5Pset_chunk(creation, Int32(chunk.count), &chunk)
    for filter in form.filters {
      switch filter {
      case "gzip": H5Pset_deflate(creation, 4)
      case "shuffle": H5Pset_shuffle(creation)
      default: H5Pset_fletcher32(creation)
      }
    }
    var extent = form.extent.map { hsize_t($0) }
    let space = H5Screate_simple(Int32(extent.count), &extent, nil)
    let types = [
      "int16": h5t_std_i16le(), "uint16": h5t_std_u16le(), "int32": h5t_std_i32le(),
      "float32": h5t_ieee_f32le(), "float64": h5t_ieee_f64le(),
    ]
    let set = H5Dcreate2(
      file, "x", types[form.type] ?? -1, space, h5p_default(), creation, h5p_default())
    let numbers = (0..<form.extent.reduce(1, *)).map { number($0) }
    H5Dwrite(set, h5t_native_double(), hid_t(H5S_ALL), hid_t(H5S_ALL), h5p_default(), numbers)
    H5Dclose(set)
    H5Sclose(space)
    H5Pclose(creation)
    H5Fclose(file)
  }

  /// A conversion that rounds, and blanks a sentinel.
  struct Gain: SampleConversion {
    var isPlain: Bool { false }
    func decode(_ numbers: Span<Double>, into values: inout MutableSpan<Float>) {
      for index in 0..<numbers.count {
        values[index] = numbers[index] == 121 ? .nan : Float((numbers[index] - 17) / 3.7)
      }
    }
  }

  struct Plain: SampleConversion {
    var isPlain: Bool { true }
    func decode(_ numbers: Span<Double>, into values: inout MutableSpan<Float>) {
      for index in 0..<numbers.count { values[index] = Float(numbers[index]) }
    }
  }

  private func bits(
    _ reader: ChunkReader, _ conversion: some SampleConversion, _ rows: Range<Int>,
    _ columns: Range<Int>
  ) throws -> [UInt32] {
    var values = [Float](repeating: 7, count: rows.count * columns.count)
    var span = values.mutableSpan
    try reader.read(rows: rows, columns: columns, by: reader.converter(conversion), into: &span)
    return values.map(\.bitPattern)
  }

  @Test(arguments: forms) func `samples are those that the library reads`(_ form: Form) throws {
    let path = folder.file("chunks.h5")
    write(form, path)
    let file = try File(reading: path)
    let dataset = try file.root.dataset("x")
    let found = try dataset.chunkReader()
    let reader = try #require(found)
    let numbers = try dataset.readAll(as: Double.self)
    let width = form.extent.count == 1 ? 1 : form.extent[1]
    let length = form.extent[0]
    // Ranges within a chunk, across borders, at the ends, backwards, and all.
    let cuts = [0, 1, length / 7, length / 3, length / 2 + 1, length - 1, length].sorted()
    var ranges = zip(cuts, cuts.dropFirst()).map { $0..<$1 }
    ranges += [0..<length, length / 3..<length, 0..<1, length - 1..<length]
    for rows in ranges {
      for columns in Set([0..<width, 0..<1, width - 1..<width]) {
        let wanted = rows.flatMap { row in columns.map { numbers[row * width + $0] } }
        var values = [Float](repeating: 0, count: wanted.count)
        var span = values.mutableSpan
        Gain().decode(wanted.span, into: &span)
        #expect(try bits(reader, Gain(), rows, columns) == values.map(\.bitPattern))
        #expect(
          try bits(reader, Plain(), rows, columns) == wanted.map { Float($0).bitPattern })
      }
    }
  }

  @Test func `chunks that were never written hold the fill value`() throws {
    let path = folder.file("holes.h5")
    let file = H5Fcreate(path, h5f_acc_trunc(), h5p_default(), h5p_default())
    let creation = H5Pcreate(h5p_dataset_create())
    var chunk: hsize_t = 2048
    H5Pset_chunk(creation, 1, &chunk)
    H5Pset_deflate(creation, 4)
    var fill: Int16 = -32_768
    H5Pset_fill_value(creation, h5t_native_int16(), &fill)
    var extent: hsize_t = 8192
    let space = H5Screate_simple(1, &extent, nil)
    let set = H5Dcreate2(
      file, "x", h5t_std_i16le(), space, h5p_default(), creation, h5p_default())
    H5Dclose(set)
    H5Sclose(space)
    H5Pclose(creation)
    H5Fclose(file)
    let opened = try File(reading: path)
    let found = try opened.root.dataset("x").chunkReader()
    let reader = try #require(found)
    let read = try bits(reader, Plain(), 100..<5000, 0..<1)
    #expect(read.allSatisfy { $0 == Float(-32_768).bitPattern })
  }

  @Test func `a damaged chunk is told by its path and row, and those before it are read`() throws {
    let path = folder.file("damaged.h5")
    let form = Form(type: "int16", filters: ["shuffle", "gzip"], extent: [20_000], chunk: [4096])
    write(form, path)
    var bytes = TemporaryFolder.bytes(of: path)
    // The chunks are the places where a stream of zlib begins; the third is spoilt.
    let starts = bytes.indices.dropLast(2).filter { bytes[$0] == 0x78 && bytes[$0 + 1] == 0x5E }
    let place = try #require(starts.dropFirst(2).first)
    for index in place + 40..<place + 80 { bytes[index] ^= 0xFF }
    let file = try File(reading: folder.file("damaged.h5", bytes))
    let found = try file.root.dataset("x").chunkReader()
    let reader = try #require(found)
    #expect(try bits(reader, Plain(), 0..<8192, 0..<1)[5] == Float(number(5)).bitPattern)
    var text = "no error"
    do { _ = try bits(reader, Plain(), 0..<20_000, 0..<1) } catch { text = "\(error)" }
    #expect(text.contains("/x: cannot be read (the chunk at row 8192:"))
    #expect(text.contains("copy it again from its source"))
  }

  @Test func `what has other filters or types is left to the library`() throws {
    let path = folder.file("other.h5")
    write(Form(type: "int16", filters: [], extent: [40], chunk: [8]), path)
    #expect(try File(reading: path).root.dataset("x").chunkReader() == nil)
  }
}
