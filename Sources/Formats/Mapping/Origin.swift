/// Where something that a reader says of a channel stands in the file, or in the mapping.
public struct Origin: Hashable, Sendable {
  /// What it is: `samples`, `unit`, `rate`, `gain`, `rule` and so on.
  public var what: String
  /// Its place in the file as `path`, `path@attribute` or `path@attribute#/pointer`, or
  /// ``theMapping``.
  public var place: String
  /// The text as it was found; for samples how they are stored.
  public var text: String

  /// An origin of this, at this place, with this text.
  public init(_ what: String, place: String, text: String) {
    self.what = what
    self.place = place
    self.text = text
  }

  /// What is said of a place whose samples are dear to read: what that costs, and what helps.
  public static let advice = "advice"

  /// The place of what a mapping states itself.
  public static let theMapping = "the mapping"
}
