import Glibc
import Kernels
import LiquidNetworks
import Testing

/// The small cell with a readout, in doubles, as it is written down.
struct ExactLeaky {
  var weights: [Double]
  let inputs: Int
  let units: Int
  let outputs: Int

  func outputs(_ x: [Double], _ elapsed: [Float]) -> [Double] {
    let (biases, readout) = (units * inputs, units * (inputs + 4))
    var h = [Double](repeating: 0, count: units)
    var result: [Double] = []
    for (step, dt) in elapsed.enumerated() {
      for unit in 0..<units {
        let sum = (0..<inputs).reduce(weights[biases + unit]) {
          $0 + weights[unit * inputs + $1] * x[step * inputs + $1]
        }
        let share = 1 / (1 + exp(-weights[biases + units + unit] - Double(dt)))
        h[unit] += share * (tanh(sum) - h[unit])
      }
      for output in 0..<outputs {
        result.append(
          (0..<units).reduce(weights[readout + outputs * units + output]) { sum, unit in
            let factor =
              weights[biases + 2 * units + unit] * weights[biases + 3 * units + unit]
            return sum + weights[readout + output * units + unit] * factor * h[unit]
          })
      }
    }
    return result
  }
}

@Suite("Steps of sixteen sequences, forth and back")
struct TapeTests {
  static let objective = Objective([.init(.squared, outputs: 0..<2, targets: 0..<2)])

  static func sequences(_ count: Int) -> [LabelledSequence] {
    var random = Xoshiro(seed: 14)
    return (0..<count).map { row in
      let length = [5, 1, 9, 0, 3, 7][row % 6]
      return LabelledSequence(
        sequence: TimedSequence(
          inputs: (0..<2 * length).map { _ in 2 * random.uniform() - 1 },
          elapsed: (0..<length).map { _ in 3 * random.uniform() }),
        targets: (0..<2 * length).map { _ in random.number(below: 3) == 0 ? .nan : random.uniform()
        },
        weight: 0.5 + random.uniform())
    }
  }

  @Test("give the gradients of doubles for each weight, over two groups of different lengths")
  func weights() {
    let model = LearningTask.model(outputs: 2)
    let sequences = Self.sequences(23)
    let gradients = model.gradients(on: sequences, Self.objective)
    var exact = ExactLeaky(weights: model.weights.map(Double.init), inputs: 2, units: 5, outputs: 2)
    func loss() -> Double {
      var (sum, weight) = (0.0, 0.0)
      for sequence in sequences {
        let y = exact.outputs(sequence.sequence.inputs.map(Double.init), sequence.sequence.elapsed)
        let part = exactLoss(.squared, y, sequence.targets.map(Double.init))
        sum += Double(sequence.weight) * part.sum
        weight += Double(sequence.weight) * part.weight
      }
      return sum / weight
    }
    #expect(abs(model.loss(on: sequences, Self.objective) - loss()) <= 1e-6 * loss())
    for entry in model.layout.entries where entry.role != .fixed {
      var (difference, size) = (0.0, 0.0)
      for index in entry.range {
        let value = exact.weights[index]
        exact.weights[index] = value + 1e-5
        let above = loss()
        exact.weights[index] = value - 1e-5
        let slope = (above - loss()) / 2e-5
        exact.weights[index] = value
        difference += (Double(gradients[index]) - slope) * (Double(gradients[index]) - slope)
        size += slope * slope
      }
      #expect(size > 0, "\(entry.name) must matter")
      #expect(difference.squareRoot() <= 1e-5 * size.squareRoot(), "\(entry.name)")
    }
  }

  @Test("give the gradients of doubles for each input")
  func inputs() {
    let model = LearningTask.model(outputs: 2)
    let sequences = Self.sequences(18).map(\.sequence)
    var random = Xoshiro(seed: 15)
    let slopes = sequences.map { $0.elapsed.flatMap { _ in [random.uniform(), random.uniform()] } }
    let gradients = model.inputGradients(on: sequences, slopes: slopes)
    let exact = ExactLeaky(weights: model.weights.map(Double.init), inputs: 2, units: 5, outputs: 2)
    for (row, sequence) in sequences.enumerated() {
      var x = sequence.inputs.map(Double.init)
      #expect(gradients[row].count == x.count)
      func sum() -> Double {
        zip(exact.outputs(x, sequence.elapsed), slopes[row]).reduce(0) { $0 + $1.0 * Double($1.1) }
      }
      for index in x.indices {
        let value = x[index]
        x[index] = value + 1e-5
        let above = sum()
        x[index] = value - 1e-5
        let slope = (above - sum()) / 2e-5
        x[index] = value
        #expect(abs(Double(gradients[row][index]) - slope) <= 2e-6)
      }
    }
  }

  @Test("give each sequence what it gives alone, bit for bit")
  func alone() {
    let model = LearningTask.model(outputs: 2)
    let sequences = Self.sequences(23)
    let together = model.scores(on: sequences.map(\.sequence), threads: 2)
    for (row, sequence) in sequences.enumerated() {
      #expect(model.scores(on: [sequence.sequence])[0] == together[row])
    }
  }

  @Test("leave out the same values of a sequence, whatever else is in its group")
  func dropout() {
    let sequences = LearningTask.sequences(40, seed: 16)
    var mixed = sequences
    // Others that weigh nothing move the first ones to other lanes and groups.
    for var other in LearningTask.sequences(30, seed: 17) {
      other.weight = 0
      mixed.append(other)
    }
    func loss(_ sequences: [LabelledSequence], _ share: Float) -> Double {
      var options = TrainingOptions()
      options.batch = 100
      options.dropout.inputs = share
      options.dropout.outputs = share
      var trainer = Trainer(
        LearningTask.model(outputs: 1), Objective.classes(outputs: 1), options)
      return trainer.epoch(on: sequences)
    }
    let dropped = loss(sequences, 0.3)
    #expect(abs(loss(mixed, 0.3) - dropped) <= 1e-12)
    #expect(abs(loss(mixed, 0) - dropped) > 1e-4)
  }
}
