public import Kernels

extension LTC: LaneNetwork {
  /// Returns the state of sixteen sequences before their first observations: zero.
  public func startLanes() -> LaneState { lanes.start() }

  /// Steps sixteen sequences, one in each lane.
  public func step(
    _ inputs: Span<Lanes>, after dt: Lanes, active: SIMDMask<SIMD16<Int32>>,
    _ state: inout LaneState, into outputs: inout MutableSpan<Lanes>
  ) {
    lanes.step(inputs, after: dt, active: active, &state, into: &outputs)
  }
}
