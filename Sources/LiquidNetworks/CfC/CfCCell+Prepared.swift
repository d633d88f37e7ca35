internal import Kernels

extension CfCCell {
  /// The weights laid out for sixteen sequences at once, forth and back.
  public struct Prepared: Sendable {
    /// The backbone's layers and the heads below one another.
    let backbone: [LaneMatrix]
    let heads: LaneMatrix
    /// The same turned over, but for the matrix that takes in inputs and state.
    let turned: [LaneMatrix]
    /// That matrix turned over, the part of the inputs and the part of the state.
    let turnedInputs: LaneMatrix
    let turnedState: LaneMatrix
    /// The pure mode's decay and level.
    let decay: [Float]
    let level: [Float]
  }

  /// Returns the weights laid out for sixteen sequences at once.
  public func prepare(_ weights: Span<Float>) -> Prepared {
    precondition(weights.count == layout.count, "each value of the layout has a weight")
    let all = affines(weights)
    let maps = all.map { LaneMatrix($0) }
    func turned(_ affine: Affine, _ part: Range<Int>) -> LaneMatrix {
      LaneMatrix(rows: part.count, columns: affine.rows) {
        affine.weight[$1 * affine.columns + part.lowerBound + $0]
      }
    }
    let places = places
    return Prepared(
      backbone: Array(maps.dropLast()), heads: maps[maps.count - 1],
      turned: all.dropFirst().map { turned($0, 0..<$0.columns) },
      turnedInputs: turned(all[0], 0..<inputs),
      turnedState: turned(all[0], inputs..<inputs + units),
      decay: places.decay.map { weights[$0] }, level: places.level.map { weights[$0] })
  }

  /// The layers of the backbone and, as the last one, the heads below one another.
  func affines(_ weights: Span<Float>) -> [Affine] {
    let places = places
    func affine(_ place: (weight: Range<Int>, bias: Range<Int>)) -> Affine {
      Affine(
        rows: place.bias.count, columns: place.weight.count / place.bias.count,
        weight: place.weight.map { weights[$0] }, bias: place.bias.map { weights[$0] })
    }
    let heads = places.heads.map(affine)
    let stacked = Affine(
      rows: heads.count * units, columns: heads[0].columns, weight: heads.flatMap(\.weight),
      bias: heads.flatMap(\.bias))
    return places.backbone.map(affine) + [stacked]
  }

  /// Returns the network with these weights, ready to step one sequence, lanes over its units.
  public func network(_ weights: [Float]) -> any RecurrentNetwork {
    CfCNetwork(self, weights)
  }
}
