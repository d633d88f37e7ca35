import Formats
import Pipelines
import Signals

/// The stretch of a recording around its first alert, drawn in text: the waveform with its beats,
/// the network's score over time, and the alerts.
struct Picture {
  let text: String

  /// Takes the recording through the pipeline once more, and keeps the stretch.
  init(
    _ pipeline: Pipeline, of recording: String, by opening: Opening, alerts: [Alert]
  ) throws {
    let replay = try Replay(pipeline, of: recording, by: opening, partLength: 1)
    let layout = replay.run.layout
    let alert = alerts.first { $0.phase == .start }
    let from = max(.zero, (alert?.onset ?? .zero) - Time(seconds: 6))
    let to = min(
      replay.header.duration,
      max(from + Time(seconds: 12), (alert?.time ?? from) + Time(seconds: 4)))
    let wave = layout.channels.firstIndex { $0.kind == .ecg && $0.rate != nil && $0.width == 1 }
    let network = Network(in: layout)
    let layer = network?.layer ?? (layout.layers.isEmpty ? nil : 0)
    var samples: [(time: Time, value: Float)] = []
    var scores: [(time: Time, value: Float)] = []
    var beats: [Strip.Mark] = []
    try replay.drive { part, until in
      func keep(_ slot: Int?, _ value: (Channel, Int) -> Float) -> [(time: Time, value: Float)] {
        guard let slot else { return [] }
        let channel = part.channels[slot]
        return (0..<channel.count).compactMap { index in
          let time = channel.time(of: index)
          return time >= from && time < to ? (time, value(channel, index)) : nil
        }
      }
      samples += keep(wave) { channel, index in channel.samples[index] }
      scores += keep(network?.channel) { channel, index in
        // The first output is that of a normal beat: the score shown is that of all others.
        1 - channel.samples[index * channel.description.width]
      }
      for beat in layer.map({ part.layers[$0].annotations }) ?? []
      where beat.kind == .beat && beat.time >= from && beat.time < to {
        beats.append(Strip.Mark(time: beat.time, label: beat.label))
      }
      return until < to + Time(seconds: 30)
    }
    let strip = Strip(from: from, to: to, columns: max(40, Terminal.columns(1) - 12))
    let drawn = strip.waveform(samples, rows: 8)
    let title = replay.header.isSimulated ? "SIMULATED  " : ""
    var rows = ["", "\(title)\(recording)"]
    if let wave {
      let channel = layout.channels[wave]
      rows.append(
        "\(channel.name), \(Double(drawn.low).fixed(2)) to \(Double(drawn.high).fixed(2)) "
          + channel.unit.rawValue)
    }
    rows.append("beats       " + strip.marks(beats))
    rows += drawn.lines.map { "            " + $0 }
    if let network {
      rows.append(
        "not \(layout.channels[network.channel].axis[0])".padded(to: 12) + strip.bars(scores))
    }
    rows.append("            " + strip.axis())
    rows.append("")
    rows += alerts.map(\.words)
    text = rows.map { $0.trimmingEnd + "\n" }.joined()
  }
}

/// Where a network's stage writes: its layer of classes, and the channel of scores named after it.
private struct Network {
  var layer: Int
  var channel: Int

  /// The last one of a layout, if there is one.
  init?(in layout: Layout) {
    for layer in layout.layers.indices.reversed() {
      let scores = layout.channels.firstIndex { channel in
        !channel.axis.isEmpty && channel.name.hasPrefix(layout.layers[layer].name + " ")
      }
      guard let scores else { continue }
      self.layer = layer
      channel = scores
      return
    }
    return nil
  }
}

extension Alert {
  /// The alert as a person reads it.
  var words: String {
    let unit = unit == .one ? "" : " \(unit.rawValue)"
    let observed = value.isNaN ? "" : ", \(Double(value).fixed(1))\(unit)"
    return "\(detected.seconds.fixed(2)) s".padded(to: 12)
      + "\(priority.rawValue.padded(to: 7)) \(name) \(phase.rawValue)"
      + " (since \(onset.seconds.fixed(2)) s, \(source)\(observed))"
  }
}
