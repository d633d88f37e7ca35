internal import Kernels

extension GRUDCell {
  /// Where a row keeps what, after its beginning.
  struct Places: Sendable {
    /// The values that the gates see, and behind them the masks.
    let seen: Range<Int>
    /// The decayed state for `r` and `z`, then as far as it is not reset for `n`.
    let kept: Range<Int>
    /// The decayed state.
    let faded: Range<Int>
    /// The gates `r`, `z`, `n`; on the way back the gradients of their sums.
    let gates: Range<Int>
    /// The share of each value that is left; on the way back the gradients of the exponents.
    let inputDecay: Range<Int>
    /// On the way back the gradients of the weights of the input decay.
    let aged: Range<Int>
    /// The share of each unit that is left; on the way back the gradients of the exponents.
    let hiddenDecay: Range<Int>
    var end: Int { hiddenDecay.upperBound }

    init(_ configuration: Configuration) {
      var next = configuration.inputs + 3 * configuration.units
      func take(_ count: Int) -> Range<Int> {
        defer { next += count }
        return next..<next + count
      }
      seen = take(configuration.features + configuration.channels)
      kept = take(configuration.units)
      faded = take(configuration.units)
      gates = take(3 * configuration.units)
      inputDecay = take(configuration.features)
      aged = take(configuration.features)
      hiddenDecay = take(configuration.units)
    }
  }

  /// The weights as the steps read them.
  public struct Prepared: Sendable {
    let inputDecay: [Float]
    let inputDecayBias: [Float]
    let hiddenDecay: LaneMatrix
    /// The gates `r` and `z`, and `n`.
    let gating: LaneMatrix
    let candidate: LaneMatrix
    /// The matrices turned over, for the way back.
    let turnedDecay: LaneMatrix
    let turnedInput: LaneMatrix
    let turnedGating: LaneMatrix
    let turnedCandidate: LaneMatrix
  }

  /// Returns the weights in the form that the steps read.
  public func prepare(_ weights: Span<Float>) -> Prepared {
    let gates = gates(weights)
    let decay = hiddenDecay(weights)
    let split = tensors.recurrent.lowerBound + 2 * units * units
    func turned(_ first: Int, rows: Int, columns: Int) -> LaneMatrix {
      LaneMatrix(rows: columns, columns: rows) { weights[first + $1 * columns + $0] }
    }
    return Prepared(
      inputDecay: tensors.inputDecay.map { weights[$0] },
      inputDecayBias: tensors.inputDecayBias.map { weights[$0] }, hiddenDecay: LaneMatrix(decay),
      gating: LaneMatrix(gates.gating), candidate: LaneMatrix(gates.candidate),
      turnedDecay: turned(tensors.hiddenDecay.lowerBound, rows: units, columns: decay.columns),
      turnedInput: turned(
        tensors.input.lowerBound, rows: 3 * units, columns: places.seen.count),
      turnedGating: turned(tensors.recurrent.lowerBound, rows: 2 * units, columns: units),
      turnedCandidate: turned(split, rows: units, columns: units))
  }

  /// The exponents of the state's decay, over the ages.
  func hiddenDecay(_ weights: Span<Float>) -> Affine {
    Affine(
      rows: units, columns: configuration.channels, weight: tensors.hiddenDecay.map { weights[$0] },
      bias: tensors.hiddenDecayBias.map { weights[$0] })
  }

  /// The gates `r` and `z`, and `n`, each over what is seen and, behind it, the decayed state.
  func gates(_ weights: Span<Float>) -> (gating: Affine, candidate: Affine) {
    let seen = places.seen.count
    func affine(_ rows: Range<Int>) -> Affine {
      var matrix: [Float] = []
      for row in rows {
        for column in 0..<seen {
          matrix.append(weights[tensors.input.lowerBound + row * seen + column])
        }
        for unit in 0..<units {
          matrix.append(weights[tensors.recurrent.lowerBound + row * units + unit])
        }
      }
      return Affine(
        rows: rows.count, columns: seen + units, weight: matrix,
        bias: rows.map { weights[tensors.bias.lowerBound + $0] })
    }
    return (affine(0..<2 * units), affine(2 * units..<3 * units))
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
