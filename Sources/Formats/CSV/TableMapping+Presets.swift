internal import Configuration

extension TableMapping {
  /// The layouts that are known without a document of the user's own, in the order they are tried.
  public static let presets: [TableMapping] = [
    preset("bidmc", PackageResources.bidmc_json),
    preset("mimic-iv-numerics", PackageResources.mimic_iv_numerics_json),
    preset("vigil", PackageResources.vigil_json),
  ]

  private static func preset(_ name: String, _ bytes: [UInt8]) -> TableMapping {
    do throws(Diagnostics) {
      return try TableMapping(SourceText(path: "\(name).json", bytes: bytes))
    } catch {
      preconditionFailure("\(error)")
    }
  }
}
