public import Configuration
public import Signals

/// The header of a WFDB record: which signals there are, and how their files hold them.
///
/// The grammar is that of `header(5)` in the WFDB Applications Guide, which also gives the values
/// of what a line leaves out: 250 frames per second, a gain of 200, millivolts.
public struct WFDBHeader: Hashable, Sendable {
  /// The path of the header as it was given.
  public var path: String
  /// The name of the record.
  public var name: String
  /// Sampling frames per second: in each, a signal has one sample or as many as it states.
  public var rate: Rate
  /// Whether the header states the rate.
  public var statesRate: Bool
  /// The rate at which the counter of the recorder runs, which only times of display depend on.
  public var counterRate: Double?
  /// What the counter shows at the start.
  public var counterStart: Double?
  /// The number of frames, none where the header leaves it to the files.
  public var frames: Int?
  /// Whether a time of day or a date is stated: they have no zone and can identify a patient.
  public var hasBaseTime: Bool
  /// The number of signals that the first line states.
  public var signalCount: Int
  /// The signals in the order of their lines; none where the record consists of segments.
  public var signals: [WFDBSignal]
  /// The segments in the order of time; none where the header describes signals.
  public var segments: [WFDBSegment]
  /// What stands behind `#` in the header, which can hold data of the patient.
  public var comments: [String]
}

/// A stretch of a WFDB record, with a header of its own.
public struct WFDBSegment: Hashable, Sendable {
  /// Where the header of the record names it.
  public var location: SourceLocation
  /// The name of its record, none of a gap.
  public var name: String?
  /// The frames that it lasts; those of a segment that only lists signals are none.
  public var frames: Int
}

/// A signal of a WFDB record, as its line in the header describes it.
public struct WFDBSignal: Hashable, Sendable {
  /// Where the header describes the signal.
  public var location: SourceLocation
  /// The name of the file that holds the samples.
  public var file: String
  /// How samples are packed into bytes.
  public var format: Format
  /// The samples in each frame.
  public var samplesPerFrame: Int
  /// The samples of this signal in the file that belong before the start.
  public var skew: Int
  /// Where the samples begin in the file, in bytes, or in FLAC in samples of each signal.
  public var offset: Int
  /// Counts per unit.
  public var gain: Double
  /// Whether the header states the gain; one that does not was not calibrated.
  public var isCalibrated: Bool
  /// The count that stands for zero.
  public var baseline: Int
  /// The unit as the header spells it; millivolts where it says nothing.
  public var units: String
  /// The bits of the converter, if stated.
  public var resolution: Int?
  /// The count in the middle of the converter's range.
  public var zero: Int
  /// The count before the first difference in format 8; of other formats, the first count.
  public var initialValue: Int
  /// The low sixteen bits of the sum of all samples, if stated.
  public var checksum: Int?
  /// The bytes that must be read at once from a device; it does not concern files.
  public var blockSize: Int
  /// The name of the signal, one of its kind in the record.
  public var name: String
}
