extension IsolatedReader {
  /// What a file of arrays holds, or a group of it: a model, a checkpoint, or another program's.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - place: The group in it.
  ///   - program: The program that reads; this one unless stated.
  /// - Returns: Attributes, arrays and groups.
  /// - Throws: What is wrong and where in the file, also where reading ends the other process.
  public static func group(
    in path: String, at place: String = "/", program: String? = nil
  ) throws(FormatError) -> StoredGroup {
    try ask(.group, path, place, program) { packet throws(PacketReader.Malformed) in
      try packet.takeGroup()
    }
  }

  /// The attributes of a group of a file.
  static func attributes(
    in path: String, at place: String, program: String?
  ) throws(FormatError) -> [StoredGroup.Attribute] {
    try ask(.attributes, path, place, program) { packet throws(PacketReader.Malformed) in
      try packet.takeGroup()
    }.attributes
  }

  /// The model in a file.
  public static func model(in path: String, program: String? = nil) throws(FormatError)
    -> StoredModel
  {
    try StoredModel(try group(in: path, program: program), from: path)
  }

  /// What a file is, by what is in it.
  public static func kind(of path: String, program: String? = nil) throws(FormatError) -> FileKind {
    try ask(.kind, path, nil, program) { packet throws(PacketReader.Malformed) in
      try packet.takeFileKind()
    }
  }

  /// The tensors of a safetensors file, and its remarks as attributes.
  public static func safetensors(
    in path: String, program: String? = nil
  ) throws(FormatError) -> StoredGroup {
    try ask(.safetensors, path, nil, program) { packet throws(PacketReader.Malformed) in
      try packet.takeGroup()
    }
  }

  private static func ask<Answer>(
    _ request: Request, _ path: String, _ place: String?, _ program: String?,
    _ body: (inout PacketReader) throws(PacketReader.Malformed) -> Answer
  ) throws(FormatError) -> Answer {
    let process = try IsolatedProcess(
      program: ProcessPool.program(program), scope: .file(path), budget: ReadingBudget())
    var packet = PacketBuilder()
    packet.put(path)
    if let place { packet.put(place) }
    return try process.ask(request, packet.bytes, about: path, body)
  }
}
