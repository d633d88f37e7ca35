internal import Kernels

extension LTCCell {
  /// What no input and no time can make a network leave.
  ///
  /// Each potential moves to a weighted mean of itself and the potentials that leak and synapses
  /// pull to, so it stays among them; each time constant lies between that of the closed and that of
  /// the open synapses. Theorems 1 and 2 of R. Hasani et al., doi:10.1609/aaai.v35i9.16936, in the
  /// conductance-based form.
  public struct Bounds: Sendable, Equatable {
    /// The time constant of each unit, in units of network time.
    public let timeConstants: [ClosedRange<Float>]
    /// The potential of each unit of a network that starts at zero, but for rounding.
    public let potentials: [ClosedRange<Float>]
    /// Whether the bounds hold: all conductances and capacitances are at or above zero and finite.
    ///
    /// It can fail for explicit positivity alone, where weights were set by hand.
    public let areCertified: Bool

    init(_ units: [Unit], _ synapses: [Synapses]) {
      var open = units.map(\.leak)
      // Zero is where a unit starts, and what epsilon pulls to.
      var lower = units.map { min(0, $0.vleak) }
      var upper = units.map { max(0, $0.vleak) }
      var areCertified = units.allSatisfy { unit in
        unit.cm >= 0 && unit.gleak >= 0 && unit.leak.isFinite && unit.vleak.isFinite
      }
      for synapses in synapses {
        for target in units.indices {
          for index in synapses.incoming[target] {
            let synapse = synapses.all[index]
            let w = synapse.w / Elementary.gateScale
            areCertified = areCertified && w >= 0 && w.isFinite && synapse.erev.isFinite
            guard areCertified, w > 0 else { continue }
            open[target] += w
            lower[target] = min(lower[target], synapse.erev)
            upper[target] = max(upper[target], synapse.erev)
          }
        }
      }
      self.areCertified = areCertified
      guard areCertified else {
        timeConstants = units.map { _ in 0...Float.infinity }
        potentials = units.map { _ in -Float.infinity...Float.infinity }
        return
      }
      timeConstants = units.indices.map { unit in
        let cm = units[unit].cm
        return cm == 0 ? 0...0 : cm / open[unit]...cm / units[unit].leak
      }
      potentials = units.indices.map { lower[$0]...upper[$0] }
    }

    /// Whether no potential goes farther from zero.
    func isWithin(_ reach: Float) -> Bool {
      potentials.allSatisfy { $0.lowerBound >= -reach && $0.upperBound <= reach }
    }
  }

  /// Returns what a network with these weights cannot leave.
  public func bounds(_ weights: [Float]) -> Bounds { prepare(weights.span).bounds }
}
