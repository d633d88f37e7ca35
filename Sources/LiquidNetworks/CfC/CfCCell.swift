internal import Kernels

/// One cell: backbone and heads, of a whole network or of one layer of a wired one.
struct CfCCell: Sendable {
  let inputs: Int
  let units: Int
  let width: Int
  let mode: CfC.Mode
  let activation: Activation
  let packedBackbone: [PackedAffine]
  let packedHeads: PackedAffine
  let packedDecay: [Lanes]
  let packedLevel: [Lanes]
  let backbone: [Affine]
  let heads: Affine
  let decay: [Float]
  let level: [Float]

  init(_ configuration: CfC.Configuration, _ weights: CfC.Weights) {
    inputs = configuration.inputs
    units = configuration.units
    width = configuration.backboneUnits
    mode = configuration.mode
    activation = configuration.activation
    backbone = weights.backbone
    packedBackbone = weights.backbone.map { PackedAffine(stacking: [$0]) }
    let heads = weights.heads
    packedHeads = PackedAffine(stacking: heads)
    self.heads = Affine(
      rows: heads.count * configuration.units, columns: configuration.headInputs,
      weight: heads.flatMap(\.weight), bias: heads.flatMap(\.bias))
    decay = weights.wTau.map { abs($0) }
    level = weights.level
    packedDecay = Self.packed(decay)
    packedLevel = Self.packed(level)
  }

  private static func packed(_ values: [Float]) -> [Lanes] {
    var packed = [Lanes](repeating: .zero, count: Lanes.blocks(for: values.count))
    for (index, value) in values.enumerated() { packed[index / 16][index % 16] = value }
    return packed
  }

  /// Input and state of sixteen sequences, as the first layer reads them, and room for what comes
  /// between.
  struct LaneScratch: Sendable {
    var z: [Lanes]
    var front: [Lanes]
    var back: [Lanes]
    var sums: [Lanes]
  }

  /// Room for steps: input and state side by side, as the first layer reads them, then the values
  /// of one layer.
  func room(values: Int = 0) -> NetworkState {
    let blocks = Lanes.blocks(for: width)
    return NetworkState(
      values: values, scratch: hidden + 16 * blocks, lanes: max(packedHeads.bias.count, blocks))
  }

  /// Where a layer's values stand in the room.
  var hidden: Int { inputs + 16 * Lanes.blocks(for: units) }

  func laneScratch() -> LaneScratch {
    let hidden = [Lanes](repeating: .zero, count: width)
    return LaneScratch(
      z: [Lanes](repeating: .zero, count: inputs + units), front: hidden, back: hidden,
      sums: [Lanes](repeating: .zero, count: heads.rows))
  }

  /// The new state of a unit from the sums of its heads.
  @inline(__always)
  func combine(_ ff1: Lanes, _ ff2: Lanes, _ timeA: Lanes, _ timeB: Lanes, _ dt: Lanes) -> Lanes {
    let first = Elementary.tanh(ff1)
    let second = Elementary.tanh(ff2)
    let gate = Elementary.sigmoid(timeA * dt + timeB)
    let kept = mode == .noGate ? first : first * (Lanes(repeating: 1) - gate)
    return kept + gate * second
  }

  /// The new state of a unit in the pure mode.
  @inline(__always)
  func relax(_ ff1: Lanes, decay: Lanes, level: Lanes, _ dt: Lanes) -> Lanes {
    let size = unsafeBitCast(
      unsafeBitCast(ff1, to: SIMD16<UInt32>.self) & 0x7fff_ffff, to: Lanes.self)
    return level - level * Elementary.exp(Lanes.zero - dt * (decay + size)) * ff1
  }
}
