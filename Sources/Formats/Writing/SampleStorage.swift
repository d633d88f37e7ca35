/// How the samples of a channel are stored.
public enum SampleStorage: Hashable, Sendable {
  /// As they are, in single precision.
  case float32
  /// As whole numbers `x` of 16 bits with value = (x − baseline) / gain; `missing` means not measured.
  ///
  /// Values between two of these numbers are stored as the nearest; one beyond them is an error.
  case int16(gain: Double, baseline: Double, missing: Int16? = .min)
  /// As whole numbers `x` of 16 bits with value = x · scale + offset; `missing` means not measured.
  ///
  /// Files with such a channel are of version 2 of Vigil's layout.
  case scaledInt16(scale: Double, offset: Double, missing: Int16? = .min)

  /// The number that means "not measured".
  var missing: Int16? {
    switch self {
    case .float32: nil
    case .int16(_, _, let missing), .scaledInt16(_, _, let missing): missing
    }
  }

  /// The number that a value is nearest to, or nil where there is none of 16 bits.
  @inline(__always)
  func number(of value: Float) -> Int16? {
    let number: Double =
      switch self {
      case .float32: .nan
      case .int16(let gain, let baseline, _): Double(value) * gain + baseline
      case .scaledInt16(let scale, let offset, _): (Double(value) - offset) / scale
      }
    return Int16(exactly: number.rounded())
  }

  /// How numbers become values again.
  var encoding: SampleEncoding {
    let missing = missing.map { [Double($0)] } ?? []
    return switch self {
    case .float32: SampleEncoding()
    case .int16(let gain, let baseline, _):
      SampleEncoding(transform: .gain(gain, baseline: baseline), missing: missing)
    case .scaledInt16(let scale, let offset, _):
      SampleEncoding(transform: .scale(scale, offset: offset), missing: missing)
    }
  }
}

/// Whether the samples of a channel can be stored as numbers of 16 bits without losing a bit.
///
/// The least number serves as "not measured" unless it is measured; where it is and samples are
/// missing too, or a value is not the very one that its number stands for, single precision is left.
public struct ExactStorage: Sendable {
  private let wished: SampleStorage
  private let encoding: SampleEncoding
  private var isExact = true
  private var isLeastTaken = false
  private var isAnyMissing = false

  /// Begins with how the source stores the samples.
  public init(_ wished: SampleStorage) {
    self.wished = wished
    var encoding = wished.encoding
    encoding.missing = []
    self.encoding = encoding
  }

  /// Looks at samples, all those of the channel by and by.
  public mutating func look(at samples: [Float]) {
    guard isExact, wished != .float32 else { return }
    for sample in samples {
      if sample.isNaN {
        isAnyMissing = true
        continue
      }
      guard let number = wished.number(of: sample),
        encoding.value(Double(number)).bitPattern == sample.bitPattern
      else {
        isExact = false
        return
      }
      if number == .min { isLeastTaken = true }
    }
  }

  /// The storage that keeps all samples that were looked at.
  public var storage: SampleStorage {
    guard isExact, !(isLeastTaken && isAnyMissing) else { return .float32 }
    let missing: Int16? = isLeastTaken ? nil : .min
    return switch wished {
    case .float32: .float32
    case .int16(let gain, let baseline, _):
      .int16(gain: gain, baseline: baseline, missing: missing)
    case .scaledInt16(let scale, let offset, _):
      .scaledInt16(scale: scale, offset: offset, missing: missing)
    }
  }
}
