public import LiquidNetworks

/// The steps over a recording with the class of each, or the numbers, where they are known.
public struct LabelledSteps: Hashable, Sendable {
  /// The steps.
  public var steps: ObservedSteps
  /// The class of each step, none where the truth says nothing of it.
  public var targets: [Int?]
  /// The numbers of the first step, then of the second, and so on; unknown ones are not-a-number.
  public var values: [Float] = []

  /// These steps with as many targets.
  public init(_ steps: ObservedSteps, targets: [Int?]) {
    precondition(steps.times.count == targets.count)
    self.steps = steps
    self.targets = targets
  }

  /// These steps with equally many numbers each.
  public init(_ steps: ObservedSteps, values: [Float]) {
    precondition(steps.times.isEmpty || values.count.isMultiple(of: steps.times.count))
    self.steps = steps
    targets = [Int?](repeating: nil, count: steps.times.count)
    self.values = values
  }
}

/// What stands in the row of targets of a step: its class, or numbers, the same again where it counts
/// as one before the last, and the next values of some inputs.
public struct TargetRow: Hashable, Sendable {
  /// Which steps are learnt.
  public var at: TrainingPlan.Target.Place
  /// Whether the steps before the last have a place of their own.
  public var hasEarlier: Bool
  /// The inputs whose next values are learnt.
  public var next: [Int]
  /// How many numbers stand in the place of the class; 0: the class does.
  public var values = 0

  /// The number of entries.
  public var width: Int { next.isEmpty ? widthOfClasses : widthOfClasses + next.count }
  /// The number of entries that are classes, or numbers in their place.
  public var widthOfClasses: Int { (hasEarlier ? 2 : 1) * widthOfOne }
  /// The number of entries that say what one step was.
  var widthOfOne: Int { max(1, values) }
}

extension InputEncoding {
  /// The stretches of a recording between the steps at which a network begins anew, none longer
  /// than `longest` and none without a target.
  ///
  /// - Parameters:
  ///   - recording: The steps with their classes.
  ///   - row: What stands in the row of targets of a step.
  ///   - longest: The number of steps after which a stretch is cut.
  /// - Returns: The stretches in their order.
  public func sequences(
    of recording: LabelledSteps, _ row: TargetRow, longest: Int = .max
  ) -> [LabelledSequence] {
    let encoded = encode(recording.steps)
    var sequences: [LabelledSequence] = []
    for stretch in encoded.stretches {
      var first = stretch.lowerBound
      let end = stretch.upperBound
      while first < end {
        let next = end - first > longest ? first + longest : end
        let targets = (first..<next).flatMap { step in
          self.targets(at: step, before: end, of: recording, encoded, row)
        }
        if targets.contains(where: { !$0.isNaN }) {
          sequences.append(
            LabelledSequence(sequence: encoded.sequence(first..<next), targets: targets))
        }
        first = next
      }
    }
    return sequences
  }

  /// The row of targets of a step in a stretch that goes up to `end`.
  private func targets(
    at step: Int, before end: Int, of recording: LabelledSteps, _ encoded: EncodedSteps,
    _ row: TargetRow
  ) -> [Float] {
    var targets = [Float](repeating: .nan, count: row.width)
    let isLast = step == recording.targets.count - 1
    if row.at == .every || isLast || row.hasEarlier {
      let first = row.at == .every || isLast ? 0 : row.widthOfOne
      if row.values > 0 {
        for place in 0..<row.values {
          targets[first + place] = recording.values[step * row.values + place]
        }
      } else if let target = recording.targets[step] {
        targets[first] = Float(target)
      }
    }
    guard step + 1 < end else { return targets }
    for (place, input) in row.next.enumerated()
    where recording.steps.values[(step + 1) * names.count + input].isFinite {
      targets[row.widthOfClasses + place] = encoded.inputs[(step + 1) * width + input]
    }
    return targets
  }
}

extension EncodedSteps {
  /// The stretches between the steps at which a network begins anew.
  var stretches: [Range<Int>] {
    zip(beginnings, beginnings.dropFirst() + [elapsed.count]).map { $0..<$1 }
  }

  /// Some of the steps as a sequence of its own.
  func sequence(_ steps: Range<Int>) -> TimedSequence {
    let width = inputs.count / max(1, elapsed.count)
    return TimedSequence(
      inputs: Array(inputs[steps.lowerBound * width..<steps.upperBound * width]),
      elapsed: Array(elapsed[steps]))
  }
}

extension [LabelledSequence] {
  /// How many steps there are of each class, or with each number, by the first entries of their rows
  /// of targets.
  func counts(of classes: Int, _ row: TargetRow) -> [Int] {
    var counts = [Int](repeating: 0, count: classes)
    for sequence in self {
      for step in 0..<sequence.sequence.elapsed.count {
        if row.values > 0 {
          for place in 0..<row.values where !sequence.targets[step * row.width + place].isNaN {
            counts[place] += 1
          }
          continue
        }
        let target = sequence.targets[step * row.width]
        if !target.isNaN { counts[Int(target)] += 1 }
      }
    }
    return counts
  }
}
