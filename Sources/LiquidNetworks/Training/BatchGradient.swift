internal import Kernels

/// The loss of a batch of sequences and its gradients, sixteen sequences at a time.
///
/// The groups are taken in order and so are the steps in them: the same batch gives the same bits.
struct BatchGradient: Sendable {
  private let configuration: CfC.Configuration
  private var tapes: [CfCTape] = []
  private(set) var gradients: CfCTensors

  init(_ tensors: CfCTensors, _ configuration: CfC.Configuration) {
    self.configuration = configuration
    gradients = tensors.zero()
  }

  /// The number of steps of the longest sequence.
  static func length(_ sequences: [ClassifiedSequence]) -> Int {
    sequences.map(\.targets.count).max() ?? 0
  }

  /// Begins with sequences whose states are zero.
  mutating func begin(_ sequences: [ClassifiedSequence], _ tensors: CfCTensors) {
    let groups = (sequences.count + 15) / 16
    while tapes.count < groups { tapes.append(CfCTape(tensors, configuration)) }
    for group in 0..<groups { tapes[group].begin() }
  }

  /// Steps over a range of observations and back, and returns the weighted mean loss over them.
  ///
  /// None where nothing in the range is to be learnt from; the states move on all the same.
  mutating func compute(
    _ sequences: [ClassifiedSequence], _ range: Range<Int>, _ tensors: CfCTensors,
    classWeights: [Float]
  ) -> Double? {
    let parts = sequences.map { sequence in
      ClassifiedSequence(
        sequence: TimedSequence(
          inputs: Array(
            sequence.sequence.inputs[
              clamped: range.lowerBound * configuration.inputs..<range.upperBound
                * configuration.inputs]),
          elapsed: Array(sequence.sequence.elapsed[clamped: range])),
        targets: Array(sequence.targets[clamped: range]))
    }
    let loss = ReadoutLoss(classWeights: classWeights, over: parts)
    let transposed = CfCTape.Transposed(tensors)
    gradients = gradients.zero()
    var total = 0.0
    for group in 0..<(parts.count + 15) / 16 {
      let members = Array(parts[group * 16..<min(group * 16 + 16, parts.count)])
      total += tapes[group].forward(members, 0..<range.count, tensors, loss)
      if loss.total > 0 { tapes[group].backward(tensors, transposed, into: &gradients) }
    }
    return loss.total > 0 ? total : nil
  }
}

extension Array {
  /// The part of a range that is within the array.
  fileprivate subscript(clamped range: Range<Int>) -> ArraySlice<Element> {
    self[range.clamped(to: 0..<count)]
  }
}
