public import LiquidNetworks

/// The steps over a recording with the class of each, where it is known.
public struct LabelledSteps: Hashable, Sendable {
  /// The steps.
  public var steps: ObservedSteps
  /// The class of each step, none where the truth says nothing of it.
  public var targets: [Int?]

  /// These steps with as many targets.
  public init(_ steps: ObservedSteps, targets: [Int?]) {
    precondition(steps.times.count == targets.count)
    self.steps = steps
    self.targets = targets
  }
}

extension InputEncoding {
  /// The stretches of a recording between the steps at which a network begins anew, none longer
  /// than `longest` and none without a target.
  public func sequences(
    of recording: LabelledSteps, longest: Int = .max
  ) -> [ClassifiedSequence] {
    let encoded = encode(recording.steps)
    var sequences: [ClassifiedSequence] = []
    for (index, beginning) in encoded.beginnings.enumerated() {
      let end =
        index + 1 < encoded.beginnings.count
        ? encoded.beginnings[index + 1] : encoded.elapsed.count
      var first = beginning
      while first < end {
        let next = end - first > longest ? first + longest : end
        let targets = Array(recording.targets[first..<next])
        if targets.contains(where: { $0 != nil }) {
          sequences.append(
            ClassifiedSequence(
              sequence: TimedSequence(
                inputs: Array(encoded.inputs[first * width..<next * width]),
                elapsed: Array(encoded.elapsed[first..<next])),
              targets: targets))
        }
        first = next
      }
    }
    return sequences
  }
}

extension [ClassifiedSequence] {
  /// How many steps there are of each class.
  public func counts(of classes: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: classes)
    for sequence in self {
      for target in sequence.targets { if let target { counts[target] += 1 } }
    }
    return counts
  }
}
