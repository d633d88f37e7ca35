import Configuration
import Testing

private enum Shape: String, CaseIterable, Sendable { case linear, decibel }

private func read(
  _ text: SourceText, _ body: (inout Settings) -> Void
) throws(Diagnostics) {
  var settings = Settings(try JSON.parse(text), in: text, path: "s", shorthand: "name")
  body(&settings)
  settings.finish()
  if !settings.diagnostics.isEmpty { throw Diagnostics(settings.diagnostics) }
}

@Suite struct SettingsTests {
  @Test func missingAndUnknownKeysAreReportedTogether() {
    expect(
      #"▲1{ ▲2"oder": 4 }"#,
      ["'s' is missing 'order'", "unknown key 'oder'; did you mean 'order'?"]
    ) { text in
      try read(text) { _ = $0.integer("order", in: 1...12, "Order.") }
    }
  }

  @Test func everyWrongValueIsReportedAtItsPlace() {
    expect(
      #"{ "n": ▲1"4", "i": ▲22.5, "f": ▲31, "c": ▲4"decibels", "r": ▲599, "t": ▲6"" }"#,
      [
        "'s.n' must be a number, not a string",
        "'s.i' must be a whole number, not a number",
        "'s.f' must be true or false, not a number",
        "'s.c' must be one of 'linear', 'decibel', not 'decibels'; did you mean 'decibel'?",
        "'s.r' must be between 0 and 10 Hz, not 99",
        "'s.t' must not be empty",
      ]
    ) { text in
      try read(text) { settings in
        _ = settings.number("n", in: 0...1, "N.")
        _ = settings.integer("i", in: 0...3, "I.")
        _ = settings.flag("f", "F.")
        _ = settings.choice("c", of: Shape.self, "C.")
        _ = settings.number("r", in: 0...10, unit: "Hz", "R.")
        _ = settings.string("t", "T.")
      }
    }
  }

  @Test func nestedProblemsCarryTheirPath() {
    expect(
      #"{ "inner": { "x": ▲1"a" }, "items": [ { "y": 1 }, { ▲2"z": 1, "y": 1 } ] }"#,
      ["'s.inner.x' must be a number, not a string", "unknown key 'z'; did you mean 'y'?"]
    ) { text in
      try read(text) { settings in
        _ = settings.object("inner", "Inner.") { $0.number("x", in: 0...1, "X.") }
        _ = settings.list("items", "Items.") { $0.integer("y", in: 0...1, "Y.") }
      }
    }
  }

  @Test func aTextStandsForTheShorthand() throws {
    var names: [String] = []
    try read(SourceText(path: "t", #""ECG II""#)) { names = $0.strings("name", "Name.") }
    #expect(names == ["ECG II"])
  }

  @Test func oneNumberStandsForAListOfIt() throws {
    var rates: [Double] = []
    for (text, expected) in [("0.5", [0.5]), ("[0.5, 1]", [0.5, 1])] {
      try read(SourceText(path: "t", #"{ "rates": \#(text) }"#)) {
        rates = $0.numbers("rates", in: 0...1, "Rates.")
      }
      #expect(rates == expected)
    }
  }

  @Test func defaultsAreResolvedInOrder() throws {
    var resolved = ""
    try read(SourceText(path: "t", #"{ "b": 2 }"#)) { settings in
      _ = settings.number("a", in: 0...9, default: 1.5, "A.")
      _ = settings.integer("b", in: 0...9, default: 3, "B.")
      resolved = JSON.Value.object(settings.resolved).line
    }
    #expect(resolved == #"{"a":1.5,"b":2}"#)
  }

  @Test func pathsAreSeenFromTheFileThatNamesThem() throws {
    var path = ""
    try read(SourceText(path: "pipelines/x.json", #"{ "model": "models/m.h5" }"#)) {
      path = $0.file("model", "Model.")
    }
    #expect(path == "pipelines/models/m.h5")
  }
}

@Suite struct ArgumentsTests {
  private func body(_ settings: inout Settings) -> (String, [String], Double, Bool) {
    (
      settings.argument("pipeline", "P."), settings.arguments("recording", "R."),
      settings.number("part", in: 0...60, default: 1, "Part."), settings.flag("quiet", "Quiet.")
    )
  }

  @Test func wordsAreSortedByWhatAVerbReads() throws {
    let parameters = Settings.describing { _ = body(&$0) }
    let words = ["p.json", "--part=2.5", "a.h5", "--quiet", "-", "--", "--b.h5"]
    var settings = Settings(try Arguments(words, for: parameters))
    let (pipeline, recordings, part, quiet) = body(&settings)
    settings.finish()
    #expect(settings.diagnostics.isEmpty)
    #expect(pipeline == "p.json" && recordings == ["a.h5", "-", "--b.h5"])
    #expect(part == 2.5 && quiet)
  }

  @Test func nothingBehindTheEqualsSignIsAnEmptyValueAndTakesNoWord() throws {
    let parameters = Settings.describing { _ = $0.optionalString("bed", "The bed.") }
    let arguments = try Arguments(["--bed=", "file.h5"], for: parameters)
    #expect(arguments.options == ["bed": ""] && arguments.rest == ["file.h5"])
    var settings = Settings(arguments)
    #expect(settings.optionalString("bed", "The bed.") == nil)
    #expect(settings.diagnostics.map(\.message) == ["--bed must not be empty"])
  }

  @Test func anEmptyWordIsNoArgument() throws {
    var settings = Settings(try Arguments(["", "a", ""], for: []))
    _ = settings.argument("in", "The input.")
    _ = settings.arguments("more", "More of it.")
    #expect(
      settings.diagnostics.map(\.message) == ["<in> must not be empty", "<more> must not be empty"])
  }

  @Test func mistakesAreAllReported() {
    let parameters = Settings.describing { _ = body(&$0) }
    let problems = #expect(throws: Diagnostics.self) {
      try Arguments(["--prat", "3", "-q", "--part"], for: parameters)
    }
    #expect(
      problems?.all.map(\.message) == [
        "unknown option '--prat'; did you mean '--part'?", "unknown option '-q'",
        "--part needs a value",
      ])
  }
}
