internal import Signals

extension PacketBuilder {
  mutating func put(_ findings: [TimeFindings]) {
    put(UInt64(findings.count))
    for finding in findings { put(finding) }
  }

  private mutating func put(_ findings: TimeFindings) {
    put(findings.channel)
    put(findings.path)
    for count in [
      findings.rows, findings.duplicates, findings.unsorted, findings.hourSteps, findings.sorted,
      findings.merged, findings.covered, findings.skipped, findings.clockSteps,
    ] { put(Int64(count)) }
    for time in [
      findings.first, findings.last, findings.interval, findings.gapThreshold,
      findings.jitter?.median, findings.jitter?.largest,
    ] { put(time?.nanoseconds) }
    put(findings.firstStepBack.map { Int64($0) })
    put(findings.resolution.nanoseconds)
    for tally in [findings.gaps, findings.stepsBack, findings.overlaps, findings.shifts] {
      put(Int64(tally.count))
      put(tally.longest.nanoseconds)
      put(tally.total.nanoseconds)
    }
    put(findings.drift ?? .nan)
  }

  mutating func put(_ findings: [LabelFindings]) {
    put(UInt64(findings.count))
    for finding in findings {
      put(finding.layer)
      put(finding.path)
      for count in [
        finding.labels, finding.sorted, finding.kept, finding.dropped, finding.shortened,
      ] { put(Int64(count)) }
    }
  }

  private mutating func put(_ number: Int64?) {
    put(UInt8(number == nil ? 0 : 1))
    put(number ?? 0)
  }
}

extension PacketReader {
  mutating func takeFindings() throws(Malformed) -> [TimeFindings] {
    var findings: [TimeFindings] = []
    for _ in 0..<(try takeCount(of: 200)) { findings.append(try takeOneFindings()) }
    return findings
  }

  private mutating func takeOneFindings() throws(Malformed) -> TimeFindings {
    var findings = TimeFindings(channel: try takeText(), path: try takeText().printable)
    findings.rows = try takeTally()
    findings.duplicates = try takeTally()
    findings.unsorted = try takeTally()
    findings.hourSteps = try takeTally()
    findings.sorted = try takeTally()
    findings.merged = try takeTally()
    findings.covered = try takeTally()
    findings.skipped = try takeTally()
    findings.clockSteps = try takeTally()
    findings.first = try takeOptionalNumber().map { Time(nanoseconds: $0) }
    findings.last = try takeOptionalNumber().map { Time(nanoseconds: $0) }
    findings.interval = try takeOptionalNumber().map { Time(nanoseconds: $0) }
    findings.gapThreshold = try takeOptionalNumber().map { Time(nanoseconds: $0) }
    let median = try takeOptionalNumber().map { Time(nanoseconds: $0) }
    let largest = try takeOptionalNumber().map { Time(nanoseconds: $0) }
    if let median, let largest { findings.jitter = .init(median: median, largest: largest) }
    findings.firstStepBack = try takeOptionalNumber().flatMap { Int(exactly: $0) }
    findings.resolution = Time(nanoseconds: try take())
    findings.gaps = try takeLengths()
    findings.stepsBack = try takeLengths()
    findings.overlaps = try takeLengths()
    findings.shifts = try takeLengths()
    let drift: Double = try take()
    findings.drift = drift.isFinite ? drift : nil
    return findings
  }

  mutating func takeLabelFindings() throws(Malformed) -> [LabelFindings] {
    var findings: [LabelFindings] = []
    for _ in 0..<(try takeCount(of: 48)) {
      var finding = LabelFindings(layer: try takeText().printable, path: try takeText().printable)
      finding.labels = try takeTally()
      finding.sorted = try takeTally()
      finding.kept = try takeTally()
      finding.dropped = try takeTally()
      finding.shortened = try takeTally()
      findings.append(finding)
    }
    return findings
  }

  private mutating func takeTally() throws(Malformed) -> Int {
    guard let count = Int(exactly: try take() as Int64), count >= 0 else { throw Malformed() }
    return count
  }

  private mutating func takeLengths() throws(Malformed) -> TimeFindings.Tally {
    var tally = TimeFindings.Tally()
    tally.count = try takeTally()
    tally.longest = Time(nanoseconds: try take())
    tally.total = Time(nanoseconds: try take())
    return tally
  }

  private mutating func takeOptionalNumber() throws(Malformed) -> Int64? {
    let isThere: UInt8 = try take()
    guard isThere <= 1 else { throw Malformed() }
    let number: Int64 = try take()
    return isThere == 1 ? number : nil
  }
}
