internal import Configuration
internal import Signals

/// The tables that Vigil writes beside samples: what the channels are, annotations, and statements.
struct OwnTables {
  /// The channels, in their order.
  private(set) var channels: [ChannelDescription] = []
  /// The layers, in the order in which they first stand.
  private(set) var layers: [(name: String, isReference: Bool, annotations: [Annotation])] = []
  private(set) var descriptors: [Descriptor] = []
  private(set) var clock: WallClock?
  private(set) var subject: String?

  mutating func readChannels(_ text: SourceText, _ rule: TableRule) throws(Diagnostics) {
    var rows = try TableRows(text, rule)
    let columns = try rows.columns(["channel", "kind", "lead", "unit", "rate"])
    while try rows.next() {
      let name = rows.lines.string(columns[0])
      let lead = rows.lines.string(columns[2])
      guard !channels.contains(where: { $0.name == name }) else {
        throw rows.lines.problem("the channel stands in a line before this one", field: columns[0])
      }
      var channel = ChannelDescription(
        name: name, kind: Kind(rawValue: rows.lines.string(columns[1])),
        lead: lead.isEmpty ? nil : lead,
        unit: UnitNames.annotation(rows.lines.string(columns[3])))
      if !rows.isMissing(columns[4], rule) {
        guard let rate = Rate(hertz: try rows.lines.preciseNumber(columns[4])),
          rate.hertz <= RegularSource.highestRate
        else { throw rows.lines.problem("a rate must be above 0", field: columns[4]) }
        channel.rate = rate
      }
      channels.append(channel)
    }
  }

  mutating func readAnnotations(_ text: SourceText, _ rule: TableRule) throws(Diagnostics) {
    var rows = try TableRows(text, rule)
    let columns = try rows.columns([
      "time", "layer", "kind", "phase", "label", "channel", "score", "reference",
    ])
    while try rows.next() {
      let lines = rows.lines
      guard let kind = Annotation.Kind(rawValue: lines.string(columns[2])) else {
        throw lines.problem("a kind of annotation must stand here", field: columns[2])
      }
      guard
        let phase = Annotation.Phase.allCases.first(where: { "\($0)" == lines.string(columns[3]) })
      else { throw lines.problem("'point', 'begin' or 'end' must stand here", field: columns[3]) }
      let channel = lines.string(columns[5])
      let annotation = Annotation(
        kind, phase, at: try rows.time(columns[0], rule), label: lines.string(columns[4]),
        channel: channel.isEmpty ? nil : channel,
        score: rows.isMissing(columns[6], rule) ? nil : try rows.number(columns[6], rule))
      let (name, isReference) = (lines.string(columns[1]), lines.string(columns[7]) == "1")
      let place =
        layers.firstIndex { $0.name == name && $0.isReference == isReference } ?? layers.count
      if place == layers.count { layers.append((name, isReference, [])) }
      if let last = layers[place].annotations.last, annotation.time < last.time {
        throw lines.problem("times of a layer must not go back", field: columns[0])
      }
      layers[place].annotations.append(annotation)
    }
  }

  mutating func readDescriptors(_ text: SourceText, _ rule: TableRule) throws(Diagnostics) {
    var rows = try TableRows(text, rule)
    let columns = try rows.columns(["name", "value", "reference"])
    while try rows.next() {
      let (name, value) = (rows.lines.string(columns[0]), rows.lines.string(columns[1]))
      switch name {
      case "subject": subject = value
      case "start":
        guard let moment = CivilTime.moment(value) else {
          throw rows.lines.problem(
            "a time such as 2023-11-14T22:13:20+01:00 must stand here", field: columns[1])
        }
        clock = WallClock(
          steps: [.init(position: .zero, unixNanoseconds: moment.unixNanoseconds)],
          offset: moment.offset)
      default:
        descriptors.append(
          Descriptor(
            name, Double(value).map { .number($0) } ?? .text(value),
            isReference: rows.lines.string(columns[2]) == "1"))
      }
    }
  }
}
