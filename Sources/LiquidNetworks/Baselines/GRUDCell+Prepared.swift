internal import Kernels

extension GRUDCell {
  /// Where a row keeps what, after its beginning.
  struct Places: Sendable {
    /// The values that the gates see, and behind them the masks.
    let seen: Range<Int>
    /// The decayed state.
    let faded: Range<Int>
    /// The decayed state as far as it is not reset.
    let kept: Range<Int>
    /// The gates `r`, `z`, `n`; on the way back the gradients of their sums.
    let gates: Range<Int>
    /// The share of each value that is left; on the way back the gradients of the exponents.
    let inputDecay: Range<Int>
    /// The same of each unit.
    let hiddenDecay: Range<Int>
    var end: Int { hiddenDecay.upperBound }

    init(_ configuration: Configuration) {
      var next = configuration.inputs + 3 * configuration.units
      func take(_ count: Int) -> Range<Int> {
        defer { next += count }
        return next..<next + count
      }
      seen = take(configuration.features + configuration.channels)
      faded = take(configuration.units)
      kept = take(configuration.units)
      gates = take(3 * configuration.units)
      inputDecay = take(configuration.features)
      hiddenDecay = take(configuration.units)
    }
  }

  /// The weights as the steps read them.
  public struct Prepared: Sendable {
    let inputDecay: [Float]
    let inputDecayBias: [Float]
    let hiddenDecay: [Float]
    let hiddenDecayBias: [Float]
    let input: [Float]
    /// The rows of `r` and `z`, and those of `n`.
    let gating: [Float]
    let candidate: [Float]
    let bias: [Float]
    /// The matrices turned over, for the way back.
    let turnedDecay: [Float]
    let turnedInput: [Float]
    let turnedGating: [Float]
    let turnedCandidate: [Float]
  }

  /// Returns the weights in the form that the steps read.
  public func prepare(_ weights: Span<Float>) -> Prepared {
    func values(_ range: Range<Int>) -> [Float] { range.map { weights[$0] } }
    func turned(_ matrix: [Float], columns: Int) -> [Float] {
      let rows = matrix.count / columns
      return (0..<matrix.count).map { matrix[$0 % rows * columns + $0 / rows] }
    }
    let split = tensors.recurrent.lowerBound + 2 * units * units
    let hiddenDecay = values(tensors.hiddenDecay)
    let input = values(tensors.input)
    let gating = values(tensors.recurrent.lowerBound..<split)
    let candidate = values(split..<tensors.recurrent.upperBound)
    return Prepared(
      inputDecay: values(tensors.inputDecay), inputDecayBias: values(tensors.inputDecayBias),
      hiddenDecay: hiddenDecay, hiddenDecayBias: values(tensors.hiddenDecayBias), input: input,
      gating: gating, candidate: candidate, bias: values(tensors.bias),
      turnedDecay: turned(hiddenDecay, columns: configuration.channels),
      turnedInput: turned(input, columns: places.seen.count),
      turnedGating: turned(gating, columns: units),
      turnedCandidate: turned(candidate, columns: units))
  }

  /// The share that is left of what decays at this exponent.
  @inline(__always)
  static func left(_ exponent: Lanes) -> Lanes {
    Elementary.exp(Lanes.zero - exponent.replacing(with: 0, where: exponent .< 0))
  }

  /// The value that the gates see of a feature.
  @inline(__always)
  static func seen(_ value: Lanes, mask: Lanes, left: Lanes) -> Lanes {
    let missing: Lanes = Lanes(repeating: 1) - mask
    let remembered: Lanes = left * value
    return mask * value + missing * remembered
  }

  /// The new value of a unit.
  @inline(__always)
  static func mixed(_ faded: Lanes, update: Lanes, candidate: Lanes) -> Lanes {
    (Lanes(repeating: 1) - update) * faded + update * candidate
  }
}
