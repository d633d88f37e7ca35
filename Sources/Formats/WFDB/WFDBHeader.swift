public import Configuration
public import Signals

/// The header of a WFDB record: which signals there are, and how their files hold them.
///
/// The grammar is that of `header(5)` in the WFDB Applications Guide, which also gives the values
/// of what a line leaves out: 250 samples per second, a gain of 200, millivolts.
public struct WFDBHeader: Hashable, Sendable {
  /// The path of the header as it was given.
  public var path: String
  /// The name of the record.
  public var name: String
  /// Sampling frames per second.
  public var rate: Rate
  /// The number of samples of each signal, none where the header leaves it to the files.
  public var frames: Int?
  /// Whether a time of day or a date is stated: they have no zone and can identify a patient.
  public var hasBaseTime: Bool
  /// The signals in the order of their lines.
  public var signals: [WFDBSignal]
  /// What stands behind `#` in the header, which can hold data of the patient.
  public var comments: [String]
}

/// A signal of a WFDB record, as its line in the header describes it.
public struct WFDBSignal: Hashable, Sendable {
  /// How samples are packed into bytes.
  public enum Format: Int, CaseIterable, Sendable {
    /// Two bytes for each sample, the low one first.
    case twoBytes = 16
    /// Three bytes for two samples of twelve bits each.
    case twelveBits = 212
  }

  /// Where the header describes the signal.
  public var location: SourceLocation
  /// The name of the file that holds the samples.
  public var file: String
  /// How samples are packed into bytes.
  public var format: Format
  /// Where the samples begin in the file, in bytes.
  public var byteOffset: Int
  /// Counts per unit.
  public var gain: Double
  /// Whether the header states the gain; one that does not was not calibrated.
  public var isCalibrated: Bool
  /// The count that stands for zero.
  public var baseline: Int
  /// The unit as the header spells it; millivolts where it says nothing.
  public var units: String
  /// The low sixteen bits of the sum of all samples, if stated.
  public var checksum: Int?
  /// The name of the signal, one of its kind in the record.
  public var name: String
}
