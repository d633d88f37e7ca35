public import Kernels

extension LTCCell {
  /// Adds the gradients of all weights over the steps that went back.
  ///
  /// Sixteen steps at a time, so that their potentials stay in the cache while all synapses are
  /// gone through.
  public func accumulate(
    _ tape: Span<Lanes>, steps: Int, stride: Int, offset: Int, elapsed: Span<Lanes>,
    _ weights: Prepared, into gradients: inout MutableSpan<Float>
  ) {
    guard case .unfolds(let unfolds) = configuration.solver else {
      preconditionFailure("a cell with a tolerance cannot learn: train with a number of unfolds")
    }
    let tensors = Tensors(self)
    var window = Window(self, unfolds: unfolds)
    for first in Swift.stride(from: 0, to: steps, by: Window.length) {
      window.load(
        tape, first: offset + first * stride, steps: min(Window.length, steps - first),
        stride: stride)
      for unit in 0..<units {
        window.load(unit, tape, elapsed.extracting(droppingFirst: first))
        window.addRecurrent(weights.recurrent, to: unit, tensors.recurrent, into: &gradients)
        window.addLeak(weights.units[unit], to: unit, tensors, into: &gradients)
        window.loadSums(unit, tape)
        window.addSensory(weights.sensory, to: unit, tensors.sensory, into: &gradients)
      }
    }
    let places = Row(self)
    addMap(
      tape, steps: steps, stride: stride, values: offset,
      gradients: offset + places.mappedGradients,
      tensors.inputW, tensors.inputB, into: &gradients)
    addMap(
      tape, steps: steps, stride: stride, values: offset + newState.lowerBound,
      gradients: offset + places.outputGradients, tensors.outputW, tensors.outputB,
      into: &gradients)
  }
}
