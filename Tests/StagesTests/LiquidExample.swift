import Formats
import Glibc
import Signals
import Stages

/// The settings of a liquid stage on the synthetic recording, with weights written for it.
///
/// Weights are read by a child process, for which the built program is named to the reader.
let liquidExamples: [String] = {
  let folder = CommandLine.arguments[0].split(separator: "/").dropLast().joined(separator: "/")
  let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  let beside = "/" + folder + "/vigil"
  setenv("VIGIL_PROGRAM", access(beside, X_OK) == 0 ? beside : root + "/.build/debug/vigil", 0)
  return ["beat", "rhythm"].map { kind in
    let path = "/tmp/vigil-example-\(getpid())-\(kind).h5"
    let classifier = smallClassifier(
      inputs: ["lactate", "SpO2"], channels: [0, 1], kind: kind == "beat" ? .beat : .rhythm,
      clock: StepClock(unit: 1, range: 0.2...3, gap: 2.5))
    do { try classifier.stored.write(to: path) } catch { fatalError("\(error)") }
    examplePaths.append(path)
    atexit { for path in examplePaths { unlink(path) } }
    return #""model": "\#(path)", "output": "state", "allowOtherPreprocessing": true"#
  }
}()

nonisolated(unsafe) private var examplePaths: [String] = []
