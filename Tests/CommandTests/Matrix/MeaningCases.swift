import CHDF5

/// What writes a lead in a unit.
private func wave(in unit: String) -> MatrixCase.Maker {
  { folder in
    var wave = Wave()
    wave.unit = { try $0.attribute("uom", of: $1, unit) }
    try OddFile.make(folder + "/a.h5") { try wave.write(in: $0) }
  }
}

/// What writes a heart rate in a unit.
private func rate(in unit: String?) -> MatrixCase.Maker {
  Series.file { series in
    series.name = "HR"
    series.unit = unit
    series.values = series.values.map { 70 + 10 * $0 }
  }
}

/// What writes a sound lead, and a pipeline of one stage.
private func stage(_ stage: String) -> MatrixCase.Maker {
  { folder in
    try Wave.file { _ in }(folder)
    try write(#"{ "stages": [ \#(stage) ] }"#, to: folder + "/pipeline.json")
  }
}

private let check = ["check", "pipeline.json", "--recording", "a.h5"]

let meaningCases: [MatrixCase] = [
  MatrixCase(
    "V for mV", "A lead in millivolts says that it is in volts.", shows: "unit \"V\"",
    "amplitude.plausible false", "amplitude.likelyUnit \"mV\"", make: wave(in: "V")),
  MatrixCase(
    "µV for mV", "A lead in millivolts says that it is in microvolts.", shows: "unit \"uV\"",
    "amplitude.plausible false", "amplitude.likelyUnit \"mV\"", make: wave(in: "uV")),
  MatrixCase(
    "bpm", "A heart rate in `bpm`.", shows: "unit \"/min\"", "amplitude.plausible true",
    make: rate(in: "bpm")),
  MatrixCase(
    "1/min", "A heart rate in `1/min`.", shows: "unit \"/min\"", "amplitude.plausible true",
    make: rate(in: "1/min")),
  MatrixCase(
    "missing unit", "Nothing says the unit.", "/signals/HR", "unit is not known",
    make: rate(in: nil)),
  MatrixCase(
    "unknown unit", "A unit that nobody knows.", "/signals/HR", "'furlong'",
    make: rate(in: "furlong")),
  MatrixCase(
    "missing channel", "A pipeline asks for a channel that is not there.", status: 2,
    "no channel 'ABP'", words: check,
    make: stage(#"{ "stage": "clip", "channels": "ABP", "low": 0, "high": 1 }"#)),
  MatrixCase(
    "case of a channel", "A pipeline writes a channel's name in small letters.", status: 2,
    "no channel 'ii'", "did you mean 'II'?", words: check,
    make: stage(#"{ "stage": "qrs", "channels": "ii" }"#)),
  MatrixCase(
    "letters of another script", "A pipeline writes a channel's name with Cyrillic letters.",
    status: 2, "no channel 'ІІ'", words: check,
    make: stage(#"{ "stage": "qrs", "channels": "ІІ" }"#)),
  MatrixCase(
    "duplicated channel", "Two channels have one name.", "'II'",
    make: { folder in
      try OddFile.make(folder + "/a.h5") { file in
        try file.attribute("vigil_format", 1 as Int64)
        try file.attribute("layout", "recording")
        try file.attribute("duration", 0 as Int64)
        for path in ["/channels/a", "/channels/b"] {
          file.group(path)
          try file.attribute("name", of: path, "II")
          try file.attribute("kind", of: path, "ecg")
          try file.attribute("unit", of: path, "mV")
          try file.attribute("rate", of: path, 250.0)
          try file.attribute("first", of: path, 0 as Int64)
          try file.numbers(path + "/samples", [0, 1, 0], of: h5t_ieee_f32le())
        }
      }
    }),
  MatrixCase(
    "label past the end", "A remark at 9 s of a recording of 4 s.", "/remarks",
    words: Mapped.words, make: Mapped.remarks(at: [1, 9])),
  MatrixCase(
    "labels unsorted", "A remark at 3 s stands before one at 1 s.", "/remarks",
    words: Mapped.words, make: Mapped.remarks(at: [3, 1])),
  MatrixCase(
    "class that is not named", "Samples of class 7, which the mapping has no name for.",
    "/stages", "7", words: Mapped.words,
    make: Mapped.file(
      labels: """
        { "kind": "classes", "match": "/stages", "time": { "kind": "rate", "rate": { "value": 1 } },
          "label": { "none": 0, "names": [ { "value": 1, "label": "wake" } ] } }
        """
    ) { try $0.numbers("/stages", [0, 1, 7, 1]) }),
  MatrixCase(
    "class unseen in training", "A network is to tell a class of which there is no example.",
    status: 0, "warning: no step to learn from is of class 'F'", words: ["train", "plan.json"],
    make: { folder in
      try write(
        #"""
        { "stages": [
          { "stage": "bandpass", "channels": { "kind": "ecg" }, "low": 0.5, "high": 40 },
          { "stage": "qrs", "channels": { "lead": "II" } }, { "stage": "heart-rate" },
          { "stage": "liquid", "model": "weights.h5", "output": "class" } ] }
        """#, to: folder + "/pipeline.json")
      try write(
        #"""
        { "pipeline": "pipeline.json", "stage": "class", "cohort": "cohort.json",
          "inputs": ["RR interval"], "network": { "units": 4, "backboneUnits": 4 },
          "target": { "classes": [
            { "name": "N", "labels": "N" }, { "name": "V", "labels": "V" },
            { "name": "F", "labels": "F" } ] },
          "optimiser": { "epochs": 1, "length": 32, "batch": 8, "learningRate": 0.01 } }
        """#, to: folder + "/plan.json")
      try write(
        #"{ "table": "cohort.csv", "reference": "beats" }"#, to: folder + "/cohort.json")
      let place = root + "/fixtures/arrhythmia-train-0"
      try write(
        """
        recording,patient,split
        \(place)1/recording.h5,a,train
        \(place)2/recording.h5,b,validation

        """, to: folder + "/cohort.csv")
    }),
]
