/// A filter that takes a signal as it comes and gives a sample for each of the same position, or, where
/// it changes the rate, for each position at its own.
///
/// What is not finite is missing. Runs of up to ``bridge`` missing samples are bridged: by a straight
/// line where the filter looks ahead, by the last value where it does not. A longer run ends a segment:
/// the filter gives what it holds, and starts anew with the next sample that is there. How the signal
/// is cut into spans never shows. Nothing is allocated where `output` has room.
public protocol SignalFilter: Sendable {
  /// Where one run of the filter stands.
  associatedtype State: Sendable

  /// The longest run of missing samples that does not end a segment.
  var bridge: Int { get }
  /// By how many samples of the input the output is behind at most.
  var latency: Int { get }
  /// For how many samples of the input, at the beginning and at the end of each segment, the output
  /// depends on what was assumed beyond it: it is marked as ``FilteredSamples/Mark/edge``.
  var edges: (leading: Int, trailing: Int) { get }

  /// The state before the first sample.
  func start() -> State

  /// Appends to `output` the next positions' samples, as far as `samples` decide them.
  func process(
    _ samples: Span<Float>, _ state: inout State, into output: inout FilteredSamples)

  /// Appends to `output` what is still held back, up to the last position of the input.
  func finish(_ state: inout State, into output: inout FilteredSamples)
}

/// The samples that a filter has given, and how far each is to be trusted.
public struct FilteredSamples: Sendable {
  /// How far a sample is to be trusted.
  public enum Mark: UInt8, Sendable {
    /// All that the sample depends on was measured, but for short gaps that were bridged around it.
    case sound
    /// The sample is so near to the end of a segment that it depends on what was assumed beyond it.
    case edge
    /// Nothing was measured at the sample, and little enough around it to be bridged.
    case bridged
    /// There is no sample: its value is not a number.
    case missing
  }

  /// The values, NaN where ``marks`` says that there is none.
  public private(set) var values: [Float] = []
  /// How far each of ``values`` is to be trusted.
  public private(set) var marks: [Mark] = []

  /// No samples.
  public init() {}

  /// The number of samples.
  public var count: Int { values.count }

  /// Adds a sample.
  public mutating func append(_ value: Float, _ mark: Mark = .sound) {
    values.append(value)
    marks.append(mark)
  }

  /// Adds samples of one mark, rounded; a zero that was negative becomes positive.
  ///
  /// Where a decaying value falls to zero depends on the block it is computed in: so its sign is lost.
  mutating func append(rounding samples: Span<Double>, _ mark: Mark) {
    let start = values.count
    values.append(contentsOf: repeatElement(0, count: samples.count))
    var rounded = values.mutableSpan
    for index in samples.indices { rounded[start + index] = Float(samples[index]) + 0 }
    marks.append(contentsOf: repeatElement(mark, count: samples.count))
  }

  /// Adds samples of one mark, and `offset` to each of them.
  mutating func append(_ samples: Span<Float>, adding offset: Float, _ mark: Mark) {
    let start = values.count
    values.append(contentsOf: repeatElement(0, count: samples.count))
    var room = values.mutableSpan
    for index in samples.indices { room[start + index] = samples[index] + offset }
    marks.append(contentsOf: repeatElement(mark, count: samples.count))
  }

  /// Adds a sample that is not there.
  public mutating func appendMissing() { append(.nan, .missing) }

  /// Forgets the samples and keeps the room they took.
  public mutating func removeAll() {
    values.removeAll(keepingCapacity: true)
    marks.removeAll(keepingCapacity: true)
  }
}
