/// A cascade run over a whole signal forwards and then backwards, so that nothing is delayed.
///
/// The gain is the square of the cascade's. Each stretch between long gaps is filtered by itself, as
/// `scipy.signal.sosfiltfilt` does: it is continued at both ends by its own samples turned about the
/// end, and each run starts in the steady state of its first sample. Arithmetic is `Double`.
///
/// F. Gustafsson, Determining the initial states in forward-backward filtering, IEEE Trans. Signal
/// Process. 44 (1996) 988–992, doi:10.1109/78.492552.
///
/// What is not finite is missing. Up to ``bridge`` missing samples are bridged by a straight line; a
/// longer run ends a stretch. The whole signal must be known, and is held as `Double`.
public struct ZeroPhaseFilter: Sendable {
  /// The sections, in the order in which they are applied.
  public let sections: SecondOrderSections
  /// The longest run of missing samples that does not end a stretch.
  public let bridge: Int
  /// The samples at each end of a stretch that depend on how it was continued: as many as the sections
  /// take to settle to a hundredth.
  public let edge: Int
  private let cascade: SectionCascade

  /// A filter of `sections` that bridges runs of up to `bridge` missing samples.
  public init(_ sections: SecondOrderSections, bridge: Int = 0) {
    precondition(bridge >= 0, "a run has no negative length")
    self.sections = sections
    self.bridge = bridge
    edge = sections.settling(to: 0.01)
    cascade = SectionCascade(sections)
  }

  /// The signal without delay, and how far each sample is to be trusted.
  public func filtered(_ samples: Span<Float>) -> FilteredSamples {
    var values = [Double](repeating: 0, count: samples.count)
    for index in samples.indices { values[index] = Double(samples[index]) }
    let marks = filter(&values)
    var output = FilteredSamples()
    for (value, mark) in zip(values, marks) { output.append(Float(value), mark) }
    return output
  }

  /// The signal without delay, NaN where there is none.
  public func filtered(_ samples: Span<Double>) -> [Double] {
    var values = [Double](repeating: 0, count: samples.count)
    for index in samples.indices { values[index] = samples[index] }
    _ = filter(&values)
    return values
  }

  /// Filters each stretch in place.
  private func filter(_ values: inout [Double]) -> [FilteredSamples.Mark] {
    var marks = [FilteredSamples.Mark](repeating: .missing, count: values.count)
    var first: Int?
    var last = 0
    for index in values.indices where values[index].isFinite {
      if let start = first, index - last - 1 > bridge {
        filter(start...last, &values, &marks)
        first = index
      } else if first != nil {
        let step = (values[index] - values[last]) / Double(index - last)
        for missing in (last + 1)..<index {
          values[missing] = values[last] + Double(missing - last) * step
          marks[missing] = .bridged
        }
      } else {
        first = index
      }
      marks[index] = .sound
      last = index
    }
    if let first { filter(first...last, &values, &marks) }
    for index in values.indices where marks[index] == .missing { values[index] = .nan }
    return marks
  }

  private func filter(
    _ stretch: ClosedRange<Int>, _ values: inout [Double],
    _ marks: inout [FilteredSamples.Mark]
  ) {
    let count = stretch.count
    let margin = min(extent, count - 1)
    var long = [Double](repeating: 0, count: count + 2 * margin)
    let (head, tail) = (values[stretch.lowerBound], values[stretch.upperBound])
    for offset in 0..<margin {
      long[margin - 1 - offset] = 2 * head - values[stretch.lowerBound + 1 + offset]
      long[margin + count + offset] = 2 * tail - values[stretch.upperBound - 1 - offset]
    }
    for offset in 0..<count { long[margin + offset] = values[stretch.lowerBound + offset] }
    for _ in 0..<2 {
      run(&long)
      long.reverse()
    }
    for offset in 0..<count { values[stretch.lowerBound + offset] = long[margin + offset] }
    for index in stretch where marks[index] == .sound {
      let near = min(index - stretch.lowerBound, stretch.upperBound - index)
      if near < edge { marks[index] = .edge }
    }
  }

  private func run(_ values: inout [Double]) {
    var memory = [Double](repeating: 0, count: cascade.memoryCount)
    cascade.settle(at: values[0], &memory)
    var span = values.mutableSpan
    cascade.run(&span, first: span.count, &memory)
  }

  /// The samples by which a stretch is continued: three times the length of the cascade's polynomials.
  private var extent: Int {
    let zeros = sections.sections.count { $0.b2 == 0 }
    let poles = sections.sections.count { $0.a2 == 0 }
    return 3 * (2 * sections.sections.count + 1 - min(zeros, poles))
  }
}
