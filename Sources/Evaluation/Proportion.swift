/// A share of a whole, both counted.
public struct Proportion: Hashable, Sendable {
  /// How many of the whole.
  public var count: Int
  /// How many in all.
  public var total: Int

  /// `count` of `total`.
  public init(_ count: Int, of total: Int) {
    self.count = count
    self.total = total
  }

  /// The share, between 0 and 1; there is none of an empty whole.
  public var value: Double? { total == 0 ? nil : Double(count) / Double(total) }
}
