internal import HDF5

/// The layouts that files are read by: Vigil's own, a mapping that is given, and the presets.
enum KnownLayouts {
  /// The name of the layout of a file, and the recording of this name in it.
  static func source(of id: String?, in file: FileBox, mapping: Mapping?) throws(HDF5Error) -> (
    String, any RecordingSource
  ) {
    if mapping == nil, try VigilLayout.claims(file) {
      return (
        "Vigil \(try VigilLayout.version(of: file))", try VigilLayout.source(of: id, in: file)
      )
    }
    guard let (mapping, recording) = try mapped(file, mapping) else {
      throw HDF5Error(
        "/", "the layout of this file is not known", remedy: "describe it in a mapping")
    }
    return (mapping.name, try recording.source(of: id))
  }

  /// The names of the recordings in a file; one without a name where it holds just one.
  static func names(in file: FileBox, mapping: Mapping?) throws(HDF5Error) -> [String?] {
    if mapping == nil, try VigilLayout.claims(file) { return try VigilLayout.ids(in: file) }
    guard let (_, recording) = try mapped(file, mapping), let names = try recording.names() else {
      return [nil]
    }
    return names
  }

  /// The mapping that is given, or the first preset whose conditions all hold.
  private static func mapped(_ file: FileBox, _ mapping: Mapping?) throws(HDF5Error) -> (
    Mapping, MappedRecording
  )? {
    if let mapping { return (mapping, MappedRecording(mapping, file)) }
    for preset in Mapping.presets {
      let recording = MappedRecording(preset, file)
      if try recording.fits() { return (preset, recording) }
    }
    return nil
  }
}
