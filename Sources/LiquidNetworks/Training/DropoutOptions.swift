internal import Kernels

/// What training leaves out at random, so that no output leans on few inputs or units.
///
/// N. Srivastava et al., Dropout, 2014, jmlr.org/papers/v15/srivastava14a.html; held over a sequence:
/// Y. Gal, Z. Ghahramani, A theoretically grounded application of dropout in recurrent neural
/// networks, 2016, arXiv:1512.05287.
public struct DropoutOptions: Sendable, Equatable {
  /// The share of inputs that is left out; what is kept grows by 1 / (1 − share).
  public var inputs: Float = 0
  /// The share of the cell's outputs that the readout does not see; what is kept grows likewise.
  public var outputs: Float = 0
  /// The share of groups of inputs that a sequence goes without, from its first step to its last.
  ///
  /// What is kept does not grow: a group that is left out looks like a channel that was never there.
  public var groups: Float = 0
  /// The group of each input, −1 for one that is in none; empty where there are no groups.
  public var groupOfInput: [Int] = []
  /// Whether a sequence goes without the same inputs, outputs and backbone units at every step.
  public var isHeld = false

  /// Nothing is left out.
  public init() {}
}

/// What is left out of sixteen sequences, and the choices that the cell itself asks for.
struct Dropping: Sendable {
  let options: DropoutOptions
  /// What each lane's sequence starts from.
  var keys = SIMD16<UInt32>.zero

  /// Whether any input is ever left out.
  var touchesInputs: Bool { options.inputs > 0 || options.groups > 0 }

  /// The choices at a step of the sequences.
  func choices(at step: Int) -> Dropout {
    Dropout(keys: keys, step: options.isHeld ? 0 : UInt32(step))
  }

  /// What an input is multiplied by, given the choices at a step.
  func factor(ofInput input: Int, _ choices: Dropout, _ cell: some Cell) -> Lanes {
    var factor = Lanes(repeating: 1)
    if options.inputs > 0 {
      factor = choices.factor(at: -1 - input, rate: options.inputs)
    }
    guard options.groups > 0, options.groupOfInput[input] >= 0 else { return factor }
    let place = -1 - cell.inputs - cell.outputs - options.groupOfInput[input]
    let isMissing = Dropout(keys: keys, step: 0).leavesOut(at: place, rate: options.groups)
    return factor.replacing(with: 0, where: isMissing)
  }

  /// What an output of the cell is multiplied by, given the choices at a step.
  func factor(ofOutput output: Int, _ choices: Dropout, _ cell: some Cell) -> Lanes {
    choices.factor(at: -1 - cell.inputs - output, rate: options.outputs)
  }

  /// What the choices of a sequence start from.
  static func key(seed: UInt64, epoch: Int, sequence: Int) -> UInt32 {
    let place = UInt64(epoch) &* 0xd134_2543_de82_ef95 ^ UInt64(sequence) << 24
    var mixed = Xoshiro(seed: seed ^ place)
    return UInt32(truncatingIfNeeded: mixed.next() >> 32)
  }
}
