internal import Kernels

/// The kernels whose lanes are sequences.
///
/// `isWithin` says that all sources are within `reach`; it changes no bits, only the work.
extension Synapses {
  /// Adds conductances and currents into one unit.
  @inline(__always)
  func add(
    to target: Int, _ potentials: Span<Lanes>, isWithin: Bool, current: inout Lanes,
    conductance: inout Lanes
  ) {
    let all = all.span
    let scale = Lanes(repeating: Elementary.gateScale)
    for index in incoming[target] {
      let distance: Lanes = potentials[Int(all[index].source)] - Lanes(repeating: all[index].mu)
      var x: Lanes = distance * Lanes(repeating: all[index].slope)
      if !isWithin { x = Elementary.gateArgument(x) }
      let open: Lanes = Lanes(repeating: all[index].w) / (scale + Elementary.gatePower(x))
      conductance += open
      current += open * Lanes(repeating: all[index].erev)
    }
  }

  /// The gradient with respect to one source: mirrors `add`.
  ///
  /// - Parameters:
  ///   - source: The source.
  ///   - v: Its potential.
  ///   - pull: The gradient with respect to each unit's current.
  ///   - drain: The gradient with respect to each unit's conductance, with the other sign.
  ///   - isWithin: Whether the potential is within `reach`.
  /// - Returns: The sum over its synapses.
  @inline(__always)
  func gradient(
    of source: Int, at v: Lanes, pull: Span<Lanes>, drain: Span<Lanes>, isWithin: Bool
  ) -> Lanes {
    let reversed = reversed.span
    let scale = Lanes(repeating: Elementary.gateScale)
    let one = Lanes(repeating: 1)
    var sum = Lanes.zero
    for index in outgoing[source] {
      let target = Int(reversed[index].target)
      let distance: Lanes = v - Lanes(repeating: reversed[index].mu)
      var x: Lanes = distance * Lanes(repeating: reversed[index].slope)
      if !isWithin { x = Elementary.gateArgument(x) }
      let power = Elementary.gatePower(x)
      let rate: Lanes = one / (scale + power)
      let opening: Lanes = Lanes(repeating: reversed[index].erev) * pull[target] - drain[target]
      let closed: Lanes = power * rate
      sum += opening * Lanes(repeating: reversed[index].steepness) * closed * rate
    }
    return sum
  }

  /// What the gradients of one synapse's weights are made of, summed over steps.
  struct Sums {
    /// The gradient with respect to `erev`, but for w.
    var pulled = Lanes.zero
    /// The gradient with respect to w, but for its slope over its weight.
    var opened = Lanes.zero
    /// The gradient with respect to the gate's argument, but for w.
    var moved = Lanes.zero
    /// That times the distance of the potential from μ.
    var stretched = Lanes.zero
  }

  /// Sums over the steps what the gradients of one synapse's weights are made of.
  ///
  /// Never inlined: beside the sums over the lanes the compiler would take the lanes apart.
  ///
  /// - Parameters:
  ///   - index: Which of `all`.
  ///   - v: The potential of its source at each step.
  ///   - pull: The gradient with respect to the current of its target.
  ///   - drain: The gradient with respect to the conductance of its target, with the other sign.
  ///   - isWithin: Whether the potentials are within `reach`.
  /// - Returns: The sums, lane by lane.
  @inline(never)
  func sum(
    _ index: Int, _ v: Span<Lanes>, pull: Span<Lanes>, drain: Span<Lanes>, isWithin: Bool
  ) -> Sums {
    let synapse = all[index]
    let mu = Lanes(repeating: synapse.mu)
    let slope = Lanes(repeating: synapse.slope)
    let erev = Lanes(repeating: synapse.erev)
    let scale = Lanes(repeating: Elementary.gateScale)
    let one = Lanes(repeating: 1)
    var sums = Sums()
    for step in v.indices {
      let distance: Lanes = v[step] - mu
      var x: Lanes = distance * slope
      if !isWithin { x = Elementary.gateArgument(x) }
      let power = Elementary.gatePower(x)
      let rate: Lanes = one / (scale + power)
      let opening: Lanes = (erev * pull[step] - drain[step]) * rate
      sums.pulled += pull[step] * rate
      sums.opened += opening
      let move: Lanes = opening * (power * rate)
      sums.moved += move
      sums.stretched += move * distance
    }
    return sums
  }
}
