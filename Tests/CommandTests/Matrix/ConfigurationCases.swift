private let check = ["check", "pipeline.json", "--recording", "a.h5"]

/// What writes a sound lead, and a pipeline.
private func pipeline(_ text: String, samples: Int = 1000) -> MatrixCase.Maker {
  { folder in
    try Wave.file { $0.counts = Wave.lead(samples) }(folder)
    try write(text, to: folder + "/pipeline.json")
  }
}

private func stage(_ text: String) -> MatrixCase.Maker {
  pipeline(#"{ "stages": [ \#(text) ] }"#)
}

let configurationCases: [MatrixCase] = [
  MatrixCase(
    "unknown key", "`lwo` instead of `low`.", status: 2, "unknown key 'lwo'; did you mean 'low'?",
    words: check,
    make: stage(#"{ "stage": "bandpass", "low": 1, "lwo": 0.5, "high": 40 }"#)),
  MatrixCase(
    "unknown stage", "`qrx` instead of `qrs`.", status: 2,
    "unknown stage 'qrx'; did you mean 'qrs'?", words: check, make: stage(#"{ "stage": "qrx" }"#)),
  MatrixCase(
    "name that refers to itself",
    "A chain of stages has no cycle; the nearest to one is an alarm on itself.", status: 2,
    "asystole", words: check,
    make: stage(
      #"{ "stage": "alarm", "name": "asystole", "when": { "since": "asystole", "atLeast": 4 }, "priority": "high" }"#
    )),
  MatrixCase(
    "stage that uses a later one", "A stage takes what the next one makes.", status: 2, "QRS",
    words: check, make: stage(#"{ "stage": "heart-rate", "beats": "QRS" }, { "stage": "qrs" }"#)),
  MatrixCase(
    "type mismatch", "A text where a number belongs.", status: 2,
    "must be a number, not a string", words: check,
    make: stage(#"{ "stage": "bandpass", "low": "half", "high": 40 }"#)),
  MatrixCase(
    "cut-off at half the rate", "A cut-off of 125 Hz at 250 Hz.", status: 2,
    "'high' must be below half the rate of 'II'", words: check,
    make: stage(#"{ "stage": "bandpass", "low": 0.5, "high": 125 }"#)),
  MatrixCase(
    "filter longer than the data", "A filter of linear phase of some hundred taps, five samples.",
    status: 0, words: ["run", "pipeline.json", "a.h5"],
    make: pipeline(
      #"{ "stages": [ { "stage": "bandpass", "low": 0.5, "high": 40, "method": "linearPhase" } ] }"#,
      samples: 5)),
  MatrixCase(
    "window of length zero", "A median of no samples.", status: 2, "window", words: check,
    make: stage(#"{ "stage": "median", "window": 0 }"#)),
  MatrixCase(
    "negative hysteresis", "An alarm above 140 that ends only above 150.", status: 2, "reset",
    words: check,
    make: stage(
      #"{ "stage": "qrs" }, { "stage": "heart-rate" }, { "stage": "alarm", "name": "fast", "priority": "high", "when": { "channel": "heart rate", "above": 140, "unit": "/min", "hold": 5 }, "reset": { "channel": "heart rate", "above": 150, "unit": "/min", "hold": 5 } }"#
    )),
  MatrixCase(
    "JSON bomb", "A list ten thousand levels deep.", status: 2, "nested deeper than 64 levels",
    words: check,
    make: pipeline(#"{ "stages": \#(String(repeating: "[", count: 10_000))"#)),
]
