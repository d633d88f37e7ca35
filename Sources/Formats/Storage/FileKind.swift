/// What a file is, by what is in it and not by its name.
public enum FileKind: Hashable, Sendable {
  /// A model of Vigil.
  case model
  /// A checkpoint of a training that goes on.
  case checkpoint
  /// HDF5 with state dictionaries of ncps in these groups.
  case stateDictionaries([String])
  /// A safetensors file.
  case safetensors
  /// Recordings, or nothing that is known: what reads recordings says what is wrong.
  case recordings
}
