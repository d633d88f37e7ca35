public import Configuration
public import Signals

/// A step of a pipeline: an immutable description, and the state that one run of it needs.
///
/// A run feeds a stage the parts of a recording in order. How the recording is cut into parts must
/// not show in what comes out, to the bit.
public protocol Stage: Sendable {
  /// What one run needs to know of the parts before.
  associatedtype State: Sendable

  /// What pipelines call it.
  static var name: String { get }

  /// What it does, in one sentence.
  static var summary: String { get }

  /// The stage at work, as its reference page shows it.
  static var example: StageExample { get }

  /// Reads the stage's settings; the only declaration of them.
  init(_ settings: inout Settings)

  /// Reads what the stage needs from files, once, before any layout is checked.
  ///
  /// `upstream` is the digest of the stages before this one, defaults included.
  mutating func load(upstream: String) throws(StageError)

  /// A digest of what the stage has read from files; empty where it reads none.
  var contents: String { get }

  /// The layout that leaves the stage: channels and layers are changed in place or added at the
  /// end, never removed. Throws what the incoming layout lacks.
  func output(for layout: Layout) throws(Mismatch) -> Layout

  /// The inputs that the stage must see over the same interval, so that the runner holds back
  /// whichever is ahead; none where each input stands alone.
  func joins(in layout: Layout) -> Inputs

  /// The alerts that the stage can raise, with how long each takes.
  func alerts(on layout: Layout) -> [AlertDescription]

  /// What a user should know of the stage on recordings of a layout, such as how much of a signal
  /// is not to be trusted beside a gap; each a sentence of its own.
  func notes(on layout: Layout) throws(Mismatch) -> [String]

  /// The bytes that the stage keeps of a recording of this layout and length, beyond what one part
  /// takes; zero for a stage that gives what it has as parts come.
  ///
  /// A pipeline with a stage that keeps the whole cannot watch a recording as it grows.
  func wholeSize(on layout: Layout, lasting duration: Time) throws(Mismatch) -> Int

  /// Whether the stage gives nothing before the end of the recording.
  var needsWhole: Bool { get }

  /// The state before the first part, with all the room the run needs; names become slots here.
  func start(on layout: Layout) -> State

  /// Works on the next part.
  ///
  /// Sets `through` of every channel and layer that the stage writes. Allocates nothing but alerts
  /// once the longest part has been seen, unless the stage needs the whole.
  func process(_ part: inout Recording, _ state: inout State)

  /// Gives out what was held back, at the end of the recording, after the last part.
  func finish(_ part: inout Recording, _ state: inout State)
}

extension Stage {
  /// Reads no files.
  public mutating func load(upstream: String) throws(StageError) {}

  /// Has read nothing.
  public var contents: String { "" }

  /// Takes each input by itself.
  public func joins(in layout: Layout) -> Inputs { Inputs() }

  /// Keeps nothing.
  public func wholeSize(on layout: Layout, lasting duration: Time) throws(Mismatch) -> Int { 0 }

  /// Gives what it has as parts come.
  public var needsWhole: Bool { false }

  /// Has nothing to say.
  public func notes(on layout: Layout) throws(Mismatch) -> [String] { [] }

  /// Raises no alerts.
  public func alerts(on layout: Layout) -> [AlertDescription] { [] }

  /// Holds nothing back.
  public func finish(_ part: inout Recording, _ state: inout State) {}
}

/// Channels and layers of a layout, by their slots.
public struct Inputs: Hashable, Sendable {
  /// The channels.
  public var channels: [Int]
  /// The layers.
  public var layers: [Int]

  /// These channels and layers.
  public init(channels: [Int] = [], layers: [Int] = []) {
    self.channels = channels
    self.layers = layers
  }

  /// The longest delay among them.
  public func delay(in layout: Layout) -> Time {
    var longest = Time.zero
    for slot in channels { longest = max(longest, layout.channels[slot].delay) }
    for slot in layers { longest = max(longest, layout.layers[slot].delay) }
    return longest
  }
}

/// What a stage misses in the layout it is put on.
public struct Mismatch: Error, Hashable, Sendable {
  /// The setting that asks for it.
  public var key: String?
  /// What must be.
  public var message: String

  /// A message about the setting `key`.
  public init(_ key: String? = nil, _ message: String) {
    self.key = key
    self.message = message
  }
}

/// What keeps a stage from being set up, such as weights that cannot be read.
public struct StageError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The setting that asks for it.
  public var key: String?
  /// What went wrong, and what helps.
  public var description: String

  /// A message about the setting `key`.
  public init(_ key: String? = nil, _ description: String) {
    self.key = key
    self.description = description
  }
}
