public import Configuration
public import Signals

/// Where the truth of a recording stands: in a layer of its own, in a column of the cohort's table,
/// or in a table of moments and stretches.
public struct Reference: Hashable, Sendable {
  /// The layer of the recording that holds the truth.
  public var layer: String?
  /// The column of the cohort's table that holds one label for a whole recording.
  public var column: String?
  /// The path of a table with one label for each moment or stretch.
  public var table: String?
  /// The kind of the annotations that count.
  public var kind: Annotation.Kind

  /// The truth stands in this layer, as annotations of this kind.
  public init(layer: String, kind: Annotation.Kind = .beat) {
    self.layer = layer
    self.kind = kind
  }

  /// Reads where the truth stands.
  public init(_ settings: inout Settings) {
    layer = settings.optionalString("layer", "The reference layer of each recording.")
    column = settings.optionalString(
      "column", "The column of the cohort's table with a label for each whole recording.")
    table = settings.optionalFile(
      "table",
      "A table (CSV) with columns 'recording', 'time' [s], 'label' and, for stretches, 'end' [s];"
        + " a recording without a row has no event.")
    kind = settings.choice("kind", default: .beat, "The kind of annotations that count.")
    if settings.isDescribing { return }
    let given = [layer, column, table].compactMap(\.self).count
    if given != 1 {
      settings.refuse("layer", "must be given, or else 'column' or 'table', and only one of them")
    }
    guard column != nil else { return }
    if settings.has("kind"), kind != .diagnosis {
      settings.refuse(
        "kind", "must be 'diagnosis', or left out, where a 'column' labels recordings")
    }
    kind = .diagnosis
  }
}
