internal import Configuration
internal import HDF5

/// Which channel labels concern.
struct LabelChannelRule: Sendable {
  /// The column of names, or of references to the objects of channels.
  var column: ColumnRule?
  /// The attribute, as `PATH@NAME`, with a name or a reference.
  var attribute: String?
  /// The object whose channels are meant, from the matched one on.
  var object: String?
  /// The name, in which `{name}` stands for the name that was taken.
  var text: String?

  init(_ settings: inout Settings) {
    column = ColumnRule(&settings)
    attribute = settings.optionalString(
      "attribute", "The attribute, as PATH@NAME, with a name or a reference to an object.")
    object = settings.optionalString(
      "object", "The object whose channels are meant; '{name}' stands for the name of the path.")
    text = settings.optionalString(
      "text", "The name of the channel; '{name}' stands for the name of the path.")
    guard !settings.isDescribing else { return }
    let given = [column != nil, attribute != nil, object != nil, text != nil]
    if given.count(where: \.self) != 1 {
      settings.refuse(
        "text", "must be given, or else one of a column, an attribute and an object, and just one")
    }
  }
}
