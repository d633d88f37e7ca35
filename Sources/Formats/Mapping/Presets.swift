internal import Configuration

extension Mapping {
  /// The mappings that come with the program, tried in this order on a file of another layout.
  ///
  /// The first whose conditions all hold reads the file: those that ask for more come before those
  /// that ask for less.
  public static var presets: [Mapping] { known.map(\.mapping) }

  /// The names by which the presets can be asked for, in their order.
  public static var presetNames: [String] { known.map(\.name) }

  /// The preset of a name such as `chorus`, if there is one.
  public static func preset(named name: String) -> Mapping? {
    known.first { $0.name == name }?.mapping
  }

  private static let known: [(name: String, mapping: Mapping)] = texts.map { name, bytes in
    do {
      let text = SourceText(path: "\(name).json", String(decoding: bytes, as: UTF8.self))
      return (name, try Mapping(text))
    } catch {
      preconditionFailure("a preset is wrong: \(error)")
    }
  }

  private static let texts: [(String, [UInt8])] = [
    ("opensignals-plux", PackageResources.opensignals_plux_json),
    ("opensignals-bitalino", PackageResources.opensignals_bitalino_json),
    ("opensignals", PackageResources.opensignals_json),
    ("prevent", PackageResources.prevent_json),
    ("chorus", PackageResources.chorus_json),
    ("icmplus", PackageResources.icmplus_json),
    ("icmplus-attributes", PackageResources.icmplus_attributes_json),
    ("nwb", PackageResources.nwb_json),
    ("ccdef", PackageResources.ccdef_json),
    ("audata", PackageResources.audata_json),
    ("snirf", PackageResources.snirf_json),
    ("eeghdf", PackageResources.eeghdf_json),
    ("code", PackageResources.code_json),
    ("uci", PackageResources.uci_json),
    ("pulsedb", PackageResources.pulsedb_json),
    ("cinc2018", PackageResources.cinc2018_json),
    ("biosppy", PackageResources.biosppy_json),
    ("pandas", PackageResources.pandas_json),
    ("plain", PackageResources.plain_json),
  ]
}
