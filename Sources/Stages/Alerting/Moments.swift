import Pipelines
import Signals

/// The samples and annotations of some inputs in the order of their times.
struct Moments: Sendable {
  /// An input, and how many of its samples or annotations in this part have been taken.
  private struct Input: Sendable {
    var slot: Int
    var taken = 0
  }
  private var channels: [Input]
  private var layers: [Input]

  /// The moments of these inputs.
  init(of inputs: Inputs) {
    channels = inputs.channels.map { Input(slot: $0) }
    layers = inputs.layers.map { Input(slot: $0) }
  }

  /// Goes to the beginning of a new part.
  mutating func rewind() {
    for index in channels.indices { channels[index].taken = 0 }
    for index in layers.indices { layers[index].taken = 0 }
  }

  /// The time up to which all inputs are complete.
  func through(_ part: Recording) -> Time {
    var through = Time.distantFuture
    for input in channels { through = min(through, part.channels[input.slot].through) }
    for input in layers { through = min(through, part.layers[input.slot].through) }
    return through
  }

  /// The time of the next sample or annotation, or the distant future where the part has no more.
  func next(in part: Recording) -> Time {
    var next = Time.distantFuture
    for input in channels where input.taken < part.channels[input.slot].count {
      next = min(next, part.channels[input.slot].time(of: input.taken))
    }
    for input in layers where input.taken < part.layers[input.slot].annotations.count {
      next = min(next, part.layers[input.slot].annotations[input.taken].time)
    }
    return next
  }

  /// Takes a sample whose time is not after a moment: the slot of its channel, and its index.
  mutating func takeSample(through time: Time, of part: Recording) -> (slot: Int, index: Int)? {
    for place in channels.indices {
      let (slot, index) = (channels[place].slot, channels[place].taken)
      if index < part.channels[slot].count, part.channels[slot].time(of: index) <= time {
        channels[place].taken += 1
        return (slot, index)
      }
    }
    return nil
  }

  /// Takes an annotation whose time is not after a moment: the slot of its layer, and its index.
  mutating func takeAnnotation(through time: Time, of part: Recording) -> (slot: Int, index: Int)? {
    for place in layers.indices {
      let (slot, index) = (layers[place].slot, layers[place].taken)
      let annotations = part.layers[slot].annotations
      if index < annotations.count, annotations[index].time <= time {
        layers[place].taken += 1
        return (slot, index)
      }
    }
    return nil
  }
}
