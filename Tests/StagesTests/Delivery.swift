import Signals

/// Delivers a whole recording in parts, each input as far as is asked.
struct Delivery {
  let whole: Recording
  private var channels: [Int]
  private var layers: [Int]

  init(_ whole: Recording) {
    self.whole = whole
    channels = whole.channels.map { _ in 0 }
    layers = whole.layers.map { _ in 0 }
  }

  /// Fills a part with what lies before `throughs`: one for each channel, then for each layer.
  mutating func fill(_ part: inout Recording, through throughs: [Time]) {
    for slot in whole.channels.indices {
      let source = whole.channels[slot]
      let through = throughs[slot]
      let start = channels[slot]
      while channels[slot] < source.count, source.time(of: channels[slot]) < through {
        channels[slot] += 1
      }
      let taken = start..<channels[slot]
      let width = source.description.width
      part.channels[slot].first = source.first + start
      part.channels[slot].samples +=
        source.samples[taken.lowerBound * width..<taken.upperBound * width]
      if source.description.rate == nil { part.channels[slot].times += source.times[taken] }
      part.channels[slot].through = through
    }
    for slot in whole.layers.indices {
      let through = throughs[whole.channels.count + slot]
      let source = whole.layers[slot].annotations
      while layers[slot] < source.count, source[layers[slot]].time < through {
        part.layers[slot].annotations.append(source[layers[slot]])
        layers[slot] += 1
      }
      part.layers[slot].through = through
    }
  }

  /// Random cuts, for each input its own: empty parts, parts of one sample, and long ones.
  static func cuts(of whole: Recording, seed: UInt64) -> [[Time]] {
    var random = SplitMix(state: seed)
    let end = whole.channels.map(\.through).max() ?? .zero
    var throughs = Array(repeating: Time.zero, count: whole.channels.count + whole.layers.count)
    var cuts: [[Time]] = []
    while throughs.contains(where: { $0 < end }) {
      for input in throughs.indices {
        let step: Time
        switch Int.random(in: 0..<10, using: &random) {
        case 0..<3: step = .zero
        case 3..<5:
          guard input < whole.channels.count else { fallthrough }
          let source = whole.channels[input]
          let next = source.description.rate.map {
            $0.time(of: $0.position(notBefore: throughs[input]))
          }
          let sample = next ?? source.times.first { $0 >= throughs[input] } ?? end
          step = sample - throughs[input] + Time(nanoseconds: 1)
        case 5..<9: step = Time(seconds: Double.random(in: 0...1, using: &random))
        default: step = Time(seconds: Double.random(in: 0...9, using: &random))
        }
        throughs[input] = min(end, throughs[input] + step)
      }
      cuts.append(throughs)
    }
    return cuts
  }

  /// Cuts of one length for all inputs, after a first part of another.
  static func cuts(of whole: Recording, first: Double, every seconds: Double) -> [[Time]] {
    let end = whole.channels.map(\.through).max() ?? .zero
    let inputs = whole.channels.count + whole.layers.count
    var cuts: [[Time]] = []
    var through = first
    while through < end.seconds {
      cuts.append(Array(repeating: Time(seconds: through), count: inputs))
      through += seconds
    }
    return cuts + [Array(repeating: end, count: inputs)]
  }
}
