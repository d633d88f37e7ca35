internal import HDF5

/// Writes samples as a channel stores them.
struct SampleSink: ~Copyable {
  private var dataset: Dataset
  private let storage: SampleStorage
  private let width: Int

  /// Creates the dataset `samples` in a group.
  init(in group: borrowing Group, width: Int, storage: SampleStorage, blockRows: Int)
    throws(HDF5Error)
  {
    self.storage = storage
    self.width = width
    let extent = width > 1 ? [width] : []
    let chunking = Chunking(rows: blockRows)
    guard storage != .float32 else {
      dataset = try group.makeDataset(
        "samples", of: Float.self, rowExtent: extent, chunking: chunking)
      return
    }
    let made = try group.makeDataset(
      "samples", of: Int16.self, rowExtent: extent, chunking: chunking)
    switch storage {
    case .float32: break
    case .int16(let gain, let baseline, _):
      guard gain.isFinite, gain != 0, baseline.isFinite else {
        throw HDF5Error(group.path, "gain and baseline must be numbers, and the gain not 0")
      }
      try made.setAttribute("gain", .number(gain))
      try made.setAttribute("baseline", .number(baseline))
    case .scaledInt16(let scale, let offset, _):
      guard scale.isFinite, scale != 0, offset.isFinite else {
        throw HDF5Error(group.path, "scale and offset must be numbers, and the scale not 0")
      }
      try made.setAttribute("scale", .number(scale))
      try made.setAttribute("offset", .number(offset))
    }
    if let missing = storage.missing {
      try made.setAttribute("missing", .integer(Int64(missing)))
    }
    dataset = made
  }

  /// The rows of a block: at most a mebibyte of it.
  static func blockRows(width: Int) -> Int { max(1, min(1 << 14, (1 << 18) / width)) }

  /// Adds samples at the end.
  mutating func append(_ values: ArraySlice<Float>) throws(HDF5Error) {
    guard storage != .float32 else { return try dataset.append(contentsOf: values) }
    let missing = storage.missing
    var numbers: [Int16] = []
    numbers.reserveCapacity(values.count)
    for value in values {
      if let missing, value.isNaN {
        numbers.append(missing)
        continue
      }
      guard let number = storage.number(of: value), number != missing else {
        throw HDF5Error(
          dataset.path, "a sample is missing, or too large for 16 bits at the channel's scale",
          remedy: "store the channel as float32, or with a smaller gain")
      }
      numbers.append(number)
    }
    try dataset.append(contentsOf: numbers)
  }
}
