/// What an attribute holds beyond numbers and text.
public enum AttributeContents: Hashable, Sendable {
  /// Numbers or text.
  case value(AttributeValue)
  /// Pointers to objects of the same file.
  case references([Reference])
  /// Records of named fields, one column for each; a single record is a table of one row.
  case table([Column])

  /// A named column of a table, as long as all others.
  public struct Column: Hashable, Sendable {
    /// The name.
    public var name: String
    /// What stands in it: several strings or several numbers.
    public var values: AttributeValue
  }

  /// Numbers or text, where the attribute holds either.
  public var value: AttributeValue? { if case .value(let value) = self { value } else { nil } }

  /// The pointers, where the attribute holds them.
  public var references: [Reference]? {
    if case .references(let references) = self { references } else { nil }
  }

  /// The columns, where the attribute holds records.
  public var table: [Column]? { if case .table(let columns) = self { columns } else { nil } }
}
