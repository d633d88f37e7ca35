import CHDF5

/// What writes values with a hole of so many seconds in the middle.
private func hole(_ seconds: Double) -> MatrixCase.Maker {
  Series.file { for row in 500..<1000 { $0.times[row] += seconds } }
}

/// What writes a file that says when it begins.
private func start(_ text: String) -> MatrixCase.Maker { Series.file { $0.start = text } }

let timeCases: [MatrixCase] = [
  MatrixCase(
    "duplicate timestamps", "Two samples have one time.", "/signals/ecg", "time",
    make: Series.file { $0.times[500] = $0.times[499] }),
  MatrixCase(
    "unsorted timestamps", "Two samples are in the wrong order.", "/signals/ecg", "time",
    make: Series.file { $0.times.swapAt(500, 501) }),
  MatrixCase(
    "backward jump", "The clock was put back by a second.", "/signals/ecg", "time",
    make: Series.file { for row in 500..<1000 { $0.times[row] -= 1 } }),
  MatrixCase(
    "jitter", "The intervals vary by ±20 %.", shows: "samples 1000", "missing 0",
    "times.jitter.largest 0.0008",
    make: Series.file {
      for row in 0..<1000 { $0.times[row] += [0, 0.0008, 0.0008, 0][row % 4] }
    }),
  MatrixCase(
    "overlapping segments", "The second block of two seconds begins after one.",
    "/Waveforms/II", make: Blocks.file(at: [0, 1000, 4000])),
  MatrixCase(
    "rate 0", "A wave has a rate of 0.", "/Waveforms/II", "rate",
    make: Wave.file { $0.numbers["sample_rate"] = 0 }),
  MatrixCase(
    "negative rate", "A wave has a rate of −250.", "/Waveforms/II", "rate",
    make: Wave.file { $0.numbers["sample_rate"] = -250 }),
  MatrixCase(
    "rate that is no number", "A wave has a rate of not-a-number.", "/Waveforms/II",
    make: Wave.file { $0.numbers["sample_rate"] = .nan }),
  MatrixCase(
    "rate against timestamps", "Blocks of two seconds come every 2.08 s: 4 % off.",
    shows: "samples 5700", "gaps.count 10", "times.gaps.count 10",
    make: Blocks.file(at: (0...10).map { Double($0) * 2080 })),
  MatrixCase(
    "gap of a sample", "One sample is not there.", shows: "samples 1000", "missing 0",
    "times.gaps.count 1",
    make: hole(0.004)),
  MatrixCase(
    "gap of a second", "A second is not there.", shows: "samples 1000", "missing 0",
    "times.gaps.count 1",
    make: hole(1)),
  MatrixCase(
    "gap of a day", "A day is not there.", shows: "samples 1000", "missing 0",
    "times.gaps.count 1",
    make: hole(86_400)),
  MatrixCase(
    "hour that is twice", "Europe/London 2023-10-29 01:30, which was twice, without an offset.",
    "its zone is not known", make: start("2023-10-29T01:30:00")),
  MatrixCase(
    "hour that never was", "Europe/London 2024-03-31 01:30, which never was, without an offset.",
    "its zone is not known", make: start("2024-03-31T01:30:00")),
  MatrixCase(
    "zone by abbreviation", "EST, which is more than one zone.", "which may mean several",
    make: start("2023-11-14T22:13:20 EST")),
  MatrixCase(
    "impossible date", "The 17th of a 41st month.", "/", "does not exist",
    make: start("2020-41-17T00:00:00Z")),
  MatrixCase(
    "leap second", "The last second of 2016.", "/", "is a leap second",
    make: start("2016-12-31T23:59:60Z")),
  MatrixCase(
    "wrong unit of time", "Milliseconds since 1970 that say they are seconds.", "/signals/ecg",
    make: Series.file { $0.times = $0.times.map { 1.7e12 + $0 * 1000 } }),
  MatrixCase(
    "unknown unit of time", "Times in fortnights.", "/signals/ecg",
    "unit of its times is not known",
    make: Series.file { $0.timeUnit = "fortnight" }),
]
