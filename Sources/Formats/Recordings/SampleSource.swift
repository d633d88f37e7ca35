internal import HDF5

/// The values of one channel in a file, by row.
final class SampleSource {
  private let dataset: Dataset
  private let encoding: SampleEncoding
  /// The column to take of a dataset that holds several channels, or nil for all.
  private let column: Int?
  /// Whether channels are rows and time runs along them.
  private let isTransposed: Bool
  /// The field to take of a table.
  private let field: String?
  /// The place in a field that holds several numbers, and how many it holds.
  private let element: Int
  private let elements: Int
  /// The dimension of time and the place of the first sample, of three dimensions and more.
  private let slab: (time: Int, offset: [Int])?
  /// The rows outside which the channel is padded.
  private var unpadded: Range<Int>?
  private var numbers: [Double]
  /// What decodes chunks without the library, if the dataset allows it, once samples were read.
  private var direct: (reader: ChunkReader, conversion: ChunkConversion)?
  private var isOpened = false

  /// The values of one sample.
  let width: Int
  /// The number of samples.
  let rows: Int

  /// The numbers of a dataset, or of one column or field of it, under an encoding.
  init(
    _ dataset: consuming Dataset, _ encoding: SampleEncoding, column: Int? = nil,
    isTransposed: Bool = false, field: String? = nil, element: Int = 0
  ) {
    rows = isTransposed ? dataset.extent.last ?? 1 : dataset.rows
    width = column == nil && field == nil ? dataset.rowWidth : 1
    if let field { elements = dataset.elements(ofField: field) } else { elements = 1 }
    self.dataset = dataset
    self.encoding = encoding
    self.column = column
    self.isTransposed = isTransposed
    self.field = field
    self.element = element
    slab = nil
    numbers = []
  }

  /// The numbers of one channel of a dataset, along a dimension from a place on.
  init(
    _ dataset: consuming Dataset, _ encoding: SampleEncoding, along time: Int, from offset: [Int]
  ) {
    let extent = dataset.extent
    rows = extent.isEmpty ? 1 : extent[time]
    width = 1
    // Where every row is one sample, rows are read as they are.
    let isWhole = time == 0 && dataset.rowWidth == 1
    column = isWhole || extent.count != 2 ? nil : offset[1 - time]
    isTransposed = !isWhole && extent.count == 2 && time == 1
    slab = isWhole || extent.count == 2 ? nil : (time, offset)
    self.dataset = dataset
    self.encoding = encoding
    field = nil
    element = 0
    elements = 1
    numbers = []
  }

  /// Takes the runs of a number at both ends for missing; reads the channel once.
  func trim(_ padding: Double) throws(HDF5Error) {
    if numbers.isEmpty { numbers = [Double](repeating: 0, count: room) }
    var first: Int?
    var last = 0
    var row = 0
    while row < rows {
      let end = min(row + SampleSource.blockLength, rows)
      try readNumbers(rows: row..<end)
      for index in 0..<end - row where numbers[index] != padding {
        first = first ?? row + index
        last = row + index + 1
      }
      row = end
    }
    unpadded = (first ?? 0)..<last
  }

  /// The numbers that a block takes in memory.
  private var room: Int { max(1, SampleSource.blockLength / width) * width * elements }

  /// Whether the samples lie in a file that grows.
  var isGrowing: Bool { dataset.isGrowing }

  /// How to store the samples so that the numbers of the file stay, where those are of 16 bits.
  var storage: SampleStorage {
    var type = dataset.elementType
    if let field, case .compound(let fields) = type {
      type = fields.first { $0.name == field }?.type ?? type
    }
    guard case .integer(let size, _) = type, size <= 2 else { return .float32 }
    return switch encoding.transform {
    case .identity: .int16(gain: 1, baseline: 0)
    case .gain(let gain, let baseline): .int16(gain: gain, baseline: baseline)
    case .scale(let scale, let offset): .scaledInt16(scale: scale, offset: offset)
    }
  }

  /// Reads the samples of some rows.
  func read(rows: Range<Int>, into values: inout MutableSpan<Float>) throws(HDF5Error) {
    try open()
    if let direct {
      let columns = column.map { $0..<$0 + 1 } ?? 0..<width
      return try direct.reader.read(
        rows: isTransposed ? columns : rows, columns: isTransposed ? rows : columns,
        by: direct.conversion, into: &values)
    }
    if encoding.isPlain, column == nil, field == nil, slab == nil, unpadded == nil {
      return try dataset.read(rows: rows, into: &values)
    }
    let block = max(1, SampleSource.blockLength / width)
    if numbers.isEmpty { numbers = [Double](repeating: 0, count: room) }
    var row = rows.lowerBound
    while row < rows.upperBound {
      let end = min(row + block, rows.upperBound)
      let count = (end - row) * width
      try readNumbers(rows: row..<end)
      let from = (row - rows.lowerBound) * width
      var part = values._mutatingExtracting(from..<from + count)
      encoding.decode(numbers.span.extracting(0..<count), into: &part)
      if let unpadded {
        for index in 0..<count where !unpadded.contains(row + index) { part[index] = .nan }
      }
      row = end
    }
  }

  /// Looks once for a way around the library.
  private func open() throws(HDF5Error) {
    guard !isOpened else { return }
    isOpened = true
    guard field == nil, slab == nil, unpadded == nil, !isTransposed || column != nil,
      let reader = try dataset.chunkReader()
    else { return }
    direct = (reader, reader.converter(encoding))
  }

  private func readNumbers(rows: Range<Int>) throws(HDF5Error) {
    if let field {
      try dataset.read(field: field, rows: rows, into: &numbers)
      if elements > 1 {
        for index in 0..<rows.count { numbers[index] = numbers[index * elements + element] }
      }
      return
    }
    if let slab {
      var place = slab.offset
      var extent = [Int](repeating: 1, count: place.count)
      place[slab.time] = rows.lowerBound
      extent[slab.time] = rows.count
      return try dataset.read(offset: place, count: extent, into: &numbers)
    }
    guard let column else { return try dataset.read(rows: rows, into: &numbers) }
    let place = [rows.lowerBound, column]
    let extent = [rows.count, 1]
    try dataset.read(
      offset: isTransposed ? place.reversed() : place,
      count: isTransposed ? extent.reversed() : extent, into: &numbers)
  }

  /// The numbers that are converted at once.
  private static let blockLength = 1 << 14
}
