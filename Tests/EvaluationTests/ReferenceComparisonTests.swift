internal import Evaluation
import Foundation
internal import Testing

/// What WFDB's `bxb` printed of one comparison.
struct PrintedComparison: CustomTestStringConvertible {
  var record: String
  var annotator: String
  var skip: Int64
  var counts: [Int] = []
  var fractions: [String: Proportion] = [:]
  var intervalError = ""

  var testDescription: String { "\(record) \(annotator) skip \(skip)" }

  /// All comparisons of the text that `bxb -S` wrote for four records and three annotators, with
  /// the default beginning and with `-f 0`.
  static let all: [PrintedComparison] = {
    guard SharedFiles.haveComparisons,
      let text = try? String(
        contentsOf: SharedFiles.goldens.appending(path: "bxb.txt"), encoding: .utf8)
    else { return [] }
    var all: [PrintedComparison] = []
    for line in text.split(separator: "\n") {
      let words = line.split(whereSeparator: { " ,|:%()".contains($0) }).map(String.init)
      if line.hasPrefix("#####") {
        all.append(
          PrintedComparison(
            record: words[2], annotator: words[5], skip: line.contains("-f 0") ? 0 : 300))
      } else if line.contains(" | "), let row = words.first {
        let cells = words.dropFirst().compactMap(Int.init)
        all[all.count - 1].counts += "OX".contains(row) ? cells + [0, 0] : cells
      } else if line.contains("RMS") {
        all[all.count - 1].intervalError = words[4]
      } else if let fraction = words.last?.split(separator: "/"), fraction.count == 2,
        let count = Int(fraction[0]), let total = Int(fraction[1])
      {
        all[all.count - 1].fractions[words[0] + " " + words[1]] = Proportion(count, of: total)
      }
    }
    return all
  }()

  /// The beats of the annotator: detections without classes, or mutated reference annotations.
  func detections() throws -> BeatSeries {
    if annotator == "mut" {
      let table = try String(
        contentsOf: SharedFiles.goldens.appending(path: "\(record).mut.csv"), encoding: .utf8)
      return BeatSeries(
        table.split(separator: "\n").dropFirst().compactMap { line in
          let cells = line.split(separator: ",")
          guard let position = Int64(cells[0]), let label = BeatClass(symbol: String(cells[1]))
          else { return nil }
          return Beat(position, label)
        })
    }
    let list = try String(
      contentsOf: SharedFiles.goldens.appending(path: "\(record).\(annotator).samples.txt"),
      encoding: .utf8)
    let samples = list.split(separator: "\n").compactMap { Int64($0) }
    guard annotator == "qrs" else { return BeatSeries(samples.map { Beat($0) }) }
    // WFDB's sqrs counts in samples at 250 Hz, and `bxb` rounds them to the 360 Hz of the record.
    let beats = samples.filter { !artefacts[record, default: []].contains($0) }
    return BeatSeries(beats.map { Beat(Int64(Double($0) * 360 / 250 + 0.5)) })
  }
}

@Suite(.enabled(if: SharedFiles.haveComparisons, "needs ../shared/goldens and ../shared/data"))
struct ReferenceComparisonTests {
  @Test("There are four records, three annotators and two beginnings")
  func complete() {
    #expect(PrintedComparison.all.count == 24)
    #expect(PrintedComparison.all.allSatisfy { $0.counts.count == 49 })
  }

  @Test("Every matrix and figure equals what bxb printed", arguments: PrintedComparison.all)
  func equal(printed: PrintedComparison) throws {
    let folder = try SharedFiles.records.get()
    let markings = try markings(ofMITFile: folder.appending(path: "\(printed.record).atr"))
    let comparison = BeatComparison(
      try printed.detections(), with: BeatSeries(markings, window: 54), window: 54,
      skip: printed.skip * 360, end: 650_000)
    let matrix = comparison.matrix
    #expect(matrix.counts == printed.counts)
    #expect(matrix.sensitivity == printed.fractions["QRS sensitivity"])
    #expect(matrix.positivePredictivity == printed.fractions["QRS positive"])
    #expect(matrix.sensitivity(of: .ventricular) == printed.fractions["VEB sensitivity"])
    #expect(matrix.positivePredictivity(of: .ventricular) == printed.fractions["VEB positive"])
    #expect(matrix.sensitivity(of: .supraventricular) == printed.fractions["SVEB sensitivity"])
    #expect(
      matrix.positivePredictivity(of: .supraventricular) == printed.fractions["SVEB positive"])
    #expect(matrix.missedUnreadable == printed.fractions["Beats missed"])
    let error = try #require(comparison.intervalError.rootMeanSquare)
    #expect(String(format: "%.2f", error * 1_000 / 360) == printed.intervalError)
  }
}

/// Which of the detections of WFDB's `sqrs -r RECORD` are artefacts, symbol `|`, and so no beats.
///
/// The lists of samples do not say. These were found by running the detector's published algorithm
/// (Engelse and Zeelenberg 1979) with the constants of `sqrs` over the first signal, interpolated to
/// 250 Hz as WFDB does: it gives the very samples of the lists, and where it counts five slopes or
/// more it marks an artefact.
private let artefacts: [String: Set<Int64>] = [
  "108": [6_963, 32_559],
  "203": [
    1_185, 1_532, 1_910, 11_468, 23_910, 73_941, 117_181, 120_578, 133_592, 134_357, 155_150,
    159_865, 167_970, 182_462, 184_280, 189_742, 207_468, 209_361, 209_818, 213_867, 214_670,
    215_269, 221_248, 221_976, 222_476, 225_990, 227_486, 227_620, 228_850, 283_067, 283_380,
    283_936, 290_645, 290_926, 291_077, 291_237, 291_367, 291_732, 318_005, 348_313, 357_481,
  ],
  "208": [
    87_661, 90_053, 300_736, 307_375, 308_253, 315_336, 318_344, 382_373, 382_482, 382_640,
    385_415, 386_800, 386_959,
  ],
]
