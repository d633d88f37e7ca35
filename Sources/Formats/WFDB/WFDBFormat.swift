extension WFDBSignal {
  /// How samples are packed into bytes, as `signal(5)` of the WFDB Applications Guide numbers it.
  public enum Format: Int, CaseIterable, Sendable {
    /// No samples at all: the signal is named, and nothing was measured.
    case null = 0
    /// A signed byte for each sample: the difference from the one before.
    case differences = 8
    /// Two bytes for each sample, the low one first.
    case twoBytes = 16
    /// Three bytes for each sample, the low one first.
    case threeBytes = 24
    /// Four bytes for each sample, the low one first.
    case fourBytes = 32
    /// Two bytes for each sample, the high one first.
    case twoBytesHighFirst = 61
    /// A byte for each sample, 128 more than it.
    case offsetByte = 80
    /// Two bytes for each sample, the low one first, 32768 more than it.
    case offsetTwoBytes = 160
    /// Three bytes for two samples of twelve bits each.
    case twelveBits = 212
    /// Four bytes for three samples of ten bits each, the third split between two words.
    case tenBitsSplit = 310
    /// Four bytes for three samples of ten bits each, one after the other.
    case tenBits = 311
    /// FLAC with at most eight bits in a sample.
    case flac8 = 508
    /// FLAC with at most sixteen bits in a sample.
    case flac16 = 516
    /// FLAC with at most twenty-four bits in a sample.
    case flac24 = 524

    /// The bits of a sample; those of a sum of differences are not limited by the format.
    public var bits: Int {
      switch self {
      case .null: 0
      case .offsetByte, .flac8: 8
      case .tenBitsSplit, .tenBits: 10
      case .twelveBits: 12
      case .twoBytes, .twoBytesHighFirst, .offsetTwoBytes, .flac16: 16
      case .threeBytes, .flac24: 24
      case .fourBytes, .differences: 32
      }
    }

    /// Whether the samples are FLAC, whose length in bytes says nothing of their number.
    public var isCompressed: Bool {
      switch self {
      case .flac8, .flac16, .flac24: true
      default: false
      }
    }

    /// The count that stands for "not measured": the least one, as in the WFDB library.
    ///
    /// Differences have none.
    public var missing: Int32? {
      switch self {
      case .null, .differences: nil
      default: Int32.min >> (32 - bits)
      }
    }

    /// The samples that are packed together, and the bytes that they take.
    var group: (samples: Int, bytes: Int) {
      switch self {
      case .null, .flac8, .flac16, .flac24: (1, 0)
      case .differences, .offsetByte: (1, 1)
      case .twoBytes, .twoBytesHighFirst, .offsetTwoBytes: (1, 2)
      case .threeBytes: (1, 3)
      case .fourBytes: (1, 4)
      case .twelveBits: (2, 3)
      case .tenBitsSplit, .tenBits: (3, 4)
      }
    }

    /// The bytes that some samples take, the last of which need not fill their group.
    ///
    /// A last sample without partners takes two bytes; the second of three takes the third byte
    /// too, and in format 310 the fourth.
    func byteCount(of samples: Int) -> Int {
      let group = group
      let whole = samples / group.samples * group.bytes
      return switch samples % group.samples {
      case 0: whole
      case 1: whole + 2
      default: whole + (self == .tenBits ? 3 : 4)
      }
    }

    /// The whole samples that some bytes hold.
    func sampleCount(in bytes: Int) -> Int {
      let group = group
      guard group.bytes > 0 else { return 0 }
      let whole = bytes / group.bytes * group.samples
      let rest = bytes % group.bytes
      guard group.samples > 1 else { return whole }
      return whole + (self == .tenBits && rest == 3 ? 2 : rest >= 2 ? 1 : 0)
    }
  }
}
