import Configuration
import Formats
import Signals

/// The recordings of a file that holds several, with what their headers say.
struct RecordingList {
  /// Of how many recordings the headers are read: more would take long in a list nobody reads.
  static let looked = 1000

  private let rows: [(name: String, header: Header?)]
  /// The recordings whose headers cannot be read.
  let errors: [FormatError]

  init(_ addresses: [RecordingAddress]) {
    var errors: [FormatError] = []
    rows = addresses.enumerated().map { index, address in
      guard index < RecordingList.looked else { return (address.description, nil) }
      do throws(FormatError) {
        return (address.description, try IsolatedReader(address).header)
      } catch {
        errors.append(error)
        return (address.description, nil)
      }
    }
    self.errors = errors
  }

  func text(_ name: String) -> String {
    let width = rows.map { $0.name.count }.max() ?? 0
    let lines = rows.map { row in
      guard let header = row.header else { return "  \(row.name)\n" }
      let duration = "\(header.duration.seconds.brief(in: 1)) s".indented(to: 12)
      let channels = header.layout.channels.count.of("channel")
      return "  \(row.name.printable.padded(to: width))  \(duration)  \(channels)\n"
    }
    return "\(name): \(rows.count.of("recording"))\n" + lines.joined()
  }

  var json: JSON.Value {
    .members([
      (
        "recordings",
        .values(
          rows.map { row in
            .members([
              ("recording", .string(row.name)),
              ("duration", row.header.map { .number($0.duration.seconds) } ?? .null),
              (
                "channels",
                row.header.map { .number(Double($0.layout.channels.count)) } ?? .null
              ),
            ])
          })
      )
    ])
  }
}
