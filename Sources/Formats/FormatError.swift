public import HDF5

/// Why a file cannot be read or written: which, where in it, what is wrong, and what helps.
public struct FormatError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file as the user named it.
  public var path: String
  /// The place inside the file, empty where the file as a whole is meant.
  public var place: String
  /// What is wrong.
  public var message: String
  /// What a person can do about it, empty where nothing is known to help.
  public var remedy: String

  /// An error in this file, at this place, with this message and remedy.
  public init(path: String, place: String = "", message: String, remedy: String = "") {
    self.path = path
    self.place = place
    self.message = message
    self.remedy = remedy
  }

  /// What the HDF5 library or its rules say, with the file it concerns.
  public init(_ error: HDF5Error, in path: String) {
    self.init(
      path: path, place: error.place, message: error.message, remedy: error.remedy ?? "")
  }

  /// The error in one line: `FILE: PLACE: what is wrong; what helps`.
  public var description: String {
    let message = message.clipped
    return [path, place.clipped, remedy.isEmpty ? message : "\(message); \(remedy.clipped)"]
      .filter { !$0.isEmpty }.joined(separator: ": ")
      .printable
  }
}

/// Runs a body over a file, and says in its errors which file it was.
func naming<Value>(
  _ path: String, _ body: () throws(HDF5Error) -> Value
) throws(FormatError) -> Value {
  do { return try body() } catch { throw FormatError(error, in: path) }
}

extension String {
  /// The text, or its beginning where it is longer than a line should be: what a file holds may be.
  fileprivate var clipped: String { count > 500 ? prefix(500) + "…" : self }

  /// The text with a space for each control character: what a file holds may not steer a terminal.
  public var printable: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
  }
}
