import Glibc
import Kernels
import LiquidNetworks
import Testing

/// A model whose gradients are held against those of the reference in doubles.
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

  @Test("are those of the reference in doubles", arguments: GradientCase.all)
  func reference(_ network: GradientCase) {
    let model = network.model()
    let sequences = network.sequences(model.classes)
    let weights = Array(Self.classWeights.prefix(model.classes))
    let gradients = model.gradients(on: sequences, classWeights: weights)
    let (loss, slopes) = ReferenceModel(model).slopes(on: sequences, weights)
    #expect(abs(model.loss(on: sequences, classWeights: weights) - loss) <= 1e-6 * loss)
    for gradient in gradients.all {
      let expected = slopes[gradient.name] ?? []
      #expect(expected.contains { $0 != 0 }, "\(gradient.name) must matter")
      #expect(relativeDifference(gradient.values.map(Double.init), expected) <= 1e-4)
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
  let weights: [String: [Double]]
  let cell: ReferencePart<ReferenceCfC>

  init(_ model: CfCModel) {
    var weights: [String: [Double]] = [:]
    for parameter in model.parameters.all {
      weights[parameter.name] = parameter.values.map(Double.init)
    }
    self.weights = weights
    cell = ReferencePart(
      inner: ReferenceCfC(
        units: model.configuration.units, mode: model.configuration.mode.rawValue,
        activation: model.configuration.activation.rawValue))
  }

  /// The loss and its slopes along every weight.
  func slopes(
    on sequences: [ClassifiedSequence], _ classWeights: [Float]
  ) -> (loss: Double, slopes: [String: [Double]]) {
    let tape = Tape()
    let variables = weights.mapValues { $0.map(tape.variable) }
    let tensors = Tensors(variables)
    var sum = Variable(0)
    var total = 0.0
    for labelled in sequences {
      let inputs = labelled.sequence.inputs.count / max(1, labelled.targets.count)
      let made = cell.run(
        labelled.sequence.inputs.map { Variable(Double($0)) }.rows(of: inputs),
        labelled.sequence.elapsed.map { Variable(Double($0)) },
        from: [Variable](repeating: Variable(0), count: cell.units)
      ) { _ in tensors }
      for (outputs, target) in zip(made.outputs, labelled.targets) {
        guard let target else { continue }
        total += Double(classWeights[target])
        sum =
          sum + Variable(Double(classWeights[target]))
          * Self.loss(tensors.linear("readout", outputs), target)
      }
    }
    let loss = sum / Variable(total)
    let along = tape.slopes(of: loss)
    return (loss.value, variables.mapValues { $0.map { along[$0.place] } })
  }

  /// The negative logarithm of what is said of a class.
  private static func loss(_ logits: [Variable], _ target: Int) -> Variable {
    if logits.count == 1 { return (target == 1 ? -logits[0] : logits[0]).softplus() }
    let sum = logits.map { $0.exp() }.reduce(Variable(0)) { $0 + $1 }
    return sum.mapped { (log($0), 1 / $0) } - logits[target]
  }
}
