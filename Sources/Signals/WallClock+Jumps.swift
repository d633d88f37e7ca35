extension WallClock {
  /// A step of civil time that the time of the recording did not make.
  public struct Jump: Hashable, Sendable {
    /// Where it lies in the recording.
    public var position: Time
    /// How far civil time went on further than the recording; negative where it went back.
    public var by: Time
  }

  /// Where civil time went on otherwise than the recording, in order.
  ///
  /// No stage sees a jump: positions count samples, and go on evenly whatever the clock says.
  public var jumps: [Jump] {
    zip(steps, steps.dropFirst()).compactMap { before, step in
      let civil =
        Time(nanoseconds: step.unixNanoseconds) - Time(nanoseconds: before.unixNanoseconds)
      let by = civil - (step.position - before.position)
      return by == .zero ? nil : Jump(position: step.position, by: by)
    }
  }
}
