internal import HDF5

/// The layouts that files are read by: Vigil's own, a mapping that is given, and the presets.
enum KnownLayouts {
  /// The name of the layout of a file, and the recording of this name in it.
  static func source(of id: String?, in file: FileBox, mapping: Mapping?) throws(HDF5Error) -> (
    String, any RecordingSource
  ) {
    if let mapping {
      try refuse(id)
      return (mapping.name, try MappedRecording(mapping, file).source())
    }
    if try VigilLayout.claims(file) {
      return ("Vigil \(VigilLayout.version)", try VigilLayout.source(of: id, in: file))
    }
    for preset in Mapping.presets {
      let recording = MappedRecording(preset, file)
      guard try recording.fits() else { continue }
      try refuse(id)
      return (preset.name, try recording.source())
    }
    throw HDF5Error(
      "/", "the layout of this file is not known", remedy: "describe it in a mapping")
  }

  private static func refuse(_ id: String?) throws(HDF5Error) {
    guard id == nil else {
      throw HDF5Error("/", "holds one recording without a name", remedy: "leave out '#' and on")
    }
  }
}
