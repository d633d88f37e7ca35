extension IsolatedReader {
  /// The state dictionary at an address: a safetensors file, or HDF5 with one group of tensors.
  ///
  /// The attributes of the group stand behind those of the group it is in.
  ///
  /// - Parameters:
  ///   - address: `FILE`, or `FILE#GROUP` where a file holds several.
  ///   - program: The program that reads; this one unless stated.
  /// - Returns: The tensors; nothing where the file is of another kind.
  /// - Throws: What is wrong with the file, and where.
  public static func stateDictionary(
    at address: String, program: String? = nil
  ) throws(FormatError) -> StoredGroup? {
    let address = RecordingAddress(address)
    switch try kind(of: address.file, program: program) {
    case .safetensors: return try safetensors(in: address.file, program: program)
    case .stateDictionaries(let places):
      let place = try choose(address, places)
      var found = try group(in: address.file, at: place, program: program)
      let parent = place.split(separator: "/").dropLast().joined(separator: "/")
      if place != "/" {
        let around = try attributes(in: address.file, at: "/" + parent, program: program)
        found.attributes = around + found.attributes
      }
      return found
    case .model, .checkpoint, .recordings: return nil
    }
  }

  private static func choose(
    _ address: RecordingAddress, _ places: [String]
  ) throws(FormatError) -> String {
    guard let id = address.id else {
      if places.count == 1 { return places[0] }
      throw FormatError(
        path: address.file, message: "holds \(places.count) state dictionaries",
        remedy: "name one, as in \(address.file)#\(places[0].dropFirst())")
    }
    let place = id.hasPrefix("/") ? id : "/" + id
    return places.first { $0 == place || $0 == place + "/state_dict" } ?? place
  }
}
