internal import Kernels

extension GroupTape {
  /// Goes back over the steps, from the slopes of the readout.
  ///
  /// The state that the first step began with is taken as given (truncated back-propagation through
  /// time).
  ///
  /// - Parameters:
  ///   - model: The weights that `forward` had.
  ///   - dropping: What `forward` left out.
  ///   - start: The number of the first step within the sequences.
  ///   - inputGradients: Where the gradients of the inputs go, step after step; none: nowhere.
  mutating func backward(
    _ model: PreparedModel<C>, _ dropping: Dropping? = nil, from start: Int = 0,
    inputGradients: inout [Lanes]
  ) {
    let (inputs, units, width) = (cell.inputs, cell.units, cell.rowWidth)
    let (oldState, newState, output) = (cell.oldState, cell.newState, cell.output)
    for place in gradients.indices { gradients[place] = .zero }
    for step in stride(from: steps - 1, through: 0, by: -1) {
      let dropout = dropping?.choices(at: start + step)
      carry(back: step, output, dropping, dropout, model)
      let isActive = lengths .> SIMD16<Int32>(repeating: Int32(step))
      // A lane that has ended carries nothing, whatever stands in it.
      for place in newState { gradients[place].replace(with: 0, where: .!isActive) }
      cell.backward(&rows, at: step * width, after: elapsed[step], dropout, model.cell, &gradients)
      for unit in 0..<units {
        gradients[newState.lowerBound + unit] = gradients[oldState.lowerBound + unit]
      }
      if inputGradients.isEmpty { continue }
      for input in 0..<inputs {
        var gradient = gradients[input]
        if let dropping, let dropout, dropping.touchesInputs {
          gradient *= dropping.factor(ofInput: input, dropout, cell)
        }
        inputGradients[step * inputs + input] = gradient.replacing(with: 0, where: .!isActive)
      }
    }
  }

  /// Takes the slopes of the readout back to what the cell gave.
  private mutating func carry(
    back step: Int, _ output: Range<Int>, _ dropping: Dropping?, _ dropout: Dropout?,
    _ model: PreparedModel<C>
  ) {
    for place in output { gradients[place] = .zero }
    gradients.add(
      model.turned, times: slopes, step * outputs..<(step + 1) * outputs, at: output)
    guard let dropping, let dropout, dropping.options.outputs > 0 else { return }
    for index in 0..<output.count {
      gradients[output.lowerBound + index] *= dropping.factor(ofOutput: index, dropout, cell)
    }
  }

  /// Adds the gradients of all weights, the cell's and then the readout's, to a flat array.
  func accumulate(_ model: PreparedModel<C>, into flat: inout [Float]) {
    if steps == 0 { return }
    let own = cell.layout.count
    let matrix = own + outputs * cell.outputs
    var span = flat.mutableSpan
    var first = span._mutatingExtracting(0..<own)
    cell.accumulate(
      rows.span, steps: steps, stride: cell.rowWidth, offset: 0, elapsed: elapsed.span, model.cell,
      into: &first)
    var readout = span._mutatingExtracting(own..<matrix)
    addOuterProducts(
      slopes.span.extracting(first: steps * outputs),
      features.span.extracting(first: steps * cell.outputs), steps: steps, into: &readout)
    for row in 0..<outputs {
      var sum = Lanes.zero
      for step in 0..<steps { sum += slopes[step * outputs + row] }
      flat[matrix + row] += sum.treeSum
    }
  }
}
