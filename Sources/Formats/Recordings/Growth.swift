internal import HDF5
public import Signals

/// How far a recording that is being written has come.
public struct Growth: Hashable, Sendable {
  /// Whether its writer has closed the file, so that nothing more will come.
  public var isClosed: Bool
  /// The time before which each channel has all that was written so far.
  public var ends: [Time]
  /// The samples and annotations that have come since the last look, and lie before what was read
  /// already: they will not be handed out.
  public var late: Int
}

extension RecordingSource {
  // Recordings in tables are written as a whole.
  var available: [Time] { header.layout.channels.map { _ in header.duration } }

  func read(until: [Time], layers: Time, into part: inout Recording) throws(HDF5Error) {
    throw notFollowed
  }

  var places: Places { Places() }

  func goOn(at places: Places) throws(HDF5Error) -> Int { throw notFollowed }

  private var notFollowed: HDF5Error {
    HDF5Error(
      "", "this layout cannot be followed while it is written",
      remedy: "read the file once its writer has closed it")
  }
}

/// Where the reading of a recording has come to.
struct Places {
  var channels: [Place] = []
  var layers: [Place] = []
}

/// Where the reading of a channel or a layer has come to.
struct Place {
  /// The rows that were handed out, or left out.
  var rows: Int
  /// The position of the next sample of a regular channel.
  var position = 0
  /// The time of the last row, in nanoseconds, of what has a time for each.
  var last = Int64.min
  /// The time through which rows were handed out.
  var through = Time.distantPast
}

extension RegularSource {
  var available: Time { end }

  var place: Place { Place(rows: rows(before: position), position: position) }

  func goOn(at place: Place) -> Int {
    position = place.position
    segment = segments.firstIndex { $0.position + $0.count > position } ?? segments.count
    return rows(before: position) - place.rows
  }

  /// The rows that lie before a position.
  private func rows(before position: Int) -> Int {
    segments.reduce(0) { $0 + max(0, min($1.count, position - $1.position)) }
  }
}

extension IrregularSource {
  var available: Time { times.rows == 0 ? .zero : end + Time(nanoseconds: 1) }

  var place: Place { times.place }

  func goOn(at place: Place) throws(HDF5Error) -> Int { try times.goOn(at: place) }
}
