import Configuration
import Signals

/// What ends an alarm, other than that its condition is known not to hold.
///
/// Whatever it is, an alarm does not end while its condition holds.
enum Reset: Sendable {
  case condition(Condition)
  /// So many annotations of a layer since the condition last held.
  case beats(Int, of: String?)

  /// Reads an object of `beats` and `of`, or else a condition.
  init(_ settings: inout Settings) {
    let beats = settings.optionalInteger(
      "beats", in: 1...100, "How many annotations of the layer 'of' end the alarm.")
    let layer = settings.optionalString(
      "of", "The layer of 'beats'; without it, the layer of the first 'since'.")
    // Beside 'beats' the keys of a condition are unknown, and so refused.
    guard let beats else {
      if layer != nil { settings.refuse("of", "needs 'beats' beside it") }
      self = .condition(Condition(&settings))
      return
    }
    self = .beats(beats, of: layer)
  }
}

/// The reset of an alarm on the way through a recording.
struct WatchedReset: Sendable {
  private var condition: WatchedCondition?
  private let layer: Int?
  private let needed: Int
  private var counted = 0

  /// The reset before anything was seen; `awaited` is the layer whose absence is watched.
  init(_ reset: Reset?, awaited: String?, on layout: Layout) {
    switch reset {
    case .condition(let condition):
      self.condition = WatchedCondition(condition, on: layout)
      layer = nil
      needed = 0
    case .beats(let number, let name):
      let layerName = name ?? awaited
      layer = layout.layers.firstIndex { $0.name == layerName }
      needed = number
    case nil:
      layer = nil
      needed = 0
    }
  }

  /// The next moment at which the reset can change by itself.
  var next: Time { condition?.next ?? .distantFuture }

  /// Takes notice of a sample of the channel in `slot`.
  mutating func see(_ index: Int, at time: Time, of samples: [Float], from slot: Int) {
    condition?.see(index, at: time, of: samples, from: slot)
  }

  /// Takes notice of an annotation of the layer in `slot`.
  mutating func see(_ annotation: Annotation, from slot: Int) {
    condition?.see(annotation, from: slot)
    if slot == layer, annotation.phase != .end { counted += 1 }
  }

  /// Settles a moment at which the alarm's condition has been settled.
  mutating func settle(at time: Time, _ alarm: Truth) {
    condition?.settle(at: time)
    if alarm == .yes { counted = 0 }
  }

  /// Whether an alarm whose condition is settled so is over.
  func ends(_ alarm: Truth) -> Bool {
    if alarm == .yes { return false }
    if let condition { return condition.truth == .yes }
    return layer == nil ? alarm == .no : counted >= needed
  }
}
