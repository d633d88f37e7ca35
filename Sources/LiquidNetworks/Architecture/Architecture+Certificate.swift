/// What a network with given weights cannot leave, whatever it takes in and however long it waits.
public struct Certificate: Sendable, Hashable {
  /// Where all values that its outputs are made from stay, but for rounding; none: nothing is known.
  public var state: ClosedRange<Float>?
  /// Between which its units' time constants stay, in units of network time; none: it has no such.
  public var timeConstants: ClosedRange<Float>?

  /// A certificate of these bounds.
  public init(state: ClosedRange<Float>? = nil, timeConstants: ClosedRange<Float>? = nil) {
    self.state = state
    self.timeConstants = timeConstants
  }
}

extension Architecture {
  /// Says what a network of this kind with these weights cannot leave.
  ///
  /// The gate of a closed-form network weighs two values within ±1; without the gate's complement it
  /// adds them; the pure form has no bound. The bounds of a liquid time-constant network follow from
  /// its weights; see `LTCCell.Bounds`.
  ///
  /// - Parameter weights: The weights of its cell, flat.
  /// - Returns: What is certain.
  public func certificate(_ weights: [Float]) -> Certificate {
    switch self {
    case .cfc(let configuration): return Certificate(state: configuration.mode.bound)
    case .wiredCfC(let configuration): return Certificate(state: configuration.mode.bound)
    case .lstm, .gruD: return Certificate(state: -1...1)
    case .ltc(let configuration):
      let bounds = LTCCell(configuration).bounds(weights)
      guard bounds.areCertified else { return Certificate() }
      return Certificate(
        state: bounds.potentials.hull, timeConstants: bounds.timeConstants.hull)
    case .mixedMemory(let inner):
      let own = inner.certificate(Array(weights[..<inner.cell.layout.count]))
      guard case .ltc = inner, let state = own.state else { return own }
      // The memory puts a value within ±1 in the place of each potential.
      return Certificate(
        state: min(state.lowerBound, -1)...max(state.upperBound, 1),
        timeConstants: own.timeConstants)
    }
  }
}

extension CfCCell.Mode {
  fileprivate var bound: ClosedRange<Float>? {
    switch self {
    case .default: -1...1
    case .noGate: -2...2
    case .pure: nil
    }
  }
}

extension [ClosedRange<Float>] {
  /// The smallest range that holds all of these.
  fileprivate var hull: ClosedRange<Float>? {
    guard let first else { return nil }
    return reduce(first) {
      Swift.min($0.lowerBound, $1.lowerBound)...Swift.max($0.upperBound, $1.upperBound)
    }
  }
}
