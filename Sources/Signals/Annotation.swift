/// A remark on a moment or a stretch of a recording.
///
/// In a stream a stretch is two annotations of the same kind, label and channel: its beginning and
/// its end. A reader of whole layers joins the two (``Interval``).
public struct Annotation: Hashable, Sendable {
  /// What is remarked on.
  public enum Kind: String, CaseIterable, Sendable {
    case beat, rhythm, event, quality, diagnosis
  }

  /// Whether the annotation stands for a moment, or for one end of a stretch.
  public enum Phase: UInt8, CaseIterable, Sendable {
    case point, begin, end
  }

  /// What is remarked on.
  public var kind: Kind
  /// Whether this is a moment, or one end of a stretch.
  public var phase: Phase
  /// When.
  public var time: Time
  /// What is said, such as `N` of a beat or `(AFIB` of a rhythm.
  public var label: String
  /// The channel that it concerns, if just one.
  public var channel: String?
  /// The score of the label, or its probability where it was calibrated.
  public var score: Float?

  /// An annotation of this kind, phase, time, label, channel and score.
  public init(
    _ kind: Kind, _ phase: Phase = .point, at time: Time, label: String, channel: String? = nil,
    score: Float? = nil
  ) {
    self.kind = kind
    self.phase = phase
    self.time = time
    self.label = label
    self.channel = channel
    self.score = score
  }
}

/// An annotation with both its ends.
public struct Interval: Hashable, Sendable {
  /// What is remarked on.
  public var kind: Annotation.Kind
  /// When it begins.
  public var onset: Time
  /// How long it lasts: zero for a moment, none for a stretch that is still open.
  public var duration: Time?
  /// What is said.
  public var label: String
  /// The channel that it concerns, if just one.
  public var channel: String?
  /// The score of the label, or its probability where it was calibrated.
  public var score: Float?

  /// An interval of this kind, onset, duration, label, channel and score.
  public init(
    _ kind: Annotation.Kind, onset: Time, duration: Time? = .zero, label: String,
    channel: String? = nil, score: Float? = nil
  ) {
    self.kind = kind
    self.onset = onset
    self.duration = duration
    self.label = label
    self.channel = channel
    self.score = score
  }
}

extension [Annotation] {
  /// The annotations with begins and ends joined, in the order of their onsets.
  ///
  /// An end closes the latest open stretch of its kind, label and channel. Linear in the number of
  /// annotations times the number of stretches open at once.
  public func joined() -> [Interval] {
    var intervals: [Interval] = []
    var open: [Int] = []
    for annotation in self {
      switch annotation.phase {
      case .point, .begin:
        if annotation.phase == .begin { open.append(intervals.count) }
        intervals.append(
          Interval(
            annotation.kind, onset: annotation.time,
            duration: annotation.phase == .point ? .zero : nil, label: annotation.label,
            channel: annotation.channel, score: annotation.score))
      case .end:
        let match = open.lastIndex { index in
          intervals[index].kind == annotation.kind && intervals[index].label == annotation.label
            && intervals[index].channel == annotation.channel
        }
        guard let match else { continue }
        let index = open.remove(at: match)
        intervals[index].duration = annotation.time - intervals[index].onset
      }
    }
    return intervals
  }
}

extension [Interval] {
  /// The intervals as a stream carries them: moments, begins and ends, in the order of their times.
  public func split() -> [Annotation] {
    var annotations: [Annotation] = []
    for interval in self {
      let phase: Annotation.Phase = interval.duration == .zero ? .point : .begin
      annotations.append(
        Annotation(
          interval.kind, phase, at: interval.onset, label: interval.label,
          channel: interval.channel, score: interval.score))
      if let duration = interval.duration, duration != .zero {
        annotations.append(
          Annotation(
            interval.kind, .end, at: interval.onset + duration, label: interval.label,
            channel: interval.channel, score: interval.score))
      }
    }
    // The sort of the standard library is stable, so moments with one time keep their order.
    annotations.sort { $0.time < $1.time }
    return annotations
  }
}

/// What a layer of annotations is, without the annotations.
public struct LayerDescription: Hashable, Sendable {
  /// The name: that of the stage that writes the layer, or of a reference layer in a file.
  public var name: String
  /// The longest that an annotation's time lies behind what the source has delivered.
  public var delay: Time
  /// The kind of all its annotations, where that is known before any is seen.
  public var kind: Annotation.Kind?
  /// The labels that its annotations can have, empty where that is not known, as of a file's layer.
  public var labels: [String]

  /// A layer of this name and delay, and of this kind and these labels where they are known.
  public init(
    name: String, delay: Time = .zero, kind: Annotation.Kind? = nil, labels: [String] = []
  ) {
    self.name = name
    self.delay = delay
    self.kind = kind
    self.labels = labels
  }
}

/// The annotations that one author made in a part, in the order of their times.
public struct Layer: Sendable {
  /// What the layer is.
  public var description: LayerDescription
  /// The annotations of this part.
  public var annotations: [Annotation]
  /// The time up to which the layer is complete: every annotation before it has been delivered.
  public var through: Time

  /// An empty part of a layer.
  public init(_ description: LayerDescription) {
    self.description = description
    annotations = []
    through = .distantPast
  }

  /// Forgets the annotations of this part and keeps the room they took.
  public mutating func clear() {
    annotations.removeAll(keepingCapacity: true)
  }
}
