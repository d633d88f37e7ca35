public import Signals

/// How the files of a data set say what was measured when: a row for each hour, a column for each
/// quantity.
///
/// A file holds one recording, named after the file. Columns stand between bars; what was not
/// measured is `NaN`.
public struct WideTable: Sendable {
  /// The names of the columns that are measured, with the units, which the files do not state.
  public var variables: [(name: String, unit: Unit)]
  /// The names of the columns that state one thing about a recording in all its rows.
  public var descriptors: [String]
  /// The column that counts the hours; it is one of those measured, too.
  public var hours: String
  /// The column that says whether an hour is labelled, as 1 or 0; no stage ever sees it.
  public var label: String

  /// The channels that the measured columns become.
  public var channels: [ChannelDescription] {
    variables.map { ChannelDescription(name: $0.name, kind: .numeric, unit: $0.unit) }
  }
}
