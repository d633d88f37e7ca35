/// How much a file may ask for: what an honest recording never reaches and a hostile one tries to.
public enum Limits {
  /// The most bytes that one read may take at once.
  public static let bytes = 1 << 30
  /// The most bytes that one chunk of a dataset may hold.
  public static let chunkBytes = 1 << 30
  /// The most bytes that one attribute may hold.
  public static let attributeBytes = 1 << 20
  /// The most objects that one group, or one walk through a file, may meet.
  public static let objects = 100_000
  /// The deepest that groups may be nested.
  public static let depth = 32

  /// The product of an extent and the size of an element, if it is within a limit.
  static func bytes(of extent: [Int], elementSize: Int, atMost limit: Int) -> Int? {
    // A length of zero does not excuse the others: their product is computed too.
    var product = elementSize
    for length in extent {
      let (next, overflow) = product.multipliedReportingOverflow(by: max(1, length))
      guard !overflow else { return nil }
      product = next
    }
    if extent.contains(0) { return 0 }
    return product <= limit ? product : nil
  }
}
