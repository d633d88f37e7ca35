import Configuration
import Testing

@Suite struct JSONTests {
  @Test func mistakesOfSyntaxAreLocated() {
    expect(#"{ "a": 1, ▲1}"#, ["expected a key in double quotes"]) { _ = try JSON.parse($0) }
    expect(#"{ "a": 1, ▲1"a": 2 }"#, ["duplicate key 'a'"]) { _ = try JSON.parse($0) }
    expect(#"{ "a": ▲101 }"#, ["malformed number"]) { _ = try JSON.parse($0) }
    expect(#"{ "a": ▲11e999 }"#, ["a number too large for 64 bits"]) { _ = try JSON.parse($0) }
    expect("[\n  1\n  ▲12]", ["expected ',' or ']'"]) { _ = try JSON.parse($0) }
    expect(#"[ ▲1"abc"#, ["unterminated string"]) { _ = try JSON.parse($0) }
    expect(#"[ "ab▲1\q" ]"#, ["unknown escape"]) { _ = try JSON.parse($0) }
    expect(#"{} ▲1x"#, ["unexpected text after the document"]) { _ = try JSON.parse($0) }
    expect("▲1", ["expected a value, found the end of the file"]) { _ = try JSON.parse($0) }
    expect("[▲1// no", ["expected a value"]) { _ = try JSON.parse($0) }
  }

  @Test func depthIsBounded() {
    let bomb = String(repeating: "[", count: 10_000)
    expect(String(repeating: "[", count: 64) + "▲1" + bomb, ["nested deeper than 64 levels"]) {
      _ = try JSON.parse($0)
    }
  }

  @Test func whatIsWrittenReadsBack() throws {
    let source = #"{"a":[1,-2.5,1e-07,null,true],"b":"é \"\\\n\u0001 😀","c":{}}"#
    let value = try JSON.parse(SourceText(path: "t", source)).value
    #expect(value.line == source)
    #expect(try JSON.parse(SourceText(path: "t", value.text)).value.line == source)
  }

  @Test func surrogatePairsAreOneCharacter() throws {
    let value = try JSON.parse(SourceText(path: "t", #"["\ud83d\ude00"]"#)).value
    #expect(value.line == #"["😀"]"#)
    expect(#"["▲1\ud83d"]"#, ["an escape that is not a character"]) { _ = try JSON.parse($0) }
  }
}
