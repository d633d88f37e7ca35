import Signals

/// Holds back what is ahead, so that a stage sees the same interval of all its inputs.
struct Alignment: Sendable {
  private struct HeldChannel: Sendable {
    var slot: Int
    var held: Channel
  }
  private struct HeldLayer: Sendable {
    var slot: Int
    var held: Layer
  }
  private var channels: [HeldChannel]
  private var layers: [HeldLayer]

  init(_ inputs: Inputs, in layout: Layout) {
    channels = inputs.channels.map { HeldChannel(slot: $0, held: Channel(layout.channels[$0])) }
    layers = inputs.layers.map { HeldLayer(slot: $0, held: Layer(layout.layers[$0])) }
  }

  /// Takes in a part and leaves in it what all inputs have in common; in the last one all there is,
  /// what lies at the very end of the recording included.
  mutating func align(_ part: inout Recording, isLast: Bool = false) {
    guard channels.count + layers.count > 1 else { return }
    var common = Time.distantFuture
    for input in channels { common = min(common, part.channels[input.slot].through) }
    for input in layers { common = min(common, part.layers[input.slot].through) }
    for index in channels.indices {
      channels[index].held.exchange(
        &part.channels[channels[index].slot], through: common, isLast: isLast)
    }
    for index in layers.indices {
      layers[index].held.exchange(
        &part.layers[layers[index].slot], through: common, isLast: isLast)
    }
  }
}

extension Channel {
  /// Takes the samples of a part and gives back those before a time, or all of the last part.
  fileprivate mutating func exchange(
    _ part: inout Channel, through common: Time, isLast: Bool
  ) {
    // What a stage knows early may lie ahead of what it is complete through.
    let isAhead = part.count > 0 && part.time(of: part.count - 1) >= common
    if count == 0, part.through <= common, isLast || !isAhead { return }
    if count == 0 { first = part.first }
    samples.append(contentsOf: part.samples)
    times.append(contentsOf: part.times)
    var ready = 0
    while ready < count, isLast || time(of: ready) < common { ready += 1 }
    part.first = first
    part.samples.removeAll(keepingCapacity: true)
    part.samples.append(contentsOf: samples[..<(ready * description.width)])
    samples.removeFirst(ready * description.width)
    if description.rate == nil {
      part.times.removeAll(keepingCapacity: true)
      part.times.append(contentsOf: times[..<ready])
      times.removeFirst(ready)
    } else {
      first += ready
    }
    part.through = common
  }
}

extension Layer {
  /// Takes the annotations of a part and gives back those before a time, or all of the last part.
  fileprivate mutating func exchange(
    _ part: inout Layer, through common: Time, isLast: Bool
  ) {
    let isAhead = part.annotations.last.map { $0.time >= common } ?? false
    if annotations.isEmpty, part.through <= common, isLast || !isAhead { return }
    annotations.append(contentsOf: part.annotations)
    let ready =
      isLast ? annotations.count : annotations.firstIndex { $0.time >= common } ?? annotations.count
    part.annotations.removeAll(keepingCapacity: true)
    part.annotations.append(contentsOf: annotations[..<ready])
    annotations.removeFirst(ready)
    part.through = common
  }
}
