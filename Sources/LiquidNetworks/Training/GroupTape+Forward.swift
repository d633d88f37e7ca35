internal import Kernels

extension GroupTape {
  /// Steps the sequences over what is loaded.
  ///
  /// - Parameters:
  ///   - model: The weights.
  ///   - dropping: What is left out in training; none: nothing.
  ///   - start: The number of the first step within the sequences.
  ///   - state: What is remembered of each sequence, which moves on.
  mutating func forward(
    _ model: PreparedModel<C>, _ dropping: Dropping? = nil, from start: Int = 0,
    state: inout [Lanes]
  ) {
    let (inputs, units, width) = (cell.inputs, cell.units, cell.rowWidth)
    let (oldState, newState, output) = (cell.oldState, cell.newState, cell.output)
    precondition(state.count == units)
    for step in 0..<steps {
      let dropout = dropping?.choices(at: start + step)
      let first = step * width
      if let dropping, let dropout, dropping.touchesInputs {
        for input in 0..<inputs {
          rows[first + input] *= dropping.factor(ofInput: input, dropout, cell)
        }
      }
      for unit in 0..<units { rows[first + oldState.lowerBound + unit] = state[unit] }
      cell.forward(&rows, at: first, after: elapsed[step], dropout, model.cell)
      let isActive = lengths .> SIMD16<Int32>(repeating: Int32(step))
      for unit in 0..<units {
        state[unit].replace(with: rows[first + newState.lowerBound + unit], where: isActive)
      }
      readOut(first + output.lowerBound, step, dropping, dropout, model.readout)
    }
  }

  /// Reads out what the cell gave at a step.
  private mutating func readOut(
    _ first: Int, _ step: Int, _ dropping: Dropping?, _ dropout: Dropout?, _ readout: Affine
  ) {
    let count = readout.columns
    let place = step * count
    for output in 0..<count { features[place + output] = rows[first + output] }
    if let dropping, let dropout, dropping.options.outputs > 0 {
      for output in 0..<count {
        features[place + output] *= dropping.factor(ofOutput: output, dropout, cell)
      }
    }
    for row in 0..<outputs { readouts[step * outputs + row] = Lanes(repeating: readout.bias[row]) }
    readouts.add(
      readout.weight, times: features, place..<place + count,
      at: step * outputs..<(step + 1) * outputs)
  }

  /// Judges what the readout gave, and leaves the slopes for the way back.
  ///
  /// - Parameters:
  ///   - scales: What the slopes of each term are multiplied by.
  ///   - losses: Sixteen sums for each term, one for each lane, which are added to.
  mutating func judge(_ scales: [Double], losses: inout [Double]) {
    let width = objective.targetWidth
    for place in 0..<steps * outputs { slopes[place] = .zero }
    for (index, term) in objective.terms.enumerated() {
      for step in 0..<steps {
        let place = step * outputs + term.outputs.lowerBound
        let first = step * width + term.targets.lowerBound
        let loss = term.judge(
          readouts, targets, at: place, first, weights: weights, scale: Float(scales[index]),
          &slopes)
        for lane in 0..<16 { losses[index * 16 + lane] += Double(loss[lane]) }
      }
    }
  }
}

extension Objective.Term {
  /// Judges one step: adds slopes, and returns each lane's loss.
  fileprivate func judge(
    _ outputs: [Lanes], _ targets: [Lanes], at place: Int, _ first: Int, weights: Lanes,
    scale: Float, _ slopes: inout [Lanes]
  ) -> Lanes {
    var loss = StepLoss(weights: weights, scale: scale)
    var span = slopes.mutableSpan
    var own = span._mutatingExtracting(place..<place + self.outputs.count)
    loss.add(
      self, outputs.span.extracting(place..<place + self.outputs.count),
      targets.span.extracting(first..<first + self.targets.count), &own)
    return loss.loss
  }
}
