import Configuration
import Formats
import Signals

extension TimeFindings {
  /// What the times are like in the file, for programs.
  var json: JSON.Value {
    func count(_ count: Int) -> JSON.Value { .number(Double(count)) }
    func time(_ time: Time?) -> JSON.Value { time.map { .number($0.seconds) } ?? .null }
    func tally(_ tally: Tally) -> JSON.Value {
      .members([
        ("count", count(tally.count)), ("longest", time(tally.longest)),
        ("total", time(tally.total)),
      ])
    }
    return .members([
      ("path", .string(path)), ("rows", count(rows)), ("first", time(first)), ("last", time(last)),
      ("interval", time(interval)), ("resolution", time(resolution)), ("gaps", tally(gaps)),
      ("gapThreshold", time(gapThreshold)), ("duplicates", count(duplicates)),
      ("unsorted", count(unsorted)), ("stepsBack", tally(stepsBack)),
      ("firstStepBack", firstStepBack.map { count($0) } ?? .null),
      ("hourSteps", count(hourSteps)), ("overlaps", tally(overlaps)),
      (
        "jitter",
        jitter.map { .members([("median", time($0.median)), ("largest", time($0.largest))]) }
          ?? .null
      ),
      ("drift", drift.map { .finite($0) } ?? .null), ("shifts", tally(shifts)),
      ("sorted", count(sorted)), ("merged", count(merged)), ("covered", count(covered)),
      ("skipped", count(skipped)), ("clockSteps", count(clockSteps)),
    ])
  }
}
