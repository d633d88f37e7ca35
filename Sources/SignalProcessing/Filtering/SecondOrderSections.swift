internal import Kernels

/// A digital filter as a cascade of second-order sections.
public struct SecondOrderSections: Sendable, Equatable {
  /// One section: `(b0 + b1 z⁻¹ + b2 z⁻²) / (1 + a1 z⁻¹ + a2 z⁻²)`.
  public struct Section: Sendable, Equatable {
    /// The weight of the newest input.
    public var b0: Double
    /// The weight of the input before.
    public var b1: Double
    /// The weight of the input two before.
    public var b2: Double
    /// The weight of the output before.
    public var a1: Double
    /// The weight of the output two before.
    public var a2: Double

    /// A section of these weights, that of the newest output being one.
    public init(b0: Double, b1: Double, b2: Double, a1: Double, a2: Double) {
      self.b0 = b0
      self.b1 = b1
      self.b2 = b2
      self.a1 = a1
      self.a2 = a2
    }

    /// What a constant is multiplied by; zero where it has no steady state.
    var constantGain: Double {
      let denominator = 1 + a1 + a2
      return denominator == 0 ? 0 : (b0 + b1 + b2) / denominator
    }
  }

  /// The sections in the order in which they are applied.
  public let sections: [Section]

  /// A cascade of `sections`.
  public init(_ sections: [Section]) {
    self.sections = sections
  }

  /// This filter followed by `next`.
  public func followed(by next: SecondOrderSections) -> SecondOrderSections {
    SecondOrderSections(sections + next.sections)
  }

  /// By how much the amplitude of `frequency` is multiplied.
  public func gain(at frequency: Double, rate: Double) -> Double {
    let unit = unitDelay(frequency, rate)
    return sections.reduce(1) { gain, section in
      let numerator = polynomial(section.b0, section.b1, section.b2, unit).value
      let denominator = polynomial(1, section.a1, section.a2, unit).value
      return gain * numerator.magnitude / denominator.magnitude
    }
  }

  /// By how many seconds the envelope of `frequency` is delayed.
  ///
  /// Where a zero lies on the unit circle at `frequency` the limit beside it is given.
  public func groupDelay(at frequency: Double, rate: Double) -> Double {
    let unit = unitDelay(frequency, rate)
    let samples = sections.reduce(0) { delay, section in
      delay + polynomial(section.b0, section.b1, section.b2, unit).delay
        - polynomial(1, section.a1, section.a2, unit).delay
    }
    return samples / rate
  }

  private func unitDelay(_ frequency: Double, _ rate: Double) -> Complex {
    let angle = 2 * Double.pi * frequency / rate
    return Complex(Elementary.cos(angle), -Elementary.sin(angle))
  }

  /// A polynomial's value at `unit` = exp(−jω), and its group delay in samples.
  private func polynomial(
    _ c0: Double, _ c1: Double, _ c2: Double, _ unit: Complex
  ) -> (value: Complex, delay: Double) {
    let first = c1 * unit
    let second = c2 * (unit * unit)
    let value = Complex(c0) + first + second
    let scale = c0.magnitude + c1.magnitude + c2.magnitude
    // Zeros on the unit circle delay by half a sample each, and at themselves there is no phase.
    guard value.magnitude > 1e-9 * scale else { return (value, c2 == 0 ? 0.5 : 1) }
    return (value, ((first + 2 * second) / value).real)
  }
}
