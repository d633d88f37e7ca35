internal import Kernels

/// What stepping sixteen sequences leaves behind for the way back: each array holds one step after
/// another, its lanes the sequences.
struct CfCTape: Sendable {
  let configuration: CfC.Configuration
  let outputs: Int
  let headRows: Int
  /// The number of steps on the tape.
  var steps = 0

  /// Input and old state of each step.
  var z: [Lanes] = []
  /// The values of each backbone layer, and the slopes of its activation there.
  var hidden: [[Lanes]]
  var slopes: [[Lanes]]
  /// The sums of the heads, then their bent values; on the way back the gradients of the sums.
  var heads: [Lanes] = []
  var headGradients: [Lanes] = []
  /// The gradients of each backbone layer's sums.
  var layerGradients: [[Lanes]]
  /// The new state of each step.
  var states: [Lanes] = []
  var elapsed: [Lanes] = []
  /// The gradients of the outputs.
  var outputGradients: [Lanes] = []

  /// The state that the next step begins with.
  var state: [Lanes]
  /// Room for the sums of one layer, one for each width.
  var layerSums: [Lanes]
  var headSums: [Lanes]
  var outputSums: [Lanes]

  init(_ tensors: CfCTensors, _ configuration: CfC.Configuration) {
    self.configuration = configuration
    outputs = tensors.readout.rows
    headRows = tensors.heads.rows
    hidden = tensors.backbone.map { _ in [] }
    slopes = hidden
    layerGradients = hidden
    state = [Lanes](repeating: .zero, count: configuration.units)
    layerSums = [Lanes](repeating: .zero, count: configuration.backboneUnits)
    headSums = [Lanes](repeating: .zero, count: headRows)
    outputSums = [Lanes](repeating: .zero, count: outputs)
  }

  /// The number of values that the first layer takes in.
  var width: Int { configuration.inputs + configuration.units }

  /// Forgets the sequences, so that others can begin.
  mutating func begin() {
    for unit in state.indices { state[unit] = .zero }
  }

  /// Makes room for a number of steps.
  mutating func reserve(_ steps: Int) {
    self.steps = steps
    func grow(_ lanes: inout [Lanes], _ width: Int) {
      let missing = steps * width - lanes.count
      if missing > 0 { lanes += [Lanes](repeating: .zero, count: missing) }
    }
    grow(&z, width)
    for layer in hidden.indices {
      grow(&hidden[layer], configuration.backboneUnits)
      grow(&slopes[layer], configuration.backboneUnits)
      grow(&layerGradients[layer], configuration.backboneUnits)
    }
    grow(&heads, headRows)
    grow(&headGradients, headRows)
    grow(&states, configuration.units)
    grow(&elapsed, 1)
    grow(&outputGradients, outputs)
  }
}

extension Affine {
  /// The results for sixteen inputs that begin somewhere in an array.
  func apply(to inputs: [Lanes], from first: Int, into results: inout [Lanes]) {
    for row in 0..<rows { results[row] = Lanes(repeating: bias[row]) }
    var span = results.mutableSpan
    multiplyAdd(weight.span, inputs.span.extracting(first..<first + columns), into: &span)
  }

  /// Adds the gradients of weights and biases, given those of the results.
  mutating func addGradients(_ results: [Lanes], inputs: [Lanes], steps: Int) {
    let (left, right) = (steps * rows, steps * columns)
    var span = weight.mutableSpan
    addOuterProducts(
      results.span.extracting(first: left), inputs.span.extracting(first: right), steps: steps,
      into: &span)
    for row in 0..<rows {
      var sum = Lanes.zero
      for step in 0..<steps { sum += results[step * rows + row] }
      bias[row] += sum.treeSum
    }
  }
}
