/// A group or a dataset: what can have attributes.
public protocol Object: ~Copyable {
  /// The library's identifier of the open object.
  var identifier: Int64 { get }
  /// The path of the object in its file.
  var path: String { get }
}
