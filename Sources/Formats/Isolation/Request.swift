/// What a reading process is asked for.
enum Request: UInt32 {
  /// Takes from the process what reading a scope does not need; answered by what holds. It is the
  /// first request, and comes once.
  case confine = 0
  /// Opens a recording; answered by its header.
  case open = 1
  /// Reads a part of the open recording; answered by the bytes that are missing for its samples,
  /// or by zero and the part.
  case read
  /// Leaves out what lies before a time.
  case skip
  /// Looks how far the open recording has grown.
  case grow
  /// Reads a part of the open recording that is complete through a time of its own for each channel.
  case readGrown
  /// Reads the reference layers of the open recording.
  case references
  /// Reads what is stated once about the open recording.
  case descriptors
  /// Reads where what is known of the channels of the open recording stands.
  case origins
  /// Lists the recordings of a file.
  case recordings
  /// Reads the arrays and attributes of a group.
  case group
  /// Reads the attributes of a group alone.
  case attributes
  /// Says what a file is.
  case kind
  /// Reads the tensors of a safetensors file.
  case safetensors
  /// Looks at the times of the open recording.
  case findings
  /// Gives the part that there was no room for.
  case fetch
  /// Looks at the labels that a mapping found in the open recording.
  case labelFindings
  /// Says how the open recording's source stores samples.
  case storage
}

/// What comes before the bytes of a request or an answer.
struct Frame {
  /// The request, or 0 for an answer and 1 for an error.
  var kind: UInt32
  /// The number of bytes that follow.
  var length: UInt32

  /// The bytes that a frame itself takes.
  static let size = 8
  /// The most bytes that may follow.
  static let longest = 1 << 30
}
