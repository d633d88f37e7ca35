internal import HDF5
internal import Signals

/// What fills a layer of each part with the annotations of a file.
protocol AnnotationSource: AnyObject {
  var description: LayerDescription { get }
  /// Whether no stage may see the layer.
  var isReference: Bool { get }
  /// The time of the last annotation, zero where there is none.
  func end() throws(HDF5Error) -> Time
  /// Adds the annotations before `until` that were not handed out yet, or all where there is none.
  func read(until: Time?, into annotations: inout [Annotation]) throws(HDF5Error)
  /// Where the reading has come to.
  var place: Place { get }
  /// Goes on where an earlier reading had come to; see ``ChannelSource``.
  func goOn(at place: Place) throws(HDF5Error) -> Int
  /// All annotations with begins and ends joined, in the order of their onsets.
  func intervals() throws(HDF5Error) -> [Interval]
}

extension LayerSource: AnnotationSource {
  func intervals() throws(HDF5Error) -> [Interval] {
    rewind()
    var annotations: [Annotation] = []
    try read(until: nil, into: &annotations)
    return annotations.joined()
  }
}

/// A layer that was made from a file of another layout, held in memory.
final class IntervalSource: AnnotationSource {
  let description: LayerDescription
  let isReference: Bool
  private let all: [Interval]
  private let annotations: [Annotation]
  private var next = 0
  private var through = Time.distantPast

  /// A layer of these intervals, which are in the order of their onsets.
  init(_ name: String, isReference: Bool, _ intervals: [Interval]) {
    description = LayerDescription(name: name)
    self.isReference = isReference
    all = intervals
    // Stages see a stream of begins and ends; what they may not see is never one.
    annotations = isReference ? [] : intervals.split()
  }

  func end() throws(HDF5Error) -> Time {
    var end = Time.zero
    for interval in all { end = max(end, interval.onset + (interval.duration ?? .zero)) }
    return end
  }

  func read(until: Time?, into part: inout [Annotation]) throws(HDF5Error) {
    through = max(through, until ?? .distantFuture)
    while next < annotations.count {
      if let until, annotations[next].time >= until { break }
      part.append(annotations[next])
      next += 1
    }
  }

  var place: Place { Place(rows: next, through: through) }

  func goOn(at place: Place) throws(HDF5Error) -> Int {
    through = place.through
    next = annotations.firstIndex { $0.time >= through } ?? annotations.count
    return max(0, next - place.rows)
  }

  func intervals() throws(HDF5Error) -> [Interval] { all }
}
