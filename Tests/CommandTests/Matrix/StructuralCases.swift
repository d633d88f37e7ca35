import CHDF5
import Glibc

/// What writes these bytes.
private func bytes(_ bytes: [UInt8]) -> MatrixCase.Maker {
  { try write(bytes, to: $0 + "/a.h5") }
}

/// What writes a sound file and then spoils its bytes.
private func spoilt(
  _ body: @escaping @Sendable (inout [UInt8]) -> Void
) -> MatrixCase.Maker {
  { folder in
    try Wave.file { wave in
      wave.counts = Wave.lead(20_000).enumerated().map { $1 + Double($0 * 7919 % 101) }
      wave.chunk = [4096]
      wave.isPacked = true
    }(folder)
    try change(folder + "/a.h5", body)
  }
}

/// What writes a file of CHoRUS in which `/Waveforms/II` is odd, beside a sound wave.
private func beside(
  recent: Bool = false, _ body: @escaping @Sendable (OddFile) throws -> Void
) -> MatrixCase.Maker {
  { folder in
    try OddFile.make(folder + "/a.h5", recent: recent) { file in
      try Wave.writeSound(in: file)
      try body(file)
    }
  }
}

/// Gives `/Waveforms/II` what a wave says of itself.
private func describe(_ file: OddFile) throws {
  for (name, number) in Wave().numbers.sorted(by: { $0.key < $1.key }) {
    try file.attribute(name, of: "/Waveforms/II", number)
  }
  try file.attribute("uom", of: "/Waveforms/II", "mV")
}

/// What writes a wave of one chunk that unpacks to 32 MiB.
private func bomb(chunk: Int) -> MatrixCase.Maker {
  { folder in
    var packed: [UInt8] = []
    try OddFile.make(folder + "/large.h5") { file in
      var wave = Wave()
      wave.counts = [Double](repeating: 0, count: 1 << 24)
      wave.chunk = [1 << 24]
      wave.isPacked = true
      try wave.write(in: file)
      let dataset = H5Dopen2(file.id, wave.path, h5p_default())
      defer { H5Dclose(dataset) }
      var start: hsize_t = 0
      var size: hsize_t = 0
      var mask: UInt32 = 0
      H5Dget_chunk_storage_size(dataset, &start, &size)
      packed = [UInt8](repeating: 0, count: Int(size))
      H5Dread_chunk(dataset, h5p_default(), &start, &mask, &packed)
    }
    try OddFile.make(folder + "/a.h5") { file in
      var wave = Wave()
      wave.counts = Wave.lead(chunk)
      wave.chunk = [chunk]
      wave.isPacked = true
      try wave.write(in: file)
      let dataset = H5Dopen2(file.id, wave.path, h5p_default())
      defer { H5Dclose(dataset) }
      var start: hsize_t = 0
      H5Dwrite_chunk(dataset, h5p_default(), 0, &start, packed.count, packed)
    }
  }
}

let structuralCases: [MatrixCase] = [
  MatrixCase("zero bytes", "The file is empty.", "the file is empty", make: bytes([])),
  MatrixCase(
    "not HDF5", "Zeros.", "is not an HDF5 file", make: bytes([UInt8](repeating: 0, count: 4096))),
  MatrixCase(
    "MATLAB 4", "A matrix of MATLAB 4.", status: 2, "MATLAB 4 file", "-v7.3",
    make: bytes([30, 0, 0, 0, 2, 0, 0, 0, 16, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 118, 97])),
  MatrixCase(
    "MATLAB 5", "A file of MATLAB 5.", status: 2, "MATLAB 5 file", "-v7.3",
    make: bytes(Array("MATLAB 5.0 MAT-file, Platform: GLNXA64".utf8))),
  MatrixCase(
    "half a file", "Only the first half was copied.", "the file is truncated",
    "copy it again", make: spoilt { $0.removeLast($0.count / 2) }),
  MatrixCase(
    "100 bytes short", "The last 100 bytes were not copied.", "the file is truncated",
    "copy it again", make: spoilt { $0.removeLast(100) }),
  MatrixCase(
    "corrupt gzip chunk", "64 bytes of a compressed chunk are inverted.", "/Waveforms/II",
    make: spoilt { bytes in
      for place in bytes.count * 3 / 4..<bytes.count * 3 / 4 + 64 { bytes[place] ^= 0xFF }
    }),
  MatrixCase(
    "missing filter", "Chunks went through filter 32001 (Blosc), which is a plug-in.",
    "/Waveforms/II", "filter 32001 (Blosc)", "h5repack",
    make: { folder in
      try OddFile.make(folder + "/a.h5") { file in
        try file.dataset("/Waveforms/II", of: h5t_std_i16le(), .simple([1000])) { creation in
          H5Pset_chunk(creation, 1, [1000])
          H5Pset_filter(creation, 32_001, UInt32(H5Z_FLAG_OPTIONAL), 0, nil)
        }
        try describe(file)
      }
    }),
  MatrixCase(
    "newer superblock", "The superblock has version 4, as of a library to come.",
    "newer HDF5 format", "h5repack", make: spoilt { $0[8] = 4 }),
  MatrixCase(
    "newer type", "The types of numbers have version 5, which HDF5 2.0 writes.", "newer HDF5",
    "h5repack",
    make: { folder in
      try Wave.file { $0.type = h5t_ieee_f64le() }(folder)
      try change(folder + "/a.h5") { bytes in
        // The beginning of a number of eight bytes: class 1 and, in the upper half, version 1.
        for place in bytes.indices.dropLast(4)
        where bytes[place...].starts(with: [0x11, 0x20, 0x3F, 0x00]) { bytes[place] = 0x51 }
      }
    }),
  MatrixCase(
    "empty group", "There is a group of waves without a wave.", "layout",
    make: { folder in try OddFile.make(folder + "/a.h5") { $0.group("/Waveforms") } }),
  MatrixCase(
    "scalar", "A wave is a single number without a dimension.", "/Waveforms/II",
    make: Wave.file { wave in
      wave.counts = [100]
      wave.extent = .scalar
    }),
  MatrixCase(
    "null dataspace", "A wave has no extent at all.", shows: "samples 0",
    make: Wave.file { wave in
      wave.counts = []
      wave.extent = .null
    }),
  MatrixCase(
    "no samples", "A wave has the length zero.", shows: "samples 0", "missing 0",
    make: Wave.file { $0.counts = [] }),
  MatrixCase(
    "three dimensions", "A wave is a cube of 10 × 10 × 10.", "/Waveforms/II",
    make: Wave.file { $0.extent = .simple([10, 10, 10]) }),
  MatrixCase(
    "lists of lists", "A wave is of variable lengths of variable lengths.", "/Waveforms/II",
    make: beside { file in
      let lists = H5Tvlen_create(H5Tvlen_create(h5t_ieee_f64le()))
      try file.dataset("/Waveforms/II", of: lists, .simple([4]))
      try describe(file)
    }),
  MatrixCase(
    "dangling soft link", "A wave is a link to an object that is not there.",
    "/Waveforms/II", "link",
    make: beside {
      H5Lcreate_soft("/nowhere", $0.id, "/Waveforms/II", h5p_default(), h5p_default())
    }),
  MatrixCase(
    "external link, relative", "A wave is a link into another file.", "/Waveforms/II",
    "link into another file",
    make: beside { try $0.externalLink("/Waveforms/II", to: "other.h5") }),
  MatrixCase(
    "external link, absolute", "A wave is a link to `/etc/passwd`.", "/Waveforms/II",
    "link into another file",
    make: beside { try $0.externalLink("/Waveforms/II", to: "/etc/passwd") }),
  MatrixCase(
    "external storage", "The values of a wave lie in `/etc/passwd`.", "/Waveforms/II",
    "in another file, which is refused",
    make: beside { file in
      try file.dataset("/Waveforms/II", of: h5t_std_i16le(), .simple([100])) {
        H5Pset_external($0, "/etc/passwd", 0, 200)
      }
      try describe(file)
    }),
  MatrixCase(
    "virtual dataset", "The values of a wave are those of a dataset of another file.",
    "/Waveforms/II", "virtual dataset",
    make: beside { file in
      let space = OddFile.Extent.simple([100]).space
      try file.dataset("/Waveforms/II", of: h5t_std_i16le(), .simple([100])) {
        H5Pset_virtual($0, space, "other.h5", "/x", space)
      }
      try describe(file)
    }),
  MatrixCase(
    "loop of hard links", "The group of waves is also in itself.", shows: "samples 1000",
    make: beside {
      H5Lcreate_hard($0.id, "/Waveforms", $0.id, "/loop", h5p_default(), h5p_default())
      H5Lcreate_hard($0.id, "/", $0.id, "/again", h5p_default(), h5p_default())
    }),
  MatrixCase(
    "100,001 groups", "There are more groups than are looked at.", "100000",
    make: beside(recent: true) { file in
      let waves = H5Gopen2(file.id, "/Waveforms", h5p_default())
      for index in 0..<100_001 {
        H5Gclose(H5Gcreate2(waves, "\(index)", h5p_default(), h5p_default(), h5p_default()))
      }
      H5Gclose(waves)
    }),
  MatrixCase(
    "2⁵⁰ elements", "A wave says that it has 2⁵⁰ samples.",
    "/Waveforms/II: its times span more than a hundred years",
    make: Wave.file { wave in
      wave.counts = []
      wave.extent = .simple([1 << 50])
      wave.chunk = [1024]
    }),
  MatrixCase(
    "huge chunk", "A chunk of 2 GiB.", "/Waveforms/II", "chunks of more than 1073741824 bytes",
    make: Wave.file { wave in
      wave.counts = []
      wave.extent = .simple([1 << 30])
      wave.chunk = [1 << 30]
    }),
  MatrixCase(
    "gzip bomb", "A chunk of 8000 bytes unpacks to 32 MiB.", "/Waveforms/II", "damaged",
    make: bomb(chunk: 4000)),
  MatrixCase(
    "gzip bomb in a small chunk", "A chunk of 2000 bytes unpacks to 32 MiB.", "/Waveforms/II",
    "it holds more or fewer bytes than its values take",
    make: bomb(chunk: 1000)),
  MatrixCase(
    "big-endian", "Counts have their largest byte first.", shows: "samples 1000", "lowest -1",
    "highest 1",
    make: Wave.file { wave in
      wave.type = H5Tcopy(h5t_std_i16le())
      H5Tset_order(wave.type, H5T_ORDER_BE)
    }),
  MatrixCase(
    "truth values", "A wave is of the truth values that h5py writes.", shows: "samples 1000",
    "highest 0.005",
    make: { folder in
      let truth = H5Tenum_create(h5t_std_i8le())
      var (no, yes): (Int8, Int8) = (0, 1)
      H5Tenum_insert(truth, "FALSE", &no)
      H5Tenum_insert(truth, "TRUE", &yes)
      try OddFile.make(folder + "/a.h5") { file in
        let space = OddFile.Extent.simple([1000]).space
        let dataset = H5Dcreate2(
          file.id, "/Waveforms/II", truth, space, file.linking, h5p_default(), h5p_default())
        H5Dwrite(dataset, truth, 0, 0, h5p_default(), (0..<1000).map { Int8($0 / 10 % 2) })
        H5Dclose(dataset)
        try describe(file)
      }
    }),
  MatrixCase(
    "complex numbers", "A wave is of complex numbers.", "/Waveforms/II",
    make: beside { file in
      let complex = H5Tcreate(H5T_COMPOUND, 16)
      H5Tinsert(complex, "r", 0, h5t_ieee_f64le())
      H5Tinsert(complex, "i", 8, h5t_ieee_f64le())
      try file.dataset("/Waveforms/II", of: complex, .simple([100]))
      try describe(file)
    }),
  MatrixCase(
    "reference to nothing", "A remark refers to a signal that was deleted.", "/remarks",
    words: Mapped.words,
    make: Mapped.file(
      labels: """
        { "kind": "events", "match": "/remarks", "label": { "word": { "text": "remark" } },
          "channel": { "attribute": "@source" },
          "time": { "kind": "timestamps", "values": "time", "unit": { "text": "s" } } }
        """
    ) { file in
      try file.numbers("/remarks/time", [1, 2])
      try file.numbers("/gone", [1])
      var reference: hobj_ref_t = 0
      H5Rcreate(&reference, file.id, "/gone", H5R_OBJECT, -1)
      let space = OddFile.Extent.scalar.space
      let attribute = H5Acreate_by_name(
        file.id, "/remarks", "source", h5t_std_ref_obj(), space, h5p_default(), h5p_default(),
        h5p_default())
      H5Awrite(attribute, h5t_std_ref_obj(), &reference)
      H5Aclose(attribute)
      H5Ldelete(file.id, "/gone", h5p_default())
    }),
]
