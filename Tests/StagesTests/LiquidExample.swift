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
  let closed = smallClassifier(
    inputs: ["lactate", "SpO2"], channels: [0, 1],
    clock: StepClock(unit: 1, range: 0.2...3, gap: 2.5))
  var rhythm = closed
  rhythm.kind = .rhythm
  let liquid = smallClassifier(
    inputs: ["lactate", "SpO2"], channels: [0, 1],
    clock: StepClock(unit: 1, range: 0.2...3, gap: 2.5), members: 2
  ) { smallLTC($0) }
  let examples: [(String, SequenceClassifier, String)] = [
    ("beat", closed, ""), ("rhythm", rhythm, ""), ("shares", liquid, #", "explain": "shares""#),
    ("gradients", closed, #", "explain": "gradients", "explainSteps": 9, "explainClass": "N""#),
  ]
  return examples.map { name, classifier, more in
    let path = "/tmp/vigil-example-\(getpid())-\(name).h5"
    do { try classifier.stored.write(to: path) } catch { fatalError("\(error)") }
    examplePaths.append(path)
    atexit { for path in examplePaths { unlink(path) } }
    return #""model": "\#(path)", "output": "state", "allowOtherPreprocessing": true\#(more)"#
  }
}()

nonisolated(unsafe) private var examplePaths: [String] = []
