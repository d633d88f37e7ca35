import LiquidNetworks
import Signals

/// A recording in which nothing is of the second of two classes, so that any alarm in it is false.
struct NegativeRecording: Sendable {
  /// All of its steps, also those that are not judged: a network says something at each.
  var sequences: [TimedSequence] = []
  /// Which steps come too early to be alarmed at.
  private var isEarly: [Bool]

  /// None where something is of the second class, or nothing is known.
  init?(_ recording: LabelledSteps, _ encoding: InputEncoding, after beginning: Time) {
    guard recording.targets.contains(0), !recording.targets.contains(1) else { return nil }
    let encoded = encoding.encode(recording.steps)
    isEarly = recording.steps.times.map { $0 < beginning }
    sequences = encoded.stretches.map { encoded.sequence($0) }
  }

  /// The highest score that is given at any step that can be alarmed at, if there is such a step.
  ///
  /// - Parameter scores: What each step of each sequence comes to.
  /// - Returns: The score.
  func highest(_ scores: [[Double]]) -> Double? {
    zip(scores.joined(), isEarly).filter { !$0.1 }.map(\.0).max()
  }
}
