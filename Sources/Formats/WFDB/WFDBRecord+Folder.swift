internal import Configuration

extension WFDBRecord {
  /// The paths of the headers in a folder, those left out that are segments of another one there.
  ///
  /// What cannot be read as a header is among them, so that opening it says why.
  public static func headers(in folder: Folder) -> [String] {
    let names = folder.names.filter { $0.hasSuffix(".hea") }
    var segments: Set<String> = []
    for name in names {
      guard let text = try? SourceText(reading: folder.path(of: name)),
        let header = try? WFDBHeader(parsing: text)
      else { continue }
      for segment in header.segments { segments.insert("\(segment.name ?? "").hea") }
    }
    return names.filter { !segments.contains($0) }.map { folder.path(of: $0) }
  }
}
