// Reads damaged copies of the files of 18 layouts, and tells what became of them.
//
// usage: fuzz FOLDER PROGRAM [CASES [FIRST SEED]]

import Formats
import Fuzzing
import Glibc

/// Writes to standard error, which no result goes to.
func tell(_ text: String) { _ = write(2, text, text.utf8.count) }

let words = CommandLine.arguments
guard words.count >= 3, let folder = Folder(words[1]) else {
  tell("usage: fuzz FOLDER PROGRAM [CASES [FIRST SEED]]\n")
  exit(2)
}
let files = FuzzRun.files(of: folder)
let cases = words.count > 3 ? UInt64(words[3]) ?? 20_000 : 20_000
let first = words.count > 4 ? UInt64(words[4]) ?? 0 : 0
let path = "/tmp/vigil-fuzz-\(getpid()).h5"
var run = try FuzzRun(files, program: words[2], at: path)
for seed in first..<first + cases {
  // Should this process end here, the last copy lies at the path that is named.
  if seed % 100 == 0 { tell("\rseed \(seed), \(path)") }
  try run.take(seed: seed)
}
tell("\r")
unlink(path)
for kind in Mutation.Kind.allCases {
  guard let tally = run.tallies[kind] else { continue }
  print(
    """
    {"case": "fuzz/\(kind.rawValue)", "files": \(files.count), "cases": \(tally.cases), \
    "refused": \(tally.refused), "read": \(tally.read), "deaths of the child": \(tally.deaths), \
    "slowest": \((tally.slowest * 1000).rounded() / 1000), "its seed": \(tally.slowestSeed)}
    """)
}
for failure in run.failures { print("FAILED: \(failure)") }
print("\(cases) cases from seed \(first), \(run.failures.count) failures")
exit(run.failures.isEmpty ? 0 : 1)
