internal import Kernels

/// What training leaves out around a cell, and the choices that the cell itself asks for.
struct Dropping: Sendable {
  /// The share of inputs that is left out.
  let inputs: Float
  /// The share of the cell's outputs that the readout does not see.
  let outputs: Float
  /// What each lane's sequence starts from.
  var keys = SIMD16<UInt32>.zero

  /// The choices at a step of the sequences.
  func choices(at step: Int) -> Dropout { Dropout(keys: keys, step: UInt32(step)) }

  /// What the choices of a sequence start from.
  static func key(seed: UInt64, epoch: Int, sequence: Int) -> UInt32 {
    let place = UInt64(epoch) &* 0xd134_2543_de82_ef95 ^ UInt64(sequence) << 24
    var mixed = Xoshiro(seed: seed ^ place)
    return UInt32(truncatingIfNeeded: mixed.next() >> 32)
  }

  /// The place of an input among the choices; cells use places from zero on.
  static func place(ofInput input: Int) -> Int { -1 - input }

  /// The place of a cell's output among the choices.
  static func place(ofOutput output: Int, _ cell: some Cell) -> Int { -1 - cell.inputs - output }
}
