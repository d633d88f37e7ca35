import Glibc
import Kernels
import LiquidNetworks
import Testing

/// A model whose gradients are held against finite differences of the reference in doubles.
struct GradientCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let configuration: CfC.Configuration
  let outputs: Int

  static let all = [
    GradientCase(
      testDescription: "one layer, three classes",
      configuration: CfC.Configuration(inputs: 3, units: 5, backboneUnits: 7), outputs: 3),
    GradientCase(
      testDescription: "two layers of silu, log-odds",
      configuration: CfC.Configuration(
        inputs: 2, units: 4, backboneUnits: 6, backboneLayers: 2, activation: .silu), outputs: 1),
    GradientCase(
      testDescription: "no backbone, two classes",
      configuration: CfC.Configuration(inputs: 3, units: 6, backboneLayers: 0), outputs: 2),
    GradientCase(
      testDescription: "tanh, no gate",
      configuration: CfC.Configuration(
        inputs: 3, units: 4, backboneUnits: 5, activation: .tanh, mode: .noGate), outputs: 2),
    GradientCase(
      testDescription: "pure",
      configuration: CfC.Configuration(inputs: 3, units: 4, backboneUnits: 5, mode: .pure),
      outputs: 2),
  ]

  func model() -> CfCModel {
    var random = Xoshiro(seed: 11)
    return CfCModel(configuration, outputs: outputs, &random)
  }

  /// Eighteen sequences, so that a second group of lanes begins, of different lengths.
  func sequences(_ classes: Int) -> [ClassifiedSequence] {
    var random = Xoshiro(seed: 12)
    return (0..<18).map { row in
      let length = 1 + (5 * row) % 7
      let targets = (0..<length).map { _ in
        random.number(below: 3) == 0 ? nil : random.number(below: classes)
      }
      return ClassifiedSequence(
        sequence: sequence(of: length, configuration.inputs, &random), targets: targets)
    }
  }
}

@Suite("Gradients of a CfC with a readout")
struct GradientTests {
  static let classWeights: [Float] = [0.5, 2, 1.25]

  @Test("are those of finite differences in doubles", arguments: GradientCase.all)
  func finiteDifferences(_ network: GradientCase) {
    let model = network.model()
    let sequences = network.sequences(model.classes)
    let weights = Array(Self.classWeights.prefix(model.classes))
    let gradients = model.gradients(on: sequences, classWeights: weights)
    var reference = ReferenceModel(model)
    let loss = reference.loss(on: sequences, weights)
    #expect(abs(model.loss(on: sequences, classWeights: weights) - loss) <= 1e-6 * loss)
    for gradient in gradients.all {
      var difference = 0.0
      var size = 0.0
      for index in gradient.values.indices {
        let exact = reference.slope(of: gradient.name, index, on: sequences, weights)
        difference +=
          (Double(gradient.values[index]) - exact) * (Double(gradient.values[index]) - exact)
        size += exact * exact
      }
      #expect(size > 0, "\(gradient.name) must matter")
      #expect(difference.squareRoot() <= 1e-4 * size.squareRoot(), "\(gradient.name)")
    }
  }

  @Test("are the same bits in every run, and zero where nothing is to be learnt")
  func bits() {
    let network = GradientCase.all[0]
    let model = network.model()
    var sequences = network.sequences(model.classes)
    #expect(model.gradients(on: sequences) == model.gradients(on: sequences))
    for row in sequences.indices {
      sequences[row].targets = sequences[row].targets.map { _ in nil }
    }
    let isZero = model.gradients(on: sequences).all.allSatisfy { $0.values.allSatisfy { $0 == 0 } }
    #expect(isZero)
    #expect(model.loss(on: sequences) == 0)
  }
}

/// The loss of a model in doubles, as it is written down.
struct ReferenceModel {
  var cell: Reference.CfC
  var readout: (weight: [Double], bias: [Double])
  let units: Int
  let inputs: Int

  init(_ model: CfCModel) {
    var weights: [String: [Double]] = [:]
    for parameter in model.weights.parameters(prefix: "").all {
      weights[parameter.name] = parameter.values.map(Double.init)
    }
    cell = Reference.CfC(
      weights: weights, layers: model.weights.backbone.indices.map { 2 * $0 },
      mode: model.configuration.mode.rawValue, activation: model.configuration.activation.rawValue)
    readout = (model.readout.weight.map(Double.init), model.readout.bias.map(Double.init))
    units = model.configuration.units
    inputs = model.configuration.inputs
  }

  func loss(on sequences: [ClassifiedSequence], _ classWeights: [Float]) -> Double {
    var sum = 0.0
    var total = 0.0
    for labelled in sequences {
      var state = [Double](repeating: 0, count: units)
      for (time, target) in labelled.targets.enumerated() {
        let x = labelled.sequence.inputs[time * inputs..<(time + 1) * inputs].map(Double.init)
        state = cell.step(x, state, Double(labelled.sequence.elapsed[time]))
        guard let target else { continue }
        let logits = Reference.affine(readout.weight, readout.bias, state)
        let weight = Double(classWeights[target])
        total += weight
        if logits.count == 1 {
          sum += weight * Reference.softplus(target == 1 ? -logits[0] : logits[0])
        } else {
          sum += weight * (log(logits.reduce(0) { $0 + exp($1) }) - logits[target])
        }
      }
    }
    return sum / total
  }

  /// The central difference of the loss along one weight.
  mutating func slope(
    of name: String, _ index: Int, on sequences: [ClassifiedSequence], _ classWeights: [Float]
  ) -> Double {
    let step = 1e-5
    shift(name, index, by: step)
    let above = loss(on: sequences, classWeights)
    shift(name, index, by: -2 * step)
    let below = loss(on: sequences, classWeights)
    shift(name, index, by: step)
    return (above - below) / (2 * step)
  }

  private mutating func shift(_ name: String, _ index: Int, by change: Double) {
    switch name {
    case "readout.weight": readout.weight[index] += change
    case "readout.bias": readout.bias[index] += change
    default: cell.weights[String(name.dropFirst("rnn_cell.".count))]?[index] += change
    }
  }
}
