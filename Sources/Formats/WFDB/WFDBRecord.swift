public import Configuration
internal import Glibc
public import Signals

/// A WFDB record on its way into Vigil's own layout.
///
/// Opening it checks all there is to check, sums of the samples included, so that writing it fails
/// only where the new file cannot be written. A record of several segments has a signal for each
/// name, unit and number of samples per frame that occurs in one; what a segment does not hold was
/// not measured in it.
public struct WFDBRecord {
  /// The name of the record: that of its files.
  public let name: String
  /// The header, with the signals of all segments.
  public let header: WFDBHeader
  /// The number of frames.
  public let frames: Int
  /// What a person should know, though it keeps nothing from being written.
  public let warnings: [Diagnostic]
  let segments: WFDBSegments
  let annotations: WFDBAnnotations?

  /// Opens the record at a path with or without `.hea`, and its annotations if they are there.
  ///
  /// The annotations are those of the file beside the header whose ending is `annotator`.
  public init(_ path: String, annotator: String = "atr") throws(Diagnostics) {
    let stem = path.hasSuffix(".hea") ? String(path.dropLast(4)) : path
    name = stem.split(separator: "/").last.map(String.init) ?? stem
    var header = try WFDBHeader(parsing: try SourceText(reading: stem + ".hea"))
    segments = try WFDBSegments(header)
    header.signals = segments.signals
    self.header = header
    frames = segments.frames
    let markings = "\(stem).\(annotator)"
    if access(markings, F_OK) == 0 {
      annotations = try WFDBAnnotations(
        try SourceText(reading: markings).bytes, path: markings)
    } else {
      annotations = nil
    }
    warnings = WFDBRecord.warnings(
      header, segments, hasAnnotations: annotations != nil, markings)
  }

  private static func warnings(
    _ header: WFDBHeader, _ segments: WFDBSegments, hasAnnotations: Bool, _ markings: String
  ) -> [Diagnostic] {
    var warnings: [Diagnostic] = []
    for (signal, scales) in zip(header.signals, segments.scales) {
      if !signal.isCalibrated {
        warnings.append(
          Diagnostic(
            .warning,
            "the gain of '\(signal.name)' is not stated; 200 per \(signal.units) is taken",
            at: signal.location))
      }
      if !scales.allSatisfy(\.isExact) {
        warnings.append(
          Diagnostic(
            .warning,
            "some counts of '\(signal.name)' lie more than 24 bits from its baseline; their values "
              + "are rounded to single precision", at: signal.location))
      }
    }
    if header.hasBaseTime {
      warnings.append(
        Diagnostic(
          .warning, "\(header.path): the time of day is left out, since no zone goes with it",
          at: nil))
    }
    if !hasAnnotations {
      warnings.append(Diagnostic(.warning, "there are no annotations at \(markings)", at: nil))
    }
    return warnings
  }

  /// The time from the first sample to the end of the last.
  public var duration: Time { header.rate.time(of: frames) }
}
