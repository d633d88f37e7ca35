public import Configuration
internal import Glibc
public import Signals

/// A WFDB record on its way into Vigil's own layout.
///
/// Opening it checks all there is to check, sums of the samples included, so that writing it fails
/// only where the new file cannot be written.
public struct WFDBRecord {
  /// The name of the record: that of its files.
  public let name: String
  /// The header.
  public let header: WFDBHeader
  /// What a person should know, though it keeps nothing from being written.
  public let warnings: [Diagnostic]
  private let samples: WFDBSamples
  private let annotations: WFDBAnnotations?

  /// Opens the record at a path with or without `.hea`, and its annotations if they are there.
  ///
  /// The annotations are those of the file beside the header whose ending is `annotator`.
  public init(_ path: String, annotator: String = "atr") throws(Diagnostics) {
    let stem = path.hasSuffix(".hea") ? String(path.dropLast(4)) : path
    name = stem.split(separator: "/").last.map(String.init) ?? stem
    header = try WFDBHeader(parsing: try SourceText(reading: stem + ".hea"))
    samples = try WFDBSamples(header)
    try samples.check()
    let markings = "\(stem).\(annotator)"
    if access(markings, F_OK) == 0 {
      annotations = try WFDBAnnotations(
        try SourceText(reading: markings).bytes, path: markings)
    } else {
      annotations = nil
    }
    warnings = WFDBRecord.warnings(header, hasAnnotations: annotations != nil, markings)
  }

  private static func warnings(
    _ header: WFDBHeader, hasAnnotations: Bool, _ markings: String
  ) -> [Diagnostic] {
    var warnings: [Diagnostic] = []
    for signal in header.signals where !signal.isCalibrated {
      warnings.append(
        Diagnostic(
          .warning, "the gain of '\(signal.name)' is not stated; 200 per \(signal.units) is taken",
          at: signal.location))
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
  public var duration: Time { header.rate.time(of: samples.frames) }

  /// Writes the record as a recording, under a name where the file holds several.
  ///
  /// Samples keep the numbers they have in the source, with its gain and baseline. Annotations
  /// become the reference layers `beats`, `rhythm`, `quality` and `events`. Comments are kept, as
  /// the descriptor `comments`, only where told so.
  public func write(
    to writer: RecordingWriter, id: String? = nil, keepingComments keepsComments: Bool = false
  ) throws {
    let layout = Layout(
      channels: header.signals.map {
        ChannelDescription(
          name: $0.name, kind: $0.kind, lead: $0.lead, unit: $0.unit, rate: header.rate)
      })
    let comments = keepsComments ? header.comments.filter { !$0.isEmpty } : []
    try writer.begin(
      Header(layout: layout, duration: duration), id: id,
      storage: header.signals.map { .int16(gain: $0.gain, baseline: Double($0.baseline)) },
      descriptors: comments.isEmpty
        ? []
        : [Descriptor("comments", .text(comments.joined(separator: "\n")), isReference: true)])
    var part = Recording(layout)
    var position = 0
    try samples.forEachBlock { block in
      part.clear()
      for (index, counts) in block.enumerated() {
        let signal = header.signals[index]
        let baseline = Double(signal.baseline)
        part.channels[index].first = position
        for count in counts {
          part.channels[index].samples.append(
            count == WFDBSamples.missing ? .nan : Float((Double(count) - baseline) / signal.gain))
        }
        part.channels[index].through = header.rate.time(of: position + counts.count)
      }
      position += block.first?.count ?? 0
      try writer.append(part)
    }
    guard let annotations else { return }
    let layers = annotations.layers(
      of: header, duration: duration, keepingComments: keepsComments)
    try writer.add(ReferenceLayer(name: "beats", intervals: layers.beats))
    try writer.add(ReferenceLayer(name: "rhythm", intervals: layers.rhythm))
    try writer.add(ReferenceLayer(name: "quality", intervals: layers.quality))
    try writer.add(ReferenceLayer(name: "events", intervals: layers.events))
  }
}
