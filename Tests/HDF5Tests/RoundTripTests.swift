import HDF5
import Scratch
import Testing

@Suite struct RoundTripTests {
  let folder = TemporaryFolder()

  /// Writes numbers, reads them back whole and in pieces, and compares.
  private func check<T: Scalar & Equatable>(_ values: [T]) throws {
    let path = folder.file("numbers.h5")
    do {
      let file = try File(creating: path)
      try file.root.makeDataset("whole", values)
      var grown = try file.root.makeDataset(
        "grown", of: T.self, chunking: Chunking(rows: 3))
      for value in values { try grown.append(contentsOf: [value]) }
    }
    let file = try File(reading: path)
    #expect(try file.root.dataset("whole").readAll(as: T.self) == values)
    let grown = try file.root.dataset("grown")
    #expect(grown.rows == values.count)
    var pieces: [T] = []
    var piece = [T](repeating: .zero, count: 2)
    for row in stride(from: 0, to: values.count - 1, by: 2) {
      try grown.read(rows: row..<row + 2, into: &piece)
      pieces += piece
    }
    #expect(pieces == Array(values.prefix(values.count / 2 * 2)))
  }

  @Test func `numbers of every kind come back as they were`() throws {
    try check([Float.leastNonzeroMagnitude, -.greatestFiniteMagnitude, .infinity, 0.1, 3])
  }

  @Test func `whole numbers come back at their extremes`() throws {
    try check([Int8.min, -1, 0, .max])
  }

  @Test func `numbers of 16 bits come back`() throws { try check([Int16.min, -1, 0, .max]) }

  @Test func `numbers of 64 bits come back exactly`() throws {
    try check([Int64.min, -1, 1 << 53 + 1, .max])
  }

  @Test func `unsigned numbers come back`() throws { try check([UInt64.max, 0, 1, .max - 1]) }

  @Test func `double precision comes back`() throws {
    try check([0.1, -1e300, .leastNonzeroMagnitude, 2])
  }

  @Test func `numbers are converted to the type that is asked for`() throws {
    let path = folder.file("a.h5")
    do {
      let file = try File(creating: path)
      try file.root.makeDataset("x", [Int16(-3), 7])
    }
    let file = try File(reading: path)
    #expect(try file.root.dataset("x").readAll(as: Float.self) == [-3, 7])
  }

  @Test func `a block of two dimensions is cut out where it is`() throws {
    let path = folder.file("a.h5")
    do {
      let file = try File(creating: path)
      try file.root.makeDataset("x", (0..<12).map { Int32($0) }, extent: [3, 4])
    }
    let dataset = try File(reading: path).root.dataset("x")
    #expect(dataset.extent == [3, 4])
    var block = [Int32](repeating: 0, count: 4)
    try dataset.read(offset: [1, 2], count: [2, 2], into: &block)
    #expect(block == [6, 7, 10, 11])
  }

  @Test func `attributes come back with their types`() throws {
    let path = folder.file("a.h5")
    let values: [AttributeValue] = [
      .text("Ω straße"), .texts(["a", "", "längere"]), .integer(-5), .integers([1, .max]),
      .number(0.1), .numbers([1.5, -.infinity]), .text(""), .numbers([]),
    ]
    do {
      let file = try File(creating: path)
      let group = try file.root.makeGroup("g")
      for (index, value) in values.enumerated() { try group.setAttribute("a\(index)", value) }
    }
    let file = try File(reading: path)
    let group = try file.root.group("g")
    for (index, value) in values.enumerated() {
      #expect(try group.attribute("a\(index)") == value)
    }
    #expect(try group.attribute("none") == nil)
    #expect(try group.attributeNames().count == values.count)
  }

  @Test func `a string counts as the only one of an array and the other way round`() {
    #expect(AttributeValue.texts(["x"]).text == "x")
    #expect(AttributeValue.text("x").texts == ["x"])
    #expect(AttributeValue.texts(["x", "y"]).text == nil)
    #expect(AttributeValue.numbers([4]).integer == 4)
  }

  @Test func `strings come back as they were`() throws {
    let path = folder.file("a.h5")
    do {
      let file = try File(creating: path)
      try file.root.makeDataset("words", ["N", "", "(AFIB", "Ω"])
      try file.root.makeDataset("none", [String]())
    }
    let file = try File(reading: path)
    #expect(try file.root.dataset("words").readStrings() == ["N", "", "(AFIB", "Ω"])
    #expect(try file.root.dataset("none").readStrings().isEmpty)
  }

  @Test func `entries are listed in the order of their names`() throws {
    let path = folder.file("a.h5")
    do {
      let file = try File(creating: path)
      for name in ["b", "a", "C", "ä"] { _ = try file.root.makeGroup(name) }
    }
    let names = try File(reading: path).root.links().map(\.name)
    #expect(names == ["C", "a", "b", "ä"])
  }

  @Test func `the same calls give the same bytes`() throws {
    func write(_ name: String) throws -> [UInt8] {
      let path = folder.file(name)
      do {
        let file = try File(creating: path)
        let group = try file.root.makeGroup("g")
        try group.setAttribute("unit", .text("mV"))
        var data = try group.makeDataset("x", of: Float.self, chunking: Chunking(rows: 100))
        for _ in 0..<5 { try data.append(contentsOf: [Float](repeating: 1.5, count: 64)) }
        try group.makeDataset("words", ["a", "bc"])
      }
      return TemporaryFolder.bytes(of: path)
    }
    #expect(try write("1.h5") == write("2.h5"))
  }
}
