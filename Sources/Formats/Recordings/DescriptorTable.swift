internal import HDF5
internal import Signals

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

  /// A channel for each name that numbers are stated under, without references and without some
  /// names, in the order in which they first stand.
  func channels(besides known: [String]) -> [ChannelDescription] {
    var seen = Set(known)
    return names.indices.compactMap { row in
      guard self[row].sample != nil, seen.insert(names[row]).inserted else { return nil }
      return ChannelDescription(name: names[row], kind: .descriptor, unit: .one)
    }
  }

  /// All rows.
  func all() -> [Descriptor] { names.indices.map { self[$0] } }
}

extension Descriptor {
  /// What a channel may hold of it: a number that is no reference.
  var sample: Float? {
    guard !isReference, case .number(let number) = value else { return nil }
    let sample = Float(number)
    return sample.isFinite ? sample : nil
  }
}
