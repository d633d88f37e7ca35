import CHDF5

/// A lead of an ECG in counts, as the layout CHoRUS keeps it; sound unless something is changed.
struct Wave {
  var path = "/Waveforms/II"
  var counts = Wave.lead(1000)
  var type = h5t_std_i16le()
  var extent: OddFile.Extent?
  var chunk: [Int] = []
  var isPacked = false
  var numbers = ["sample_rate": 250.0, "gain": 200, "baseline": 0, "nanvalue": -32_768]
  /// What says the unit; by default a text.
  var unit: (OddFile, String) throws -> Void = { try $0.attribute("uom", of: $1, "mV") }

  /// Counts from −200 to 200, which are −1 to 1 mV.
  static func lead(_ count: Int) -> [Double] { (0..<count).map { Double($0 * 37 % 401 - 200) } }

  func write(in file: OddFile) throws {
    try file.dataset(path, of: type, extent ?? .simple([counts.count]), counts) { creation in
      if !chunk.isEmpty { H5Pset_chunk(creation, Int32(chunk.count), chunk.map { hsize_t($0) }) }
      if isPacked { H5Pset_deflate(creation, 6) }
    }
    for (name, number) in numbers.sorted(by: { $0.key < $1.key }) {
      try file.attribute(name, of: path, number)
    }
    try unit(file, path)
  }

  /// Writes a sound wave beside what else a file holds, by which its layout is known.
  static func writeSound(in file: OddFile) throws {
    var wave = Wave()
    wave.path = "/Waveforms/V"
    try wave.write(in: file)
  }

  /// What writes a file of one wave.
  static func file(_ change: @escaping @Sendable (inout Wave) -> Void) -> MatrixCase.Maker {
    { folder in
      var wave = Wave()
      change(&wave)
      try OddFile.make(folder + "/a.h5") { try wave.write(in: $0) }
    }
  }
}

/// Values with a time for each, as the layout of plain timestamps keeps them.
struct Series {
  var name = "ecg"
  var values = Wave.lead(1000).map { $0 / 200 }
  var times = (0..<1000).map { Double($0) / 250 }
  var unit: String? = "mV"
  var timeUnit = "s"
  var start: String? = "2023-11-14T22:13:20Z"

  func write(in file: OddFile) throws {
    let path = "/signals/\(name)"
    try file.numbers(path + "/value", values)
    try file.numbers(path + "/time", times)
    if let unit { try file.attribute("unit", of: path + "/value", unit) }
    try file.attribute("unit", of: path + "/time", timeUnit)
    if let start { try file.attribute("start_time", start) }
  }

  /// What writes a file of one series.
  static func file(_ change: @escaping @Sendable (inout Series) -> Void) -> MatrixCase.Maker {
    { folder in
      var series = Series()
      change(&series)
      try OddFile.make(folder + "/a.h5") { try series.write(in: $0) }
    }
  }
}

/// Counts in blocks of 500 in two seconds, each with its time, as the layout of PreVent keeps them.
enum Blocks {
  /// What writes a file of blocks that begin so many milliseconds after the first.
  static func file(at times: [Double]) -> MatrixCase.Maker {
    { folder in
      try OddFile.make(folder + "/a.h5") { file in
        let moments = times.map { 1.7e12 + $0 }
        try file.numbers("/Events/Global_Times", moments, of: h5t_std_i64le())
        try file.numbers("/Waveforms/II/time", moments, of: h5t_std_i64le())
        try file.numbers(
          "/Waveforms/II/data", Wave.lead(500 * times.count), of: h5t_std_i16le())
        try file.attribute("Unit of Measure", of: "/Waveforms/II", "mV")
        try file.attribute("Sample Period (ms)", of: "/Waveforms/II", 2000.0)
        try file.attribute("Readings Per Sample", of: "/Waveforms/II", 500.0)
        try file.attribute("Scale", of: "/Waveforms/II/data", 2.0)
        try file.attribute("Missing Value Marker", of: "/Waveforms/II/data", -32_768.0)
      }
    }
  }
}

/// A file that a mapping of its own describes: a lead at `/x`, and remarks.
enum Mapped {
  static let words = ["info", "--json", "a.h5", "--layout", "m.json"]

  /// What writes a file and its mapping.
  static func file(
    labels: String, _ body: @escaping @Sendable (OddFile) throws -> Void
  ) -> MatrixCase.Maker {
    { folder in
      try write(
        """
        { "layout": "remarks", "signals": [ { "match": "/x", "name": { "text": "x" },
            "unit": { "text": "mV" }, "time": { "kind": "rate", "rate": { "value": 250 } } } ],
          "labels": [ \(labels) ] }
        """, to: folder + "/m.json")
      try OddFile.make(folder + "/a.h5") { file in
        try file.numbers("/x", Wave.lead(1000).map { $0 / 200 })
        try body(file)
      }
    }
  }

  /// Remarks that begin so many seconds after the start.
  static func remarks(at seconds: [Double]) -> MatrixCase.Maker {
    file(
      labels: """
        { "kind": "events", "match": "/remarks", "label": { "word": { "text": "remark" } },
          "time": { "kind": "timestamps", "values": "time", "unit": { "text": "s" } } }
        """
    ) { try $0.numbers("/remarks/time", seconds) }
  }
}
