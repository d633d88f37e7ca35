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
    switch storage {
    case .float32:
      dataset = try group.makeDataset(
        "samples", of: Float.self, rowExtent: extent, chunking: chunking)
    case .int16(let gain, let baseline):
      guard gain.isFinite, gain != 0, baseline.isFinite else {
        throw HDF5Error(group.path, "gain and baseline must be numbers, and the gain not 0")
      }
      let made = try group.makeDataset(
        "samples", of: Int16.self, rowExtent: extent, chunking: chunking)
      try made.setAttribute("gain", .number(gain))
      try made.setAttribute("baseline", .number(baseline))
      try made.setAttribute("missing", .integer(Int64(Int16.min)))
      dataset = made
    }
  }

  /// The rows of a block: at most a mebibyte of it.
  static func blockRows(width: Int) -> Int { max(1, min(1 << 14, (1 << 18) / width)) }

  /// Adds samples at the end.
  mutating func append(_ values: ArraySlice<Float>) throws(HDF5Error) {
    guard case .int16(let gain, let baseline) = storage else {
      return try dataset.append(contentsOf: values)
    }
    var numbers: [Int16] = []
    numbers.reserveCapacity(values.count)
    for value in values {
      guard !value.isNaN else {
        numbers.append(.min)
        continue
      }
      let scaled = (Double(value) * gain + baseline).rounded()
      guard let number = Int16(exactly: scaled), number != .min else {
        throw HDF5Error(
          dataset.path, "a sample is too large for 16 bits at a gain of \(gain)",
          remedy: "store the channel as float32, or with a smaller gain")
      }
      numbers.append(number)
    }
    try dataset.append(contentsOf: numbers)
  }
}
