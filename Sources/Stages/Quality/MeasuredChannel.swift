import SignalProcessing
import Signals

/// A channel whose quality is measured, and how far the measuring has come.
struct MeasuredChannel: Sendable {
  private let slot: Int
  private let output: Int
  private let measures: QualityIndices
  private var memory: QualityIndices.State
  /// The position of the first sample of the run.
  private var origin: Int?
  /// How many vectors there have been.
  private var count = 0
  private var vectors: [Float] = []
  /// The latest beat of either layer.
  private var latest: (Time, Time) = (.distantPast, .distantPast)

  init(slot: Int, output: Int, measures: QualityIndices) {
    self.slot = slot
    self.output = output
    self.measures = measures
    memory = measures.start()
  }

  /// Measures what the part holds of the channel, and of the layers of beats.
  mutating func process(_ part: inout Recording, beats layers: [Int]) {
    let input = part.channels[slot]
    part.channels[output].through = input.through
    if origin == nil, input.count > 0 { origin = input.first }
    guard let origin, let rate = input.description.rate else { return }
    for (place, layer) in layers.enumerated() {
      for annotation in part.layers[layer].annotations {
        note(annotation, isOfSecond: place == 1, origin, rate)
      }
    }
    vectors.removeAll(keepingCapacity: true)
    measures.process(input.samples.span, &memory, into: &vectors)
    part.channels[output].samples.append(contentsOf: vectors)
    for _ in 0..<vectors.count / measures.indices.count {
      let last = origin + measures.end(ofVector: count) - 1
      part.channels[output].times.append(rate.time(of: last))
      count += 1
    }
  }

  /// A beat is at the first sample that is not before it, so that it has come when that sample has.
  private mutating func note(
    _ annotation: Annotation, isOfSecond: Bool, _ origin: Int, _ rate: Rate
  ) {
    guard annotation.kind == .beat, annotation.phase == .point,
      annotation.time > (isOfSecond ? latest.1 : latest.0),
      annotation.time >= rate.time(of: origin)
    else { return }
    if isOfSecond { latest.1 = annotation.time } else { latest.0 = annotation.time }
    let position = rate.position(notBefore: annotation.time) - origin
    memory.note(beatAt: position, isOfSecond: isOfSecond)
  }
}
