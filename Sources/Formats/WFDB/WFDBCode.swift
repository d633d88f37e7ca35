/// What an annotation of a WFDB record says, as `ecgcodes.h` of the WFDB library numbers it.
public struct WFDBCode: RawRepresentable, Hashable, Sendable {
  /// The number in annotation files.
  public let rawValue: Int

  /// The code of this number.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// A change of signal quality.
  public static let noise = WFDBCode(rawValue: 14)
  /// A comment.
  public static let note = WFDBCode(rawValue: 22)
  /// A change of rhythm.
  public static let rhythm = WFDBCode(rawValue: 28)
  /// A link to data elsewhere.
  public static let link = WFDBCode(rawValue: 36)

  /// The mnemonic of the library, or the number in brackets where it has none.
  public var mnemonic: String {
    let all = WFDBCode.mnemonics
    let known = all.indices.contains(rawValue) ? all[rawValue] : ""
    return known.isEmpty ? "[\(rawValue)]" : known
  }

  /// The code with this mnemonic of the library.
  public init?(mnemonic: String) {
    guard !mnemonic.isEmpty, mnemonic != " ",
      let code = WFDBCode.mnemonics.firstIndex(of: mnemonic)
    else { return nil }
    rawValue = code
  }

  /// Whether a heart beat is meant: the beat annotations of the PhysioBank list.
  ///
  /// A wave of ventricular flutter, `!`, is none.
  public var isBeat: Bool {
    switch rawValue {
    case 1...13, 25, 30, 34, 35, 38, 41: true
    default: false
    }
  }

  /// The mnemonics in the order of the codes, empty where a code has none.
  private static let mnemonics = [
    " ", "N", "L", "R", "a", "V", "F", "J", "A", "S",
    "E", "j", "/", "Q", "~", "", "|", "", "s", "T",
    "*", "D", "\"", "=", "p", "B", "^", "t", "+", "u",
    "?", "!", "[", "]", "e", "n", "@", "x", "f", "(",
    ")", "r",
  ]
}
