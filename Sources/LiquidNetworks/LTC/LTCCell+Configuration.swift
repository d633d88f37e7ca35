extension LTCCell {
  /// How a liquid time-constant cell is built.
  public struct Configuration: Sendable, Hashable {
    /// Which neurons are joined.
    public var wiring: Wiring
    /// How the differential equation is solved between two observations.
    public var solver: Solver
    /// A conductance that pulls every unit to zero: what keeps the solver's denominator above zero.
    public var epsilon: Float
    /// What keeps conductances and capacitances at or above zero.
    public var positivity: Positivity
    /// What is done to the inputs first.
    public var inputMapping: Mapping
    /// What is done to the motor neurons' potentials to give outputs.
    public var outputMapping: Mapping

    /// A cell with this wiring and the defaults of ncps' layer.
    public init(
      wiring: Wiring, solver: Solver = .unfolds(6), epsilon: Float = 1e-8,
      positivity: Positivity = .implicit, inputMapping: Mapping = .affine,
      outputMapping: Mapping = .affine
    ) {
      self.wiring = wiring
      self.solver = solver
      self.epsilon = epsilon
      self.positivity = positivity
      self.inputMapping = inputMapping
      self.outputMapping = outputMapping
    }
  }

  /// How the time between two observations is divided into steps of the fused solver.
  public enum Solver: Sendable, Hashable {
    /// Always into so many: part of what the network computes, and what ncps does.
    case unfolds(Int)
    /// Into as many as the equation needs, for networks that only infer.
    ///
    /// Two, four, eight unfolds and so on are tried until twice the change from one trial to the
    /// next is within `absolute + relative · |v|` for every unit, at most `most` unfolds. The error
    /// of the first-order solver is about the change, so it stays within the tolerance. Each
    /// sequence is divided by itself. Such a cell cannot go back: train with `unfolds`.
    case tolerance(relative: Float, absolute: Float, most: Int)
  }

  /// What keeps conductances and capacitances at or above zero.
  public enum Positivity: String, Sendable, Hashable, CaseIterable {
    /// They are the softplus of their weights.
    case implicit
    /// They are their weights, which the optimiser clips after each change.
    case explicit
  }

  /// What is done to values on their way in or out, one by one.
  public enum Mapping: String, Sendable, Hashable, CaseIterable {
    /// They are multiplied by a weight, and a bias is added.
    case affine
    /// They are multiplied by a weight.
    case linear
    /// Nothing.
    case none
  }
}
