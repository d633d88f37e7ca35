internal import CIsolation
internal import Glibc

/// What a reading process takes from itself, before any file is opened.
struct Confinement {
  /// What holds, in the order of the measures.
  private(set) var report = IsolationReport(entries: [])
  private let scope: ReadingScope

  /// Takes from this process all that reading a scope does not need, as far as the system has the
  /// means.
  ///
  /// The order matters: the last step forbids the calls that the steps before it make. This must
  /// happen while there is a single thread, of which all later ones inherit.
  init(to scope: ReadingScope) {
    self.scope = scope
    // A signal to stop is for the program; it reaches the whole group.
    for number in [SIGINT, SIGTERM, SIGHUP, SIGXFSZ] { signal(number, SIG_IGN) }
    limit()
    let version = restrictFiles()
    let calls = isolation_limit_calls(1, Int32(ProcessDescriptor.line.rawValue))
    noteReach(landlock: version, calls: calls == 0)
    note(
      .systemCalls, calls == 0, "seccomp",
      otherwise: "seccomp could not be set up (\(String(cString: strerror(-calls))))")
  }

  // MARK: Limits

  private mutating func limit() {
    if isolation_is_sanitized() == 0 {
      note(
        .memory, isolation_limit_memory(Confinement.memoryBytes), Confinement.memoryBytes, "bytes")
    } else {
      note(.memory, false, "", otherwise: "not under a sanitizer")
    }
    let isClosed = isolation_close_from(UInt32(ProcessDescriptor.end)) == 0
    let isLimited = isolation_limit_files(Confinement.openFiles) == 0
    note(
      .openFiles, isClosed && isLimited ? .holds : isLimited ? .partly : .lacks,
      "at most \(Confinement.openFiles) files"
        + (isClosed ? "" : "; those that it was started with could not be closed"))
    note(.writing, isolation_refuse_writing(), 0, "bytes")
    note(.images, isolation_refuse_images(), 0, "bytes")
    note(.privileges, isolation_refuse_privileges() == 0, "no new privileges")
    note(
      .processorTime, isolation_has_time_limit() != 0, "renewed for each request",
      otherwise: "the limit could not be set")
    note(
      .endsWithParent, isolation_end_with(ProcessDescriptor.line.rawValue) == 0,
      "killed when the line to it is cut", otherwise: "no line could be drawn; it ends when idle")
  }

  /// Twice the largest chunk, a part of samples, and room for the libraries and threads: a limit for
  /// what a file may make it want, and far above what is used for any but such a chunk.
  private static let memoryBytes: UInt64 = 4 << 30
  private static let openFiles: UInt64 = 64

  // MARK: Landlock

  /// Gives up all files but those of the scope; gives the version that is in force, or 0.
  private mutating func restrictFiles() -> Int32 {
    let version = isolation_landlock_version()
    guard version > 0 else {
      note(.files, false, "", otherwise: "the kernel has no Landlock")
      return 0
    }
    let rules = isolation_begin_rules(version)
    guard rules >= 0 else {
      note(.files, false, "", otherwise: "Landlock refuses rules")
      return 0
    }
    // A file that is not there needs no exception: opening it says so all the same.
    switch scope {
    case .files(let paths): for path in paths { _ = isolation_except(rules, path, 0) }
    case .folder(let path): _ = isolation_except(rules, path, 1)
    }
    let isHeld = isolation_obey(rules) == 0
    // The system's rules of time zones, which everybody may read and mappings can name.
    _ = isolation_except(rules, "/usr/share/zoneinfo", 1)
    // Before its third version, Landlock lets files be made shorter; nothing else opens one to write.
    note(.files, isHeld, "Landlock \(version)", otherwise: "Landlock could not be put in force")
    return isHeld ? version : 0
  }

  private mutating func noteReach(landlock version: Int32, calls: Bool) {
    for (measure, least) in [(IsolationReport.Measure.network, 4), (.processes, 6)] {
      let hasRules = version >= least
      note(
        measure, calls || hasRules ? (calls || measure == .processes ? .holds : .partly) : .lacks,
        [
          hasRules ? (measure == .network ? "Landlock: TCP" : "Landlock") : "",
          calls ? "seccomp" : "",
        ]
        .filter { !$0.isEmpty }.joined(separator: ", "))
    }
  }

  // MARK: Notes

  private mutating func note(
    _ measure: IsolationReport.Measure, _ standing: IsolationReport.Standing, _ detail: String
  ) {
    report.entries.append(.init(measure: measure, standing: standing, detail: detail))
  }

  private mutating func note(
    _ measure: IsolationReport.Measure, _ holds: Bool, _ detail: String,
    otherwise reason: String = "the system refuses"
  ) {
    note(measure, holds ? .holds : .lacks, holds ? detail : reason)
  }

  private mutating func note(
    _ measure: IsolationReport.Measure, _ answer: Int32, _ most: UInt64, _ unit: String
  ) {
    note(measure, answer == 0, "at most \(most) \(unit)")
  }
}
