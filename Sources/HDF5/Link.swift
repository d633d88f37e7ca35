/// An entry of a group.
public struct Link: Hashable, Sendable {
  /// How an entry leads to its object.
  public enum Kind: Hashable, Sendable {
    /// The object is here.
    case hard
    /// A path in the same file.
    case soft
    /// A path in another file; never followed.
    case external
    /// Something that a plug-in would have to follow; never followed.
    case userDefined
  }

  /// The name in its group.
  public var name: String
  /// How the entry leads to its object.
  public var kind: Kind
}
