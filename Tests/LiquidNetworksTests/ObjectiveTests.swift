import Glibc
import Kernels
import LiquidNetworks
import Testing

/// A loss written down in doubles.
func exactLoss(_ loss: Objective.Loss, _ y: [Double], _ t: [Double]) -> (
  sum: Double, weight: Double
) {
  func binary(_ x: Double, _ t: Double, _ negative: Double, _ positive: Double, _ focus: Double)
    -> (Double, Double)
  {
    let p = 1 / (1 + exp(-x))
    let ofOne = -positive * t * pow(1 - p, focus) * log(p)
    let ofZero = -negative * (1 - t) * pow(p, focus) * log(1 - p)
    return (ofOne + ofZero, positive * t + negative * (1 - t))
  }
  var (sum, weight) = (0.0, 0.0)
  switch loss {
  case .binary(let positive, let focus):
    for (index, target) in t.enumerated() where !target.isNaN {
      let own = binary(
        y[index], target, 1, positive.isEmpty ? 1 : Double(positive[index]), Double(focus))
      sum += own.0
      weight += own.1
    }
  case .classes(let weights, let focus) where y.count == 1:
    if !t[0].isNaN {
      (sum, weight) = binary(y[0], t[0], Double(weights[0]), Double(weights[1]), Double(focus))
    }
  case .classes(let weights, let focus):
    if !t[0].isNaN {
      let total = y.reduce(0) { $0 + exp($1) }
      let p = exp(y[Int(t[0])]) / total
      weight = weights.isEmpty ? 1 : Double(weights[Int(t[0])])
      sum = -weight * pow(1 - p, Double(focus)) * log(p)
    }
  case .squared:
    for (index, target) in t.enumerated() where !target.isNaN {
      sum += (y[index] - target) * (y[index] - target)
      weight += 1
    }
  case .gaussian:
    for (index, target) in t.enumerated() where !target.isNaN {
      let v = min(7, max(-7, y[t.count + index]))
      let difference = target - y[index]
      sum += 0.5 * (v + difference * difference * exp(-v) + log(2 * Double.pi))
      weight += 1
    }
  }
  return (sum, weight)
}

/// An objective to hold against doubles.
struct ObjectiveCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let objective: Objective

  init(_ name: String, _ terms: [Objective.Term]) {
    testDescription = name
    objective = Objective(terms)
  }

  static let all = [
    ObjectiveCase(
      "labels", [.init(.binary(positiveWeights: [3, 0.5]), outputs: 0..<2, targets: 0..<2)]),
    ObjectiveCase("labels, focal", [.init(.binary(focus: 2), outputs: 0..<2, targets: 0..<2)]),
    ObjectiveCase(
      "two classes by one output",
      [.init(.classes(weights: [0.5, 2], focus: 1.5), outputs: 0..<1, targets: 0..<1)]),
    ObjectiveCase(
      "three classes", [.init(.classes(weights: [1, 2, 0.5]), outputs: 1..<4, targets: 0..<1)]),
    ObjectiveCase(
      "three classes, focal", [.init(.classes(focus: 2), outputs: 0..<3, targets: 0..<1)]),
    ObjectiveCase("squares", [.init(.squared, outputs: 2..<4, targets: 1..<3)]),
    ObjectiveCase("likelihood", [.init(.gaussian, outputs: 0..<6, targets: 0..<3)]),
    ObjectiveCase(
      "a class beside the next observation",
      [
        .init(.classes(), outputs: 0..<3, targets: 0..<1, weight: 2),
        .init(.gaussian, outputs: 3..<7, targets: 1..<3, weight: 0.3),
      ]),
  ]

  /// The loss with something added to each output, from the outputs that the model gave.
  func exact(_ outputs: [[Float]], _ sequences: [LabelledSequence], shift: [Double]) -> Double {
    let width = shift.count
    var loss = 0.0
    for term in objective.terms {
      var (sum, weight) = (0.0, 0.0)
      for (own, sequence) in zip(outputs, sequences) {
        for step in sequence.sequence.elapsed.indices {
          let y = term.outputs.map { Double(own[step * width + $0]) + shift[$0] }
          let t = term.targets.map { Double(sequence.targets[step * objective.targetWidth + $0]) }
          let part = exactLoss(term.loss, y, t)
          sum += Double(sequence.weight) * part.sum
          weight += Double(sequence.weight) * part.weight
        }
      }
      loss += term.weight * sum / weight
    }
    return loss
  }
}

@Suite("Objectives")
struct ObjectiveTests {
  static func sequences(_ objective: Objective) -> [LabelledSequence] {
    var random = Xoshiro(seed: 8)
    let isClass = objective.terms.contains { if case .classes = $0.loss { true } else { false } }
    let classes = max(2, objective.terms[0].outputs.count)
    return (0..<21).map { row in
      let length = 1 + random.number(below: 6)
      var targets: [Float] = []
      for _ in 0..<length {
        for place in 0..<objective.targetWidth {
          let label = Float(random.number(below: isClass ? classes : 2))
          let isLabel = place == 0 && isClass || objective.terms[0].loss.isBinary
          let value = isLabel ? label : 2 * random.uniform() - 1
          targets.append(random.number(below: 4) == 0 ? .nan : value)
        }
      }
      let inputs = (0..<2 * length).map { _ in 4 * random.uniform() - 2 }
      return LabelledSequence(
        sequence: TimedSequence(
          inputs: inputs, elapsed: (0..<length).map { _ in random.uniform() }),
        targets: targets, weight: row % 3 == 0 ? 0 : Float(row))
    }
  }

  @Test("and their slopes are those of doubles", arguments: ObjectiveCase.all)
  func slopes(_ objective: ObjectiveCase) {
    let model = LearningTask.model(outputs: 7)
    let sequences = Self.sequences(objective.objective)
    let outputs = model.scores(on: sequences.map(\.sequence))
    var shift = [Double](repeating: 0, count: 7)
    let exact = objective.exact(outputs, sequences, shift: shift)
    #expect(abs(model.loss(on: sequences, objective.objective) - exact) <= 1e-6 * abs(exact))
    let slopes = model.gradients(on: sequences, objective.objective).suffix(7)
    for (output, slope) in slopes.enumerated() {
      shift[output] = 1e-5
      let above = objective.exact(outputs, sequences, shift: shift)
      shift[output] = -1e-5
      let below = objective.exact(outputs, sequences, shift: shift)
      shift[output] = 0
      let exact = (above - below) / 2e-5
      #expect(abs(Double(slope) - exact) <= 1e-6 * max(1, abs(exact)), "output \(output)")
    }
  }

  @Test("stay finite where outputs are certain, right or wrong")
  func certainty() {
    for objective in ObjectiveCase.all {
      var model = LearningTask.model(outputs: 7)
      for size in [Float(40), -40] {
        for index in model.weights.indices.suffix(7) {
          model.weights[index] = size * Float(index % 2)
        }
        let sequences = Self.sequences(objective.objective)
        #expect(model.loss(on: sequences, objective.objective).isFinite)
        let isFinite = model.gradients(on: sequences, objective.objective).allSatisfy(\.isFinite)
        #expect(isFinite, "\(objective.testDescription)")
      }
    }
  }

  @Test("bring a variance back from beyond its limits, and push it no further")
  func limits() {
    let objective = ObjectiveCase.all[6].objective
    var model = LearningTask.model(outputs: 7)
    let sequences = Self.sequences(objective)
    let variances = model.weights.count - 4..<model.weights.count - 1
    for index in variances { model.weights[index] = 20 }
    for slope in model.gradients(on: sequences, objective)[variances] { #expect(slope > 0) }
    for index in variances { model.weights[index] = -20 }
    for slope in model.gradients(on: sequences, objective)[variances] { #expect(slope < 0) }
  }

  @Test("come to nothing where there is nothing to learn")
  func nothing() {
    let objective = ObjectiveCase.all[7].objective
    let model = LearningTask.model(outputs: 7)
    var sequences = Self.sequences(objective)
    for row in sequences.indices {
      sequences[row].targets = sequences[row].targets.map { _ in .nan }
    }
    #expect(model.loss(on: sequences, objective) == 0)
    let isZero = model.gradients(on: sequences, objective).allSatisfy { $0 == 0 }
    #expect(isZero)
  }
}

extension Objective.Loss {
  fileprivate var isBinary: Bool { if case .binary = self { true } else { false } }
}
