import Configuration
public import Pipelines
public import Signals

/// The inputs of a network as a layout has them: which value of which channel each one is.
///
/// An input is named as its channel, or as `channel/axis` where a sample holds several values. With
/// `=value` behind either it is whether that is the value: 1 or 0, and missing where the value is.
public struct ObservedInputs: Hashable, Sendable {
  /// A channel that at least one input is taken from.
  public struct Source: Hashable, Sendable {
    /// The slot of the channel.
    public var slot: Int
    /// Which value of a sample goes where among the inputs.
    public var places: [Place]
  }

  /// A value of a sample, and the input that it is.
  public struct Place: Hashable, Sendable {
    /// The place in the sample.
    public var component: Int
    /// The place among the inputs.
    public var input: Int
    /// The value that the input tells of; none: the input is the value itself.
    public var category: Float?

    /// What the input is where the sample holds a value.
    func input(of value: Float) -> Float {
      guard let category, value.isFinite else { return value }
      return value == category ? 1 : 0
    }
  }

  /// The channels, in the order in which the inputs name them first.
  public let sources: [Source]
  /// The number of inputs.
  public let count: Int

  /// Finds the inputs of these names; throws the first that is not there.
  public init(_ names: [String], in layout: Layout, key: String) throws(Mismatch) {
    var sources: [Source] = []
    for (input, name) in names.enumerated() {
      let (slot, component, category) = try Self.find(name, layout, key)
      let place = Place(component: component, input: input, category: category)
      if let index = sources.firstIndex(where: { $0.slot == slot }) {
        sources[index].places.append(place)
      } else {
        sources.append(Source(slot: slot, places: [place]))
      }
    }
    self.sources = sources
    count = names.count
  }

  /// The names of single inputs that stand for these names: of a channel whose samples hold several
  /// values, all of them.
  public static func expand(
    _ names: [String], in layout: Layout, key: String
  ) throws(Mismatch) -> [String] {
    var expanded: [String] = []
    for name in names {
      if let channel = layout.channels.first(where: { $0.name == name }), !channel.axis.isEmpty {
        expanded += channel.axis.map { "\(name)/\($0)" }
      } else {
        _ = try find(name, layout, key)
        expanded.append(name)
      }
    }
    return expanded
  }

  /// For each input, which of the sources it is taken from.
  public var sourceOfInput: [Int] {
    var result = [Int](repeating: 0, count: count)
    for (index, source) in sources.enumerated() {
      for place in source.places { result[place.input] = index }
    }
    return result
  }

  private static func find(
    _ name: String, _ layout: Layout, _ key: String
  ) throws(Mismatch) -> (slot: Int, component: Int, category: Float?) {
    if let (slot, component) = place(of: name[...], layout) { return (slot, component, nil) }
    if let mark = name.lastIndex(of: "="), let category = Float(name[name.index(after: mark)...]),
      category.isFinite, let (slot, component) = place(of: name[..<mark], layout)
    {
      return (slot, component, category)
    }
    let known = layout.channels.flatMap { channel in
      channel.axis.isEmpty ? [channel.name] : channel.axis.map { "\(channel.name)/\($0)" }
    }
    throw Mismatch(
      key, "the network's input '\(name)' is not there" + suggestion(for: name, among: known))
  }

  private static func place(of name: Substring, _ layout: Layout) -> (slot: Int, component: Int)? {
    for (slot, channel) in layout.channels.enumerated() {
      if channel.axis.isEmpty, channel.name == name { return (slot, 0) }
      guard name.hasPrefix(channel.name + "/") else { continue }
      let component = name.dropFirst(channel.name.count + 1)
      if let place = channel.axis.firstIndex(where: { $0 == component }) { return (slot, place) }
    }
    return nil
  }
}

/// Takes the samples of several channels together into steps: one for each time at which any of
/// them has a sample, its other inputs not-a-number.
struct StepMerge: Sendable {
  /// The inputs of the step that was taken last.
  private(set) var values: [Float]
  private var cursors: [Int]

  init(_ inputs: ObservedInputs) {
    values = [Float](repeating: .nan, count: inputs.count)
    cursors = [Int](repeating: 0, count: inputs.sources.count)
  }

  /// Begins a part, in which all channels must be complete through the same time.
  mutating func begin() {
    for index in cursors.indices { cursors[index] = 0 }
  }

  /// Takes the next step of a part into ``values``; none where the part has no more.
  mutating func next(_ inputs: ObservedInputs, in part: borrowing Recording) -> Time? {
    var time = Time.distantFuture
    for (index, source) in inputs.sources.enumerated()
    where cursors[index] < part.channels[source.slot].count {
      time = min(time, part.channels[source.slot].time(of: cursors[index]))
    }
    if time == .distantFuture { return nil }
    for index in values.indices { values[index] = .nan }
    for (index, source) in inputs.sources.enumerated() {
      let cursor = cursors[index]
      guard cursor < part.channels[source.slot].count,
        part.channels[source.slot].time(of: cursor) == time
      else { continue }
      let first = cursor * part.channels[source.slot].description.width
      for place in source.places {
        values[place.input] = place.input(
          of: part.channels[source.slot].samples[first + place.component])
      }
      cursors[index] += 1
    }
    return time
  }
}
