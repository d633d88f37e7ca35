import Configuration
import Glibc
import Testing

/// A folder with a plan over the simulated recordings of the fixtures, small enough to train.
private final class Lesson {
  let folder: String

  init(
    inputs: String = #"["RR interval", "rhythm"]"#, epochs: Int = 6,
    target: String = #"""
    "classes": [ { "name": "N", "labels": "N" }, { "name": "V", "labels": ["S", "V"] } ]
    """#
  ) throws {
    folder = try scratch()
    try write(
      #"""
      { "stages": [
        { "stage": "bandpass", "channels": { "kind": "ecg" }, "low": 0.5, "high": 40 },
        { "stage": "qrs", "channels": { "lead": "II" } },
        { "stage": "heart-rate" },
        { "stage": "liquid", "model": "weights.h5", "output": "beat class" } ] }
      """#, to: folder + "/pipeline.json")
    try write(
      #"""
      { "pipeline": "pipeline.json", "stage": "beat class", "cohort": "cohort.json",
        "inputs": \#(inputs),
        "target": { \#(target) },
        "network": { "units": 6, "backboneUnits": 8 },
        "optimiser": { "epochs": \#(epochs), "length": 32, "batch": 8, "learningRate": 0.01 } }
      """#, to: folder + "/plan.json")
    try write(#"{ "table": "cohort.csv", "reference": "beats" }"#, to: folder + "/cohort.json")
    let fixtures = root + "/fixtures"
    try write(
      """
      recording,patient,split,age
      \(fixtures)/arrhythmia-train-01/recording.h5,a,train,40
      \(fixtures)/arrhythmia-train-02/recording.h5,b,validation,50
      \(fixtures)/arrhythmia-test-01/recording.h5,c,test,

      """, to: folder + "/cohort.csv")
  }

  deinit { remove(folder) }

  func train(_ options: String...) throws -> Outcome {
    try vigil(arguments: ["train", folder + "/plan.json"] + options)
  }
}

@Suite struct TrainTests {
  @Test func trainingWritesWeightsThatThePipelineTakes() throws {
    let lesson = try Lesson()
    let outcome = try lesson.train("--progress", "json")
    #expect(outcome.status == 0)
    #expect(outcome.output.hasPrefix("Research software. Not a medical device."))
    let epochs = outcome.errors.split(separator: "\n").filter { $0.contains("validationF1") }
    #expect(epochs.count == 6)
    let checked = try vigil(
      "validate", lesson.folder + "/pipeline.json", lesson.folder + "/cohort.json", "--skip", "10")
    #expect(checked.status == 0 && checked.output.contains("layer 'beat class'"))
    let first = try contents(of: lesson.folder + "/weights.h5")
    #expect(try lesson.train("--output", lesson.folder + "/again.h5").status == 0)
    #expect(try contents(of: lesson.folder + "/again.h5") == first)
  }

  @Test func weightsThatAreThereAreReplacedOnlyByForce() throws {
    let lesson = try Lesson()
    try write("kept", to: lesson.folder + "/weights.h5")
    let refused = try lesson.train()
    #expect(refused.status == 2 && refused.errors.contains("--force replaces it"))
    #expect(try contents(of: lesson.folder + "/weights.h5") == "kept")
    #expect(try lesson.train("--force", "--threads", "2").status == 0)
    #expect(try lesson.train("--force", "--fold", "1").status == 2)
  }

  @Test func aTrainingThatWasKilledGoesOnWithTheSameBytes() throws {
    // Long enough to be killed on the way.
    let lesson = try Lesson(epochs: 150)
    let weights = lesson.folder + "/weights.h5"
    let training = try Running(["train", lesson.folder + "/plan.json"])
    try training.send(SIGKILL, onceThereIs: weights + ".checkpoint")
    #expect(try training.outcome().status == 128 + SIGKILL)
    #expect(access(weights, F_OK) != 0)
    let other = try lesson.train("--resume", "--seed", "2")
    #expect(other.status == 2 && other.errors.contains("train without --resume"))
    let resumed = try lesson.train("--resume", "--progress", "json")
    #expect(resumed.status == 0 && !resumed.errors.contains(#""epoch":1,"#))
    #expect(access(weights + ".checkpoint", F_OK) != 0)
    #expect(try lesson.train("--output", lesson.folder + "/whole.h5").status == 0)
    #expect(try contents(of: weights) == contents(of: lesson.folder + "/whole.h5"))
  }

  @Test func noPlaceForTheWeightsIsSaidBeforeTheTraining() throws {
    let lesson = try Lesson()
    let file = lesson.folder + "/nowhere/weights.h5"
    let outcome = try lesson.train("--output", file, "--progress", "json")
    #expect(outcome.status == 2 && outcome.output == "")
    #expect(
      outcome.errors.hasPrefix(
        "vigil: error: \(file): cannot be written: No such file or directory\n"))
    #expect(!outcome.errors.contains("epoch"))
  }

  @Test func weightsBehindOtherStagesAreRefusedUnlessAllowed() throws {
    let lesson = try Lesson()
    #expect(try lesson.train().status == 0)
    let path = lesson.folder + "/pipeline.json"
    let text = try contents(of: path)
    try write(text.replacing(#""high": 40"#, with: #""high": 35"#), to: path)
    let refused = try vigil("check", path)
    #expect(refused.status == 2)
    #expect(refused.errors.contains("was trained behind other stages or settings"))
    try write(
      text.replacing(#""high": 40"#, with: #""high": 35"#)
        .replacing(#""output""#, with: #""allowOtherPreprocessing": true, "output""#), to: path)
    #expect(try vigil("check", path).status == 0)
  }

  @Test func inputsThatAreNotThereAreNamed() throws {
    let outcome = try Lesson(inputs: #"["RR interval", "rythm"]"#).train()
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains("the network's input 'rythm' is not there"))
  }

  @Test(arguments: [#""channel": "RR interval""#, #""column": "age""#])
  func numbersAreLearntFromChannelsAndFromTheTableOfTheCohort(place: String) throws {
    let lesson = try Lesson(target: #""values": [ { "name": "n", \#(place) } ]"#)
    let outcome = try lesson.train()
    #expect(outcome.status == 0 && outcome.output.contains(" 1 numbers; best of 6 epochs"))
    #expect(outcome.output.contains("mean squared error"))
    #expect(try vigil("check", lesson.folder + "/pipeline.json").status == 0)
  }

  @Test func numbersThatAreNotInTheTableAreNamed() throws {
    let missing = try Lesson(target: #""values": [ { "name": "n", "column": "agee" } ]"#).train()
    #expect(missing.status == 2)
    #expect(missing.errors.contains("the table has no column 'agee'; did you mean 'age'?"))
    let wrong = try Lesson(target: #""values": [ { "name": "n", "column": "split" } ]"#).train()
    #expect(wrong.status == 2 && wrong.errors.contains("'train' in column 'split' is no number"))
  }

  @Test func theWeightsOfThePipelineComeFromItsPlan() throws {
    let folder = try scratch()
    defer { remove(folder) }
    let outcome = try vigil(
      "train", "pipelines/plans/arrhythmia-simulated.json", "--output", folder + "/w.h5")
    #expect(outcome.status == 0)
    #expect(
      try contents(of: folder + "/w.h5")
        == contents(of: root + "/pipelines/models/arrhythmia-simulated.h5"))
  }
}
