import Foundation

/// A record of the BIDMC PPG and Respiration Dataset: waves of 8 min, and breaths by two annotators.
struct BreathingRecord {
  /// Records of the half on which thresholds were chosen.
  static let odd = [1, 3, 5, 7, 9]
  /// Records of the half that was held out.
  static let even = [2, 4, 6, 8, 10]
  static let isAvailable = SharedData.has("bidmc-10")

  private static let folder: Result<URL, any Error> = Result {
    try SharedData.folder(with: "bidmc-10").appending(path: "bidmc")
  }

  /// Samples per second of the waves.
  static let rate = 125.0
  let respiration: [Float]
  let plethysmogram: [Float]
  /// Lead II.
  let ecg: [Float]
  /// For each annotator the times of the breaths in seconds.
  let breaths: [[Double]]

  init(_ number: Int) throws {
    let digits = number < 10 ? "0\(number)" : "\(number)"
    let path = try Self.folder.get().appending(path: "bidmc_\(digits)").path
    let unzip = Process()
    let pipe = Pipe()
    unzip.executableURL = URL(filePath: "/usr/bin/env")
    unzip.arguments = ["gzip", "-dc", path + "_Signals.csv.gz"]
    unzip.standardOutput = pipe
    try unzip.run()
    let lines = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      .split(separator: "\n")
    let names = lines[0].split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    let columns = ["RESP", "PLETH", "II"].map { name in names.firstIndex(of: name) }
    var waves: [[Float]] = [[], [], []]
    for line in lines.dropFirst() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      for (wave, column) in columns.enumerated() {
        waves[wave].append(column.flatMap { Float(fields[$0]) } ?? .nan)
      }
    }
    (respiration, plethysmogram, ecg) = (waves[0], waves[1], waves[2])

    let text = try String(contentsOfFile: path + "_Breaths.csv", encoding: .utf8)
    let rows = text.split(whereSeparator: \.isNewline).dropFirst()
      .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
    breaths = (0..<2).map { annotator in
      rows.compactMap { annotator < $0.count ? Int($0[annotator]) : nil }
        .map { Double($0) / Self.rate }
    }
  }

  /// Windows of 32 s, every 16 s, that lie within the record.
  static let windows = stride(from: 0.0, through: 480 - 32, by: 16).map { $0..<$0 + 32 }

  /// The breaths a minute between the first and the last of `times` in a window.
  static func rate(of times: [Double], in window: Range<Double>) -> Double? {
    let inside = times.filter(window.contains)
    guard let first = inside.first, let last = inside.last, last > first else { return nil }
    return 60 * Double(inside.count - 1) / (last - first)
  }

  /// The mean of both annotators' rates, where they differ by no more than two a minute.
  func reference(in window: Range<Double>) -> Double? {
    let rates = breaths.compactMap { Self.rate(of: $0, in: window) }
    guard rates.count == 2, abs(rates[0] - rates[1]) <= 2 else { return nil }
    return (rates[0] + rates[1]) / 2
  }
}
