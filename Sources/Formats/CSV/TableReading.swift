internal import Configuration
internal import Signals

/// Gathers what the tables of one recording hold.
struct TableGatherer {
  private var channels: [Channel] = []
  private var layers: [ReferenceLayer] = []
  private var own = OwnTables()
  private var descriptors: [Descriptor] = []
  private var warnings: [Diagnostic] = []
  private var names: Set<String> = []

  /// The recording, once all its tables were read.
  func recording(start: String?) -> TableRecording {
    let clock = start.flatMap { CivilTime.moment($0) }.map {
      WallClock(
        steps: [.init(position: .zero, unixNanoseconds: $0.unixNanoseconds)], offset: $0.offset)
    }
    var channels = own.channels.map { description in
      self.channels.first { $0.description.name == description.name } ?? Channel(description)
    }
    channels += self.channels.filter { !names(of: own.channels).contains($0.description.name) }
    let hidden = own.layers.filter(\.isReference).map {
      ReferenceLayer(name: $0.name, intervals: $0.annotations.joined())
    }
    return TableRecording(
      channels: channels,
      layers: own.layers.filter { !$0.isReference }.map { layer in
        var made = Layer(LayerDescription(name: layer.name))
        made.annotations = layer.annotations
        return made
      }, references: layers + hidden,
      descriptors: descriptors + own.descriptors, clock: own.clock ?? clock,
      subject: own.subject, warnings: warnings)
  }

  private func names(of channels: [ChannelDescription]) -> Set<String> {
    Set(channels.map(\.name))
  }

  /// Reads a table.
  mutating func read(_ text: SourceText, by rule: TableRule) throws(Diagnostics) {
    switch rule.form {
    case .wide: try readWide(text, rule)
    case .long: try readLong(text, rule)
    case .moments: try readMoments(text, rule)
    case .statements: try readStatements(text, rule)
    case .channels: try own.readChannels(text, rule)
    case .annotations: try own.readAnnotations(text, rule)
    case .descriptors: try own.readDescriptors(text, rule)
    }
  }

  // MARK: Channels

  private mutating func readWide(_ text: SourceText, _ rule: TableRule) throws(Diagnostics) {
    var table = try TableRows(text, rule)
    var time: Int?
    if let name = rule.time?.column { time = try table.column(name) }
    var columns: [(field: Int, values: ChannelValues)] = []
    for (field, name) in table.names.enumerated() where field != time {
      guard let channel = try channel(name, in: table, field: field, rule) else { continue }
      columns.append((field, ChannelValues(channel, rule)))
    }
    var row = 0
    while try table.next() {
      var moment = Time.zero
      if let time {
        moment = try table.time(time, rule)
      } else if let rate = rule.time?.rate.flatMap({ Rate(hertz: $0) }) {
        moment = rate.time(of: row)
      }
      row += 1
      for index in columns.indices where !table.isMissing(columns[index].field, rule) {
        let value = try table.number(columns[index].field, rule)
        try columns[index].values.add(value, at: moment, from: table.lines, field: time ?? 0)
      }
    }
    for column in columns { try finish(column.values, text) }
  }

  private mutating func readLong(_ text: SourceText, _ rule: TableRule) throws(Diagnostics) {
    var table = try TableRows(text, rule)
    let time = try table.column(rule.time?.column ?? "")
    let quantity = try table.column(rule.quantity ?? "")
    let value = try table.column(rule.value ?? "")
    var places: [String: Int?] = [:]
    var all: [ChannelValues] = []
    while try table.next() {
      let name = table.string(quantity)
      if places[name] == nil {
        let channel = try channel(name, in: table, field: quantity, rule)
        places.updateValue(channel == nil ? nil : all.count, forKey: name)
        if let channel { all.append(ChannelValues(channel, rule)) }
      }
      guard let place = places[name] ?? nil else { continue }
      let moment = try table.time(time, rule)
      let number = table.isMissing(value, rule) ? .nan : try table.number(value, rule)
      try all[place].add(number, at: moment, from: table.lines, field: time)
    }
    for values in all { try finish(values, text) }
  }

  /// The channel of a column or quantity: as a table of channels says, or else as the rule does.
  private func channel(
    _ name: String, in table: TableRows, field: Int, _ rule: TableRule
  ) throws(Diagnostics) -> ChannelDescription? {
    guard let channel = try table.channel(name, field: field, rule) else { return nil }
    return own.channels.first { $0.name == channel.name } ?? channel
  }

  private mutating func finish(_ values: ChannelValues, _ text: SourceText) throws(Diagnostics) {
    let name = values.description.name
    guard names.insert(name).inserted else {
      throw Diagnostics(
        error: "two columns or tables have the channel '\(name)'", at: text.location(of: 0))
    }
    let (channel, moved, doubled) = try values.channel()
    if moved > 0 {
      warn("\(moved) values of '\(name)' were put in the order of their times", text)
    }
    if doubled > 0 {
      warn("\(doubled) values of '\(name)' shared a time with another: \(values.policy)", text)
    }
    channels.append(channel)
  }

  private mutating func warn(_ message: String, _ text: SourceText) {
    warnings.append(Diagnostic(.warning, "\(text.path): \(message)", at: nil))
  }

  // MARK: Moments and statements

  private mutating func readMoments(_ text: SourceText, _ rule: TableRule) throws(Diagnostics) {
    var table = try TableRows(text, rule)
    var columns: [(field: Int, kind: Annotation.Kind, label: String, layer: ReferenceLayer)] = []
    for (field, name) in table.names.enumerated() {
      guard let (column, captures) = try table.rule(name, field: field, rule) else { continue }
      guard let kind = Annotation.Kind(rawValue: column.kind) else {
        throw Diagnostics(error: "the mapping's kind of '\(name)' must be that of an annotation")
      }
      let layer = column.name ?? captures["name"] ?? name
      columns.append(
        (field, kind, column.label ?? layer, ReferenceLayer(name: layer, intervals: [])))
    }
    var moved = columns.map { _ in 0 }
    while try table.next() {
      for index in columns.indices where !table.isMissing(columns[index].field, rule) {
        let column = columns[index]
        let moment = try table.time(column.field, rule)
        if let last = column.layer.intervals.last, moment < last.onset {
          guard rule.onUnsorted == .sort else {
            throw table.lines.problem(
              "times must not go back; 'onUnsorted' in a layout says what that means",
              field: column.field)
          }
          moved[index] += 1
        }
        columns[index].layer.intervals.append(
          Interval(column.kind, onset: moment, label: column.label))
      }
    }
    for (index, var column) in columns.enumerated() {
      if moved[index] > 0 {
        warn(
          "\(moved[index]) of the \(column.layer.intervals.count) moments of '\(column.layer.name)'"
            + " were put in the order of their times", text)
        column.layer.intervals.sort { $0.onset < $1.onset }
      }
      layers.append(column.layer)
    }
  }

  private mutating func readStatements(_ text: SourceText, _ rule: TableRule) throws(Diagnostics) {
    for line in String(decoding: text.bytes, as: UTF8.self).split(whereSeparator: \.isNewline) {
      let parts = line.split(
        separator: Character(UnicodeScalar(rule.separator)), maxSplits: 1,
        omittingEmptySubsequences: false
      ).map { String($0).trimmed }
      guard parts.count == 2,
        let column = rule.columns.first(where: { $0.match.match(parts[0]) != nil })
      else { continue }
      guard !parts[1].isEmpty, !rule.missing.contains(parts[1]) else { continue }
      let value = Double(parts[1]).flatMap { $0.isFinite ? $0 : nil }
      descriptors.append(
        Descriptor(column.name ?? parts[0], value.map { .number($0) } ?? .text(parts[1])))
    }
  }
}

extension String {
  /// The text without spaces at its ends.
  var trimmed: String {
    let letters = self[...].drop { $0.isWhitespace }
    guard let last = letters.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(letters[...last])
  }
}
