/// What a reading process had taken from itself before it opened anything, as it found out itself.
///
/// The process says so before it has seen a byte of the file, so the file has no say in it.
public struct IsolationReport: Hashable, Sendable {
  /// One thing that is taken from the process.
  public enum Measure: String, CaseIterable, Sendable {
    /// The memory that it may map is limited.
    case memory
    /// The number of files that it may have open is limited.
    case openFiles
    /// It can make no file longer.
    case writing
    /// It leaves no image of its memory behind.
    case images
    /// It gains no privileges by running another program.
    case privileges
    /// Each request has a budget of processor time of its own.
    case processorTime
    /// It is ended as soon as the process that started it is gone.
    case endsWithParent
    /// It can open the file that it was started for and the system's rules of time zones, to read
    /// them, and nothing else: Landlock.
    case files
    /// It reaches no network: Landlock from its fourth version on, or the list of system calls.
    case network
    /// It reaches no other process by signals or abstract sockets: Landlock from its sixth version
    /// on, or the list of system calls.
    case processes
    /// It can make no system calls but those that reading needs: seccomp.
    case systemCalls
  }

  /// Whether a measure holds.
  public enum Standing: String, CaseIterable, Sendable {
    /// It holds as described.
    case holds
    /// Part of it holds; the detail says which.
    case partly
    /// It does not hold; the detail says why.
    case lacks
  }

  /// How it stands with one measure.
  public struct Entry: Hashable, Sendable {
    /// The measure.
    public var measure: Measure
    /// Whether it holds.
    public var standing: Standing
    /// The limit, the version of what enforces it, or why it is missing; one line of text.
    public var detail: String
  }

  /// An entry for each measure, in the order in which they are declared.
  public internal(set) var entries: [Entry]

  /// How it stands with one measure.
  public subscript(measure: Measure) -> Standing {
    entries.first { $0.measure == measure }?.standing ?? .lacks
  }

  /// Whether every measure holds.
  public var isComplete: Bool { entries.allSatisfy { $0.standing == .holds } }
}
