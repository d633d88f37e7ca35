extension String {
  /// The text as a field of a table of comma-separated values, in quotes where RFC 4180 wants them.
  public var csvField: String {
    guard utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0D || $0 == 0x0A }) else {
      return self
    }
    return "\"\(replacing("\"", with: "\"\""))\""
  }
}
