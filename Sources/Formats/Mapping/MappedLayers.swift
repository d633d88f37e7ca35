internal import HDF5
internal import Signals

/// The layers of annotations that the label rules of a mapping find.
struct MappedLayers {
  private let objects: FileObjects
  private let channels: LabelChannels
  private let origin: Int64?
  private let end: Time?

  /// The layers of a recording with these channels, that begins `origin` nanoseconds after 1970 and
  /// whose samples last until `end`, where these are known.
  init(
    _ objects: FileObjects, _ signals: [(name: String, path: String)], origin: Int64?, end: Time?
  ) {
    self.objects = objects
    channels = LabelChannels(signals, objects)
    self.origin = origin
    self.end = end
  }

  /// The layers in the order in which the rules first name them; what several objects and rules say
  /// under one name is one layer.
  func sources(_ rules: [LabelRule]) throws(HDF5Error) -> ([IntervalSource], [LabelFindings]) {
    var findings: [LabelFindings] = []
    var layers: [(name: String, isReference: Bool, intervals: [Interval], parts: Int)] = []
    for rule in rules {
      for match in try objects.matches(rule.match) {
        let labels = MappedLabels(
          rule: rule, scope: MappedScope(objects, path: match.path, name: match.name),
          channels: channels, origin: origin, end: end)
        guard try labels.isThere() else { continue }
        var (intervals, found) = try labels.intervals()
        found.labels = intervals.count
        findings.append(found)
        if let index = layers.firstIndex(where: { $0.name == labels.layer }) {
          guard layers[index].isReference == rule.isReference else {
            throw HDF5Error(
              match.path, "its layer '\(labels.layer)' is kept from stages by one rule only",
              remedy: "give one of the rules another 'layer'")
          }
          layers[index].intervals += intervals
          layers[index].parts += 1
        } else {
          layers.append((labels.layer, rule.isReference, intervals, 1))
        }
      }
    }
    let sources = layers.map { layer in
      // Labels of several objects are in order by themselves, and not yet among each other.
      let intervals =
        layer.parts == 1 ? layer.intervals : layer.intervals.sorted { $0.onset < $1.onset }
      return IntervalSource(layer.name, isReference: layer.isReference, intervals)
    }
    return (sources, findings)
  }
}
