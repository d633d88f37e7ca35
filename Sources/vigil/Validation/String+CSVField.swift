extension String {
  /// The text as a field of a table of comma-separated values.
  var csvField: String {
    guard contains(where: { ",\"\r\n".contains($0) }) else { return self }
    return "\"\(replacing("\"", with: "\"\""))\""
  }
}
