import Signals

/// Annotations from several channels, held back until none that is still to come can precede them.
struct HeldAnnotations: Sendable {
  private var held: [Annotation] = []

  /// Room for a few, so that the first parts do not allocate.
  init() { held.reserveCapacity(64) }

  /// Puts an annotation in its place: by time, then channel and label, an end before a beginning.
  mutating func insert(_ annotation: Annotation) {
    var place = held.count
    while place > 0, held[place - 1].follows(annotation) { place -= 1 }
    held.insert(annotation, at: place)
  }

  /// Moves what lies before `through` to the layer, which is then complete up to there.
  mutating func release(before through: Time, into layer: inout Layer) {
    var ready = 0
    while ready < held.count, held[ready].time < through { ready += 1 }
    layer.annotations.append(contentsOf: held[..<ready])
    held.removeFirst(ready)
    layer.through = through
  }
}

extension Annotation {
  /// Whether the annotation comes after another.
  fileprivate func follows(_ other: Annotation) -> Bool {
    if time != other.time { return time > other.time }
    if channel != other.channel { return (channel ?? "") > (other.channel ?? "") }
    if label != other.label { return label > other.label }
    return phase.rawValue < other.phase.rawValue
  }
}
