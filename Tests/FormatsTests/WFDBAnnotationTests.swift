import Configuration
import Formats
import Signals
import Testing

private typealias Bytes = WFDBBytes

private func header() throws -> WFDBHeader {
  try WFDBHeader(
    parsing: SourceText(path: "r.hea", "r 2 100\nr.dat 16 200 12 0 0 0 0 I\nr.dat 16"))
}

private func seconds(_ value: Double) -> Time { Time(seconds: value) }

@Suite struct WFDBAnnotationTests {
  /// A rhythm, beats, a far jump, noise, a comment and a flutter, and the end mark.
  private static let file =
    Bytes.word(28, 10) + Bytes.text("(N\0") + Bytes.word(1, 40) + Bytes.word(5, 100)
    + Bytes.word(61, 3) + Bytes.word(60, 2) + Bytes.word(62, 1)
    + Bytes.skip(100_000) + Bytes.word(1, 50)
    + Bytes.word(14, 100) + Bytes.word(61, 0x12)
    + Bytes.word(28, 100) + Bytes.text("(AFIB") + Bytes.word(14, 100)
    + Bytes.word(22, 0) + Bytes.text("Mr X") + Bytes.word(32, 0) + Bytes.skip(-150)
    + Bytes.word(41, 0) + Bytes.word(0, 0)

  @Test func everyFieldIsRead() throws {
    let all = try WFDBAnnotations(Self.file, path: "r.atr").all
    #expect(
      all.map(\.sample) == [
        10, 50, 150, 100_200, 100_300, 100_400, 100_500, 100_500, 100_500, 100_350,
      ])
    #expect(all.map(\.code.mnemonic) == ["+", "N", "V", "N", "~", "+", "~", "\"", "[", "r"])
    #expect(all[0].text == "(N" && all[5].text == "(AFIB" && all[7].text == "Mr X")
    #expect(all[2].subtype == 3 && all[2].number == 2 && all[2].channel == 1)
    #expect(all[3].subtype == 0 && all[3].number == 2 && all[3].channel == 1)
    #expect(all[4].subtype == 0x12)
  }

  @Test func annotationsAreSortedIntoLayers() throws {
    let layers = try WFDBAnnotations(Self.file, path: "r.atr")
      .layers(of: try header(), duration: seconds(2000), keepingComments: false)
    #expect(layers.beats.map(\.label) == ["N", "V", "N", "r"])
    #expect(layers.beats.map(\.onset) == [0.5, 1.5, 1002, 1003.5].map(seconds))
    #expect(layers.beats.allSatisfy { $0.kind == .beat && $0.duration == .zero })
    #expect(
      layers.rhythm == [
        Interval(.rhythm, onset: seconds(0.1), duration: seconds(1003.9), label: "(N"),
        Interval(.rhythm, onset: seconds(1004), duration: seconds(996), label: "(AFIB"),
      ])
    #expect(
      layers.quality == [
        Interval(
          .quality, onset: seconds(1003), duration: seconds(2), label: "unreadable", channel: "I"),
        Interval(
          .quality, onset: seconds(1003), duration: seconds(2), label: "noisy",
          channel: "signal 1"),
      ])
    #expect(layers.events.map(\.label) == ["\"", "["])
  }

  @Test func commentsAreKeptOnlyWhereToldSo() throws {
    let layers = try WFDBAnnotations(Self.file, path: "r.atr")
      .layers(of: try header(), duration: seconds(2000), keepingComments: true)
    #expect(layers.events.map(\.label) == ["\" Mr X", "["])
  }

  @Test func aFileMayStateItsResolutionAndItsOwnCodes() throws {
    let bytes =
      [
        "## time resolution: 1000", "## annotation type definitions", "42 APN Apnea",
        "## end of definitions",
      ].flatMap { Bytes.word(22, 0) + Bytes.text($0) }
      + Bytes.word(42, 1000) + Bytes.word(0, 0)
    let annotations = try WFDBAnnotations(bytes, path: "r.atr")
    #expect(annotations.resolution == 1000 && annotations.all.count == 1)
    let layers = annotations.layers(
      of: try header(), duration: seconds(9), keepingComments: false)
    #expect(layers.events == [Interval(.event, onset: seconds(1), label: "APN")])
  }

  @Test("A file that was cut is refused wherever it was cut", arguments: 0..<file.count)
  func cut(length: Int) {
    #expect(throws: Diagnostics.self) {
      try WFDBAnnotations(Array(Self.file.prefix(length)), path: "r.atr")
    }
  }

  @Test func theMnemonicsAreThoseOfTheLibrary() {
    let all = (0...49).map { WFDBCode(rawValue: $0) }
    let beats = all.filter(\.isBeat).map(\.mnemonic).joined()
    #expect(beats == "NLRaVFJASEj/QB?enfr")
    #expect(all[27].mnemonic == "t" && all[40].mnemonic == ")" && all[49].mnemonic == "[49]")
  }
}
