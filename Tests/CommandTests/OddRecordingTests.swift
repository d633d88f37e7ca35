import Signals
import Testing

/// A recording that is in order and yet shows no heart, and the alert lines of watching it.
private struct OddRecording: CustomTestStringConvertible {
  var testDescription: String
  var samples: [Float]
  /// When the absence of beats is announced, if it is.
  var alert: Double?
}

private let oddRecordings = [
  OddRecording(testDescription: "not one sample", samples: [], alert: nil),
  OddRecording(testDescription: "one sample", samples: [0.1], alert: nil),
  OddRecording(
    testDescription: "shorter than any filter", samples: [0, 0.1, 0.2, 0.1, 0], alert: nil),
  OddRecording(
    testDescription: "a flat line", samples: [Float](repeating: 0, count: 2000), alert: 4),
  OddRecording(
    testDescription: "a rail", samples: [Float](repeating: 5, count: 2000), alert: 4),
  OddRecording(
    testDescription: "nothing measured", samples: [Float](repeating: .nan, count: 2000), alert: 4),
]

@Suite struct OddRecordingTests {
  @Test(arguments: oddRecordings)
  fileprivate func whatShowsNoHeartIsWatchedAllTheSame(_ odd: OddRecording) throws {
    try withScratch { folder in
      try write(beatWatch, to: folder + "/pipeline.json")
      try writeLead(odd.samples, to: folder + "/a.h5")
      let watched = try vigil("monitor", "pipeline.json", "a.h5", in: folder)
      #expect(watched.status == 0 && watched.errors == "")
      let lines = try JSONLine.all(in: watched.output)
      #expect(lines.map(\.type) == (odd.alert == nil ? [] : ["alert"]).around("stream", "end"))
      #expect(lines.first { $0.type == "alert" }?.number("time") == odd.alert)
      let run = try vigil("run", "pipeline.json", "a.h5", in: folder)
      #expect(run.status == 0 && run.errors == "")
      #expect(try contents(of: folder + "/results/a.alerts.jsonl") == watched.output)
    }
  }
}

extension OddRecordingTests {
  @Test func whatIsInfiniteIsDrawnAsAGap() throws {
    try withScratch { folder in
      try write(#"{ "stages": [ { "stage": "qrs" } ] }"#, to: folder + "/pipeline.json")
      var samples = (0..<1000).map { Float($0 % 50) / 50 }
      (samples[300], samples[301], samples[700]) = (.infinity, -.infinity, .nan)
      try writeLead(samples, to: folder + "/a.h5")
      let run = try vigil("run", "pipeline.json", "a.h5", "--plot", in: folder)
      #expect(run.status == 0 && run.errors == "")
      #expect(run.output.contains("II, 0.00 to 0.98 mV"))
    }
  }

  @Test func aLeadFasterThanAnyIsRefusedBeforeRoomIsMadeForIt() throws {
    try withScratch { folder in
      try write(beatWatch, to: folder + "/pipeline.json")
      try writeLead([Float](repeating: 0, count: 100), hertz: 1e9, to: folder + "/a.h5")
      let run = try vigil("run", "pipeline.json", "a.h5", in: folder)
      #expect(run.status == 3)
      #expect(run.errors.contains("at most 100000 samples per second, not 1000000000.0"))
    }
  }
}

extension [String] {
  fileprivate func around(_ first: String, _ last: String) -> [String] { [first] + self + [last] }
}
