extension Dataset {
  /// The reader that decodes chunks of this dataset without the library, the same for all who ask
  /// for it; nil where the library must read it.
  ///
  /// Datasets of numbers in one or two dimensions whose chunks went through gzip, shuffle and
  /// Fletcher-32 at most have one, in files that are only read.
  public func chunkReader() throws(HDF5Error) -> ChunkReader? {
    guard let chunks else { return nil }
    if let known = chunks[path] { return known }
    let reader = try ChunkReader(self, chunks, crew: ChunkCrew.shared)
    chunks[path] = reader
    return reader
  }
}
