import Testing

/// A file that another verb or program reads, and what `vigil info` says of it.
private struct ForeignFile: CustomTestStringConvertible {
  var name: String
  var bytes: [UInt8]
  var says: String
  var testDescription: String { name }

  init(_ name: String, _ bytes: [UInt8], _ says: String) {
    self.name = name
    self.bytes = bytes
    self.says = says
  }

  init(_ name: String, _ text: String, _ says: String) {
    self.init(name, Array(text.utf8), says)
  }
}

private let others = "see 'vigil help convert' for what it reads"
private let files = [
  ForeignFile(
    "r.hea", "# a comment\nr 1 250 10\nr.dat 16\n",
    "the header of a WFDB record; 'vigil convert r.hea OUT.h5' reads it"),
  ForeignFile(
    "s.dat", [1, 0, 2, 0], "part of a WFDB record; 'vigil convert s.hea OUT.h5' reads it"),
  ForeignFile(
    "r.csv", "time,value\n0,1\n", "a table of text, its columns separated by ','; \(others)"),
  ForeignFile("r.psv", "a|b\n0|1\n", "a table of text, its columns separated by '|'; \(others)"),
  ForeignFile("r.json", "{ \"stages\": [] }\n", "JSON, not a recording; \(others)"),
  ForeignFile("r.txt", "Grüße\n", "text, not a recording; \(others)"),
  ForeignFile("r.csv.gz", [0x1F, 0x8B, 8, 0], "compressed by gzip; unpack it with gunzip"),
  ForeignFile("r.zip", "PK\u{3}\u{4}", "a ZIP archive; unpack it with unzip"),
  ForeignFile(
    "r.mat", "MATLAB 5.0 MAT-file, Platform: GLNXA64",
    "a MATLAB 5 file, not HDF5; save it again in MATLAB with save(…, '-v7.3')"),
]

@Suite struct ForeignFileTests {
  @Test(arguments: files)
  fileprivate func infoSaysWhatItIsAndWhatReadsIt(_ file: ForeignFile) throws {
    try withScratch { folder in
      try write("s 1 250 2\ns.dat 16\n", to: folder + "/s.hea")
      try write(file.bytes, to: folder + "/" + file.name)
      #expect(
        try vigil("info", file.name, in: folder)
          == Outcome(
            status: 2, output: "", errors: "vigil: error: \(file.name): this is \(file.says)\n"))
    }
  }

  @Test func aFolderIsNoRecording() throws {
    try withScratch { folder in
      try makeFolder(folder + "/a")
      try write("x", to: folder + "/a/b")
      let words =
        "a: is a folder of 1 file; name one of them, or see 'vigil help convert' for folders of "
        + "records and tables"
      #expect(
        try vigil("info", "a", in: folder)
          == Outcome(status: 2, output: "", errors: "vigil: error: \(words)\n"))
    }
  }

  @Test func aNameThatIsNearlyRightIsSuggested() throws {
    try withScratch { folder in
      try writeLead([0, 1], to: folder + "/recording.h5")
      for words in [["info", "recordnig.h5"], ["info", "recordnig.h5#a"]] {
        let outcome = try vigil(arguments: words, in: folder)
        let error =
          "recordnig.h5: cannot be opened: No such file or directory; did you mean 'recording.h5'?"
        #expect(outcome == Outcome(status: 3, output: "", errors: "vigil: error: \(error)\n"))
      }
    }
  }
}
