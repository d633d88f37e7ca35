extension PacketBuilder {
  mutating func put(_ scope: ReadingScope) {
    switch scope {
    case .files(let paths):
      put(UInt8(0))
      put(UInt64(paths.count))
      for path in paths { put(path) }
    case .folder(let path):
      put(UInt8(1))
      put(path)
    }
  }

  mutating func put(_ report: IsolationReport) {
    put(UInt64(report.entries.count))
    for entry in report.entries {
      put(entry.measure.rawValue)
      put(entry.standing.rawValue)
      put(entry.detail)
    }
  }
}

extension PacketReader {
  mutating func takeScope() throws(Malformed) -> ReadingScope {
    switch try (take() as UInt8) {
    case 0:
      var paths: [String] = []
      for _ in 0..<(try takeCount(of: 4)) { paths.append(try takeText()) }
      return .files(paths)
    case 1: return .folder(try takeText())
    default: throw Malformed()
    }
  }

  /// A report, with an entry for each measure in their order.
  mutating func takeReport() throws(Malformed) -> IsolationReport {
    var report = IsolationReport(entries: [])
    for _ in 0..<(try takeCount(of: 12)) {
      guard let measure = IsolationReport.Measure(rawValue: try takeText()),
        let standing = IsolationReport.Standing(rawValue: try takeText())
      else { throw Malformed() }
      report.entries.append(
        .init(measure: measure, standing: standing, detail: try takeText().printable))
    }
    guard report.entries.map(\.measure) == IsolationReport.Measure.allCases else {
      throw Malformed()
    }
    return report
  }
}
