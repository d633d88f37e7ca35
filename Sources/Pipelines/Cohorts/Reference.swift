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
      "A table (CSV) with columns 'recording', 'time' [s], 'label' and, for stretches, 'end' [s].")
    kind = settings.choice("kind", default: .beat, "The kind of annotations that count.")
    if settings.isDescribing { return }
    let given = [layer, column, table].compactMap(\.self).count
    if given != 1 {
      settings.refuse("layer", "must be given, or else 'column' or 'table', and only one of them")
    }
  }
}

/// How what a pipeline says is compared with the truth.
public struct Comparison: Hashable, Sendable {
  /// The farthest apart that two annotations may be to match.
  public var window: Time
  /// Where the comparison begins: the pipeline may learn before.
  public var skip: Time

  /// The window and the start of ANSI/AAMI EC57: 150 ms, and five minutes.
  public init() {
    window = Time(seconds: 0.15)
    skip = Time(seconds: 300)
  }

  /// Reads how to compare.
  public init(_ settings: inout Settings) {
    window = Time(
      seconds: settings.number(
        "window", in: 0...10, default: 0.15, unit: "s",
        "The farthest apart that two annotations may be to match."))
    skip = Time(
      seconds: settings.number(
        "skip", in: 0...1e6, default: 300, unit: "s", "Where the comparison begins."))
  }
}

/// A figure that a pipeline must reach.
public struct AcceptanceLimit: Hashable, Sendable {
  /// The figures that can be asked for.
  public enum Figure: String, CaseIterable, Sendable {
    /// The share of what is there that was found.
    case sensitivity
    /// The share of what was found that is there.
    case positivePredictivity
  }

  /// The layer of the pipeline that is judged.
  public var layer: String
  /// The class that is judged; without it all count, of whatever class.
  public var label: String?
  /// What must reach the limit.
  public var figure: Figure
  /// The limit, between 0 and 1.
  public var minimum: Double

  /// Reads a limit.
  public init(_ settings: inout Settings) {
    layer = settings.string("layer", "The layer of the pipeline that is judged.")
    label = settings.optionalString("class", "The class that is judged; all without it.")
    figure = settings.choice("figure", "What must reach the limit, gross over all recordings.")
    minimum = settings.number("atLeast", in: 0...1, "The limit.")
  }
}
