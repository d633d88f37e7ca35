import Configuration
import Pipelines
import Signals

extension Condition {
  /// Adds what the condition watches; throws what the layout lacks, at the setting `key`.
  func collect(_ inputs: inout Inputs, in layout: Layout, key: String) throws(Mismatch) {
    switch test {
    case .compare(let name, let value, _, _, let unit, _):
      let slot = try layout.channel(name, key: key)
      let channel = layout.channels[slot]
      if let unit, unit != channel.unit.rawValue {
        throw Mismatch(
          key, "channel '\(name)' is in '\(channel.unit.rawValue)', but the limit in '\(unit)'")
      }
      try Self.check(value, of: channel, key: key)
      inputs.insert(channel: slot)
    case .since(let name, let labels, _):
      if let slot = layout.layers.firstIndex(where: { $0.name == name }) {
        try layout.layers[slot].check(labels, key: key)
        inputs.insert(layer: slot)
      } else if let slot = layout.channels.firstIndex(where: { $0.name == name }) {
        inputs.insert(channel: slot)
      } else {
        let names = layout.layers.map(\.name) + layout.channels.map(\.name)
        throw Mismatch(
          key, "there is no layer or channel '\(name)' here" + suggestion(for: name, among: names))
      }
    case .count(let name, let labels, _, _):
      let slot = try layout.layer(name, key: key)
      try layout.layers[slot].check(labels, key: key)
      inputs.insert(layer: slot)
    case .during(let labels, let name, let channel):
      let slot = try layout.layer(name, key: key)
      try layout.layers[slot].checkStretches(key: key)
      try layout.layers[slot].check(labels, key: key)
      inputs.insert(layer: slot)
      if let channel { _ = try layout.channel(channel, key: key) }
    case .junction(_, let parts):
      for part in parts { try part.collect(&inputs, in: layout, key: key) }
    }
  }

  private static func check(
    _ value: String?, of channel: ChannelDescription, key: String
  ) throws(Mismatch) {
    switch value {
    case let value? where !channel.axis.contains(value):
      throw Mismatch(
        key,
        "channel '\(channel.name)' has no value '\(value)'"
          + suggestion(for: value, among: channel.axis))
    case nil where channel.width > 1:
      throw Mismatch(
        key, "channel '\(channel.name)' has \(channel.width) values; name one of them as 'value'")
    default: return
    }
  }
}

extension Inputs {
  /// Adds a channel that may be there already.
  mutating func insert(channel slot: Int) {
    if !channels.contains(slot) { channels.append(slot) }
  }

  /// Adds a layer that may be there already.
  mutating func insert(layer slot: Int) {
    if !layers.contains(slot) { layers.append(slot) }
  }
}
