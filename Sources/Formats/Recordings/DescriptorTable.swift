internal import HDF5

/// The table of what is stated once about recordings.
struct DescriptorTable {
  private let names: [String]
  private let numbers: [Double]
  private let texts: [String]
  private let references: [UInt8]

  /// Reads the table in a group.
  init(_ group: borrowing Group) throws(HDF5Error) {
    names = try group.dataset("name").readStrings()
    numbers = try group.dataset("number").readAll()
    texts = try group.dataset("text").readStrings()
    references = try group.dataset("reference").readAll()
    guard numbers.count == names.count, texts.count == names.count,
      references.count == names.count
    else { throw HDF5Error(group.path, "the columns must have the same number of rows") }
  }

  /// The number of rows.
  var count: Int { names.count }

  /// The descriptor in a row: a number, or a text where the number is not one.
  subscript(row: Int) -> Descriptor {
    Descriptor(
      names[row], numbers[row].isNaN ? .text(texts[row]) : .number(numbers[row]),
      isReference: references[row] == 1)
  }

  /// All rows.
  func all() -> [Descriptor] { names.indices.map { self[$0] } }
}
