extension LTCCell {
  /// Where things stand in a row of this cell.
  struct Row {
    /// The inputs after the map.
    let mapped: Int
    /// The currents of leak and synapses from inputs; on the way back, the sum over the unfolds of
    /// each unit's `pull`.
    let currents: Int
    /// The conductances likewise; on the way back, the sum of `drain`.
    let conductances: Int
    /// The potentials after each unfold but the last, unit after unit; with a tolerance, room for
    /// three sets of potentials.
    let interior: Int
    /// One over each unfold's denominator; on the way back, that times the gradient.
    let rates: Int
    /// The gradient with respect to the current of each unit in one unfold.
    let pull: Int
    /// That times the potential: the gradient with respect to the conductance, with the other sign.
    let drain: Int
    /// The gradients of the mapped inputs.
    let mappedGradients: Int
    /// The gradients of the outputs.
    let outputGradients: Int
    let width: Int
    private let oldState: Int
    private let newState: Int
    private let unfolds: Int
    private let units: Int

    init(_ cell: LTCCell) {
      units = cell.units
      oldState = cell.oldState.lowerBound
      newState = cell.newState.lowerBound
      mapped = cell.gradientWidth
      currents = mapped + cell.inputs
      conductances = currents + units
      interior = conductances + units
      guard case .unfolds(let unfolds) = cell.configuration.solver else {
        self.unfolds = 0
        width = interior + 3 * units
        (rates, pull, drain, mappedGradients, outputGradients) = (width, width, width, width, width)
        return
      }
      self.unfolds = unfolds
      rates = interior + (unfolds - 1) * units
      pull = rates + unfolds * units
      drain = pull + units
      mappedGradients = drain + units
      outputGradients = mappedGradients + cell.inputs
      width = outputGradients + cell.outputs
    }

    /// Where the potentials before an unfold stand, or after the last one.
    @inline(__always)
    func potentials(before unfold: Int) -> Int {
      if unfold == 0 { return oldState }
      return unfold == unfolds ? newState : interior + (unfold - 1) * units
    }

    /// Where the rates of an unfold stand.
    @inline(__always)
    func rates(of unfold: Int) -> Int { rates + unfold * units }
  }
}
