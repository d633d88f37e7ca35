/// What a table of labels of a file of another layout is like, and what policies did.
public struct LabelFindings: Hashable, Sendable {
  /// The name of the layer that the labels became part of.
  public var layer: String
  /// Where the table lies in the file.
  public var path: String
  /// The labels that are in the layer.
  public var labels = 0
  /// Labels that begin before the one before them and were put in order, as `onUnsorted` said.
  public var sorted = 0
  /// Labels that reach beyond the samples and were kept, as `onOutside` said.
  public var kept = 0
  /// Labels that were left out, as `onOutside`, `onNegative` or `onDuplicate` said.
  public var dropped = 0
  /// Labels that end before they begin and were taken as moments, as `onNegative` said.
  public var shortened = 0

  /// Findings of nothing, for labels of this layer from the table at `path`.
  public init(layer: String, path: String) {
    self.layer = layer
    self.path = path
  }

  /// What a person should know, a sentence each; empty where labels are as they should be.
  public var remarks: [String] {
    [
      (sorted, "put in order"), (kept, "kept though beyond the samples"), (dropped, "left out"),
      (shortened, "taken as moments, since they end before they begin"),
    ].filter { $0.0 > 0 }.map { "\($0.0) label\($0.0 == 1 ? "" : "s") \($0.1)" }
  }
}
