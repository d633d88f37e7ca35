internal import Kernels

/// What the heads of a closed-form cell make of a unit, and back.
enum ClosedForm {
  /// The bent heads of the default and the no-gate mode.
  struct Gated {
    let first: Lanes
    let second: Lanes
    let gate: Lanes

    @inline(__always)
    init(first: Lanes, second: Lanes, gate: Lanes) {
      self.first = first
      self.second = second
      self.gate = gate
    }

    /// Bends the sums of the heads.
    @inline(__always)
    init(_ ff1: Lanes, _ ff2: Lanes, _ timeA: Lanes, _ timeB: Lanes, _ dt: Lanes) {
      first = Elementary.tanh(ff1)
      second = Elementary.tanh(ff2)
      gate = Elementary.sigmoid(timeA * dt + timeB)
    }

    /// The new state.
    @inline(__always)
    func state(_ mode: CfC.Mode) -> Lanes {
      let kept = mode == .noGate ? first : first * (Lanes(repeating: 1) - gate)
      return kept + gate * second
    }

    /// The gradients of the sums of the heads from that of the new state.
    @inline(__always)
    func slopes(
      _ mode: CfC.Mode, _ dt: Lanes, _ gradient: Lanes
    ) -> (ff1: Lanes, ff2: Lanes, timeA: Lanes, timeB: Lanes) {
      let one = Lanes(repeating: 1)
      let isGated = mode == .default
      let share = isGated ? one - gate : one
      let change = isGated ? second - first : second
      let opened: Lanes = change * gate * (one - gate) * gradient
      let ff1: Lanes = gradient * share * (one - first * first)
      let ff2: Lanes = gradient * gate * (one - second * second)
      return (ff1, ff2, opened * dt, opened)
    }
  }

  /// The new state in the pure mode.
  @inline(__always)
  static func relaxed(_ ff1: Lanes, decay: Lanes, level: Lanes, _ dt: Lanes) -> Lanes {
    level - level * left(ff1, decay: decay, dt) * ff1
  }

  /// The gradients in the pure mode from that of the new state.
  @inline(__always)
  static func relaxedSlopes(
    _ ff1: Lanes, decay: Lanes, level: Lanes, _ dt: Lanes, _ gradient: Lanes
  ) -> (ff1: Lanes, decay: Lanes, level: Lanes) {
    let one = Lanes(repeating: 1)
    let left = left(ff1, decay: decay, dt)
    let common: Lanes = gradient * level * left
    let slope: Lanes = common * (ff1.magnitude * dt - one)
    let decaying: Lanes = common * ff1 * dt
    return (slope, decaying * decay.signum, gradient * (one - left * ff1))
  }

  /// What is left of the old in the pure mode.
  @inline(__always)
  private static func left(_ ff1: Lanes, decay: Lanes, _ dt: Lanes) -> Lanes {
    let rate: Lanes = decay.magnitude + ff1.magnitude
    return Elementary.exp(Lanes.zero - dt * rate)
  }
}
