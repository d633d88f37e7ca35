public import Configuration
public import Signals

/// Channels chosen by name, or by kind and lead.
public struct ChannelSelection: Hashable, Sendable {
  private let names: [String]
  private let kind: Kind?
  private let leads: [String]

  /// The kinds that pipelines may name.
  private enum Choice: String, CaseIterable {
    case any, ecg, ppg, abp, respiration, numeric, event, descriptor, other
  }

  /// Reads a name, a list of names, or an object of names, kind and leads.
  public init(_ settings: inout Settings) {
    names = settings.strings("name", default: [], "The names of the channels.")
    let choice: Choice = settings.choice("kind", default: .any, "What the channels measure.")
    kind = choice == .any ? nil : Kind(rawValue: choice.rawValue)
    leads = settings.strings(
      "lead", default: [], "The leads of an electrocardiogram, the preferred one first.")
  }

  /// The channels of this kind, or all of them.
  public init(kind: Kind? = nil) {
    names = []
    leads = []
    self.kind = kind
  }

  /// Reads a selection under `key`, or takes the standard one.
  public static func read(
    _ settings: inout Settings, _ key: String = "channels", default standard: ChannelSelection,
    _ help: String
  ) -> ChannelSelection {
    settings.object(key, shorthand: "name", help) { ChannelSelection(&$0) } ?? standard
  }

  private func matches(_ channel: ChannelDescription) -> Bool {
    (names.isEmpty || names.contains(channel.name)) && (kind == nil || kind == channel.kind)
      && (leads.isEmpty || leads.contains(channel.lead ?? ""))
  }

  /// The slots of all channels chosen, in the order of the layout.
  ///
  /// Throws when there are none, or when one that is named is not there.
  public func all(in layout: Layout, key: String = "channels") throws(Mismatch) -> [Int] {
    let present = layout.channels.map(\.name)
    let list = layout.channels.map { "'\($0.name)' (\($0.kind.rawValue))" }.joined(separator: ", ")
    for name in names where !present.contains(name) {
      let meant = suggestion(for: name, among: present)
      throw Mismatch(
        key,
        "there is no channel '\(name)'"
          + (meant.isEmpty && !list.isEmpty ? "; there are \(list)" : meant))
    }
    let slots = layout.channels.indices.filter { matches(layout.channels[$0]) }
    guard slots.isEmpty else { return slots }
    if present.isEmpty { throw Mismatch(key, "the recording has no channels") }
    throw Mismatch(key, "there is no channel \(words); there are \(list)")
  }

  /// The slot of the channel preferred: by the order of the leads, then of the names, then of the
  /// layout.
  public func first(in layout: Layout, key: String = "channels") throws(Mismatch) -> Int {
    try first(1, in: layout, key: key)[0]
  }

  /// The slots of the `count` channels preferred, the most preferred first.
  public func first(
    _ count: Int, in layout: Layout, key: String = "channels"
  ) throws(Mismatch) -> [Int] {
    let present = layout.channels.map(\.name)
    if !names.isEmpty, !names.contains(where: { present.contains($0) }) {
      _ = try all(in: layout, key: key)
    }
    let slots = layout.channels.indices.filter { matches(layout.channels[$0]) }
    guard !slots.isEmpty else { return try all(in: layout, key: key) }
    guard slots.count >= count else {
      throw Mismatch(
        key,
        "\(count) channels \(words) are wanted, but there \(slots.count == 1 ? "is one" : "are \(slots.count)")"
      )
    }
    func rank(_ slot: Int) -> (Int, Int, Int) {
      (
        leads.firstIndex(of: layout.channels[slot].lead ?? "") ?? 0,
        names.firstIndex(of: layout.channels[slot].name) ?? 0, slot
      )
    }
    return Array(slots.sorted { rank($0) < rank($1) }.prefix(count))
  }

  private var words: String {
    var parts: [String] = []
    if let kind { parts.append("of kind '\(kind.rawValue)'") }
    if !leads.isEmpty {
      parts.append("with lead " + leads.map { "'\($0)'" }.joined(separator: " or "))
    }
    if !names.isEmpty { parts.append("named " + names.map { "'\($0)'" }.joined(separator: " or ")) }
    return parts.isEmpty ? "at all" : parts.joined(separator: " ")
  }
}

extension Layout {
  /// The slot of the channel with this name; throws when there is none.
  public func channel(_ name: String, key: String) throws(Mismatch) -> Int {
    if let slot = channels.firstIndex(where: { $0.name == name }) { return slot }
    throw Mismatch(
      key,
      "there is no channel '\(name)' here" + suggestion(for: name, among: channels.map(\.name)))
  }

  /// The slot of the layer with this name; throws when there is none.
  public func layer(_ name: String, key: String) throws(Mismatch) -> Int {
    if let slot = layers.firstIndex(where: { $0.name == name }) { return slot }
    throw Mismatch(
      key,
      "there is no layer '\(name)' here" + suggestion(for: name, among: layers.map(\.name)))
  }

  /// Adds a channel at the end; throws when the name is taken.
  public mutating func add(_ channel: ChannelDescription, key: String) throws(Mismatch) {
    if channels.contains(where: { $0.name == channel.name }) {
      throw Mismatch(key, "there is a channel '\(channel.name)' already; choose another name")
    }
    channels.append(channel)
  }

  /// Adds a layer at the end; throws when the name is taken.
  public mutating func add(_ layer: LayerDescription, key: String) throws(Mismatch) {
    if layers.contains(where: { $0.name == layer.name }) {
      throw Mismatch(key, "there is a layer '\(layer.name)' already; choose another name")
    }
    layers.append(layer)
  }
}
