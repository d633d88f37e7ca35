import Kernels
import Signals

/// How what was observed becomes what a network takes in.
///
/// Of each input the network sees the value, brought to a common scale, and where it is missing the
/// value seen last, or what is left of it; of each channel whether it is there now, and how long ago
/// it was seen, as far as the options say. The same code encodes for training and for inference.
public struct InputEncoding: Hashable, Sendable {
  /// The names of the inputs: `channel`, `channel/axis`, or `channel=value` for whether it has that
  /// value.
  public var names: [String]
  /// For each input, which of the channels it belongs to.
  public var channelOfInput: [Int]
  /// What is done with each input's values before they are normalised.
  public var curbs: [Curb]
  /// What is taken from each input.
  public var means: [Float]
  /// What the difference is then divided by.
  public var deviations: [Float]
  /// After how many seconds half of each input's value is left where it is missing; 0: all of it
  /// stays.
  public var halfLives: [Double]
  /// Which inputs enter a second time, as the squares of their values on the common scale.
  public let squares: [Bool]
  /// For each input, the edges of the bins in which its value enters again, on the common scale,
  /// ascending; empty: in none.
  public let binEdges: [[Float]]
  /// What is told of each channel beside its values.
  public let tellings: [Telling]
  /// Whether it is told which channels are there.
  public let masks: Bool
  /// How the time since a channel was last seen is told.
  public let ages: Age
  /// Which steps are taken together.
  public var grid: StepGrid
  /// How the time between steps is taken.
  public var clock: StepClock
  /// Where each input's square stands among what enters the network, if it does.
  let squarePlaces: [Int?]
  /// Where the first bin of each input stands among what enters the network.
  let binPlaces: [Int]
  /// Where each channel's mask and age stand among what enters the network, if they do.
  let places: [Places]
  /// The number of values that enter the network.
  public let width: Int

  struct Places: Hashable, Sendable {
    var mask: Int?
    var age: Int?
  }

  /// What is told of a channel beside its values.
  public enum Telling: String, CaseIterable, Sendable {
    /// Whether it is there now, and how long ago it was seen.
    case presence
    /// Whether it was seen at all: it is stated once.
    case once
    /// Nothing.
    case nothing
  }

  /// How the time since a channel was last seen is told, with a in units of network time.
  public enum Age: String, CaseIterable, Sendable {
    /// Not at all.
    case none
    /// As a/(1 + a), and 1 if never.
    case saturating
    /// As the natural logarithm of 1 + a; if never, since the network began.
    case logarithmic
    /// As a; if never, since the network began.
    case plain
  }

  /// What is done with values before they are normalised.
  public struct Curb: Hashable, Sendable {
    /// The smallest and the greatest value that are taken; what lies beyond becomes the nearer one.
    public var range: ClosedRange<Float>?
    /// The value x becomes the natural logarithm of 1 + x/scale.
    public var scale: Float?

    /// Values that are taken within this range, and the scale of their logarithm.
    public init(range: ClosedRange<Float>? = nil, scale: Float? = nil) {
      self.range = range
      self.scale = scale
    }

    func apply(_ value: Float) -> Float {
      var value = value
      if let range { value = min(max(value, range.lowerBound), range.upperBound) }
      guard let scale else { return value }
      return Float(Elementary.log(1 + max(0, Double(value)) / Double(scale)))
    }
  }

  /// An encoding of these inputs.
  public init(
    names: [String], channelOfInput: [Int], curbs: [Curb]? = nil, means: [Float],
    deviations: [Float], halfLives: [Double]? = nil, squares: [Bool]? = nil,
    binEdges: [[Float]]? = nil, tellings: [Telling]? = nil, masks: Bool = true,
    ages: Age = .saturating, grid: StepGrid = .none, clock: StepClock
  ) {
    let channels = (channelOfInput.max() ?? -1) + 1
    self.names = names
    self.channelOfInput = channelOfInput
    self.curbs = curbs ?? names.map { _ in Curb() }
    self.means = means
    self.deviations = deviations
    self.halfLives = halfLives ?? names.map { _ in 0 }
    self.squares = squares ?? names.map { _ in false }
    self.binEdges = binEdges ?? names.map { _ in [] }
    self.tellings = tellings ?? Array(repeating: .presence, count: channels)
    self.masks = masks
    self.ages = ages
    self.grid = grid
    self.clock = clock
    precondition(
      [
        channelOfInput.count, means.count, deviations.count, self.curbs.count, self.halfLives.count,
        self.squares.count, self.binEdges.count,
      ]
      .allSatisfy { $0 == names.count } && self.tellings.count == channels)
    var width = names.count
    squarePlaces = self.squares.map { isSquared in
      guard isSquared else { return nil }
      width += 1
      return width - 1
    }
    binPlaces = self.binEdges.map { edges in
      precondition(zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 }, "edges ascend")
      width += max(0, edges.count - 1)
      return width - max(0, edges.count - 1)
    }
    var places = Array(repeating: Places(), count: channels)
    for channel in 0..<channels where masks && self.tellings[channel] != .nothing {
      places[channel].mask = width
      width += 1
    }
    for channel in 0..<channels where ages != .none && self.tellings[channel] == .presence {
      places[channel].age = width
      width += 1
    }
    self.places = places
    self.width = width
  }

  /// Of each value that enters the network, which channel it tells of.
  public var channelOfEncoded: [Int] {
    var result = channelOfInput + Array(repeating: 0, count: width - names.count)
    for (input, place) in squarePlaces.enumerated() {
      if let place { result[place] = channelOfInput[input] }
    }
    for (input, edges) in binEdges.enumerated() {
      for bin in edges.indices.dropLast() { result[binPlaces[input] + bin] = channelOfInput[input] }
    }
    for (channel, place) in places.enumerated() {
      if let mask = place.mask { result[mask] = channel }
      if let age = place.age { result[age] = channel }
    }
    return result
  }

  /// The number of channels that inputs belong to.
  public var channels: Int { tellings.count }
}
