internal import Kernels

/// The cross-entropy of outputs with targets, each class with its weight.
///
/// Several outputs go through a softmax; a single one is the log-odds of class 1.
struct ReadoutLoss: Sendable {
  let classWeights: [Float]
  /// What each weighted term is divided by: the weights of all steps that are learnt from together.
  let total: Float

  init(classWeights: [Float], over sequences: [ClassifiedSequence]) {
    self.classWeights = classWeights
    var sum = 0.0
    for sequence in sequences {
      for case let target? in sequence.targets { sum += Double(classWeights[target]) }
    }
    total = Float(sum)
  }

  /// Puts the gradients in place of the outputs and returns the weighted loss of one step.
  func add(_ sequences: [ClassifiedSequence], _ time: Int, _ outputs: inout [Lanes]) -> Double {
    var weights = Lanes.zero
    var targets = [Int](repeating: -1, count: 16)
    for (lane, sequence) in sequences.enumerated() where time < sequence.targets.count {
      guard let target = sequence.targets[time] else { continue }
      targets[lane] = target
      weights[lane] = classWeights[target] / total
    }
    return outputs.count == 1
      ? addBinary(targets, weights, &outputs) : addSoftmax(targets, weights, &outputs)
  }

  private func addSoftmax(
    _ targets: [Int], _ weights: Lanes, _ outputs: inout [Lanes]
  ) -> Double {
    var largest = outputs[0]
    for output in outputs { largest.replace(with: output, where: output .> largest) }
    var sum = Lanes.zero
    var loss = 0.0
    let logits = outputs
    for index in outputs.indices {
      outputs[index] = Elementary.exp(outputs[index] - largest)
      sum += outputs[index]
    }
    for lane in 0..<16 where targets[lane] >= 0 {
      let surprise = Elementary.log(sum[lane]) - (logits[targets[lane]][lane] - largest[lane])
      loss += Double(weights[lane]) * Double(surprise)
    }
    for index in outputs.indices {
      var share = outputs[index] / sum
      for lane in 0..<16 where targets[lane] == index { share[lane] -= 1 }
      // A lane without a target may hold anything, and weighs nothing.
      outputs[index] = (share * weights).replacing(with: 0, where: weights .== 0)
    }
    return loss
  }

  private func addBinary(
    _ targets: [Int], _ weights: Lanes, _ outputs: inout [Lanes]
  ) -> Double {
    let logit = outputs[0]
    var gradient = Elementary.sigmoid(logit)
    var loss = 0.0
    let above = Elementary.softplus(logit)
    for lane in 0..<16 where targets[lane] >= 0 {
      let isOne = targets[lane] == 1
      loss += Double(weights[lane]) * Double(isOne ? above[lane] - logit[lane] : above[lane])
      if isOne { gradient[lane] -= 1 }
    }
    outputs[0] = (gradient * weights).replacing(with: 0, where: weights .== 0)
    return loss
  }
}
