import Configuration
import Testing

/// Judges a pipeline on a cohort written for one test.
func validate(
  _ pipeline: String, cohort: String, table: String, times: String = "", _ options: String...
) throws -> Outcome {
  try withScratch { folder in
    try write(cohort, to: folder + "/cohort.json")
    try write("recording,patient,label\n" + rows(table), to: folder + "/cohort.csv")
    try write("recording,time,end,label\n" + rows(times), to: folder + "/times.csv")
    var path = root + "/" + pipeline
    if pipeline.hasPrefix("{") {
      path = folder + "/pipeline.json"
      try write(pipeline, to: path)
    }
    return try vigil(arguments: ["validate", path, folder + "/cohort.json"] + options)
  }
}

/// Lines that begin with the name of a case, each with the path of its recording instead.
func rows(_ text: String) -> String {
  text.split(separator: "\n").map { line in
    let name = line.prefix { $0 != "," }
    return "\(root)/fixtures/\(name)/recording.h5\(line.dropFirst(name.count))\n"
  }.joined()
}

/// What a judgement says to a program, which must have nothing to say to people.
func figures(_ outcome: Outcome) throws -> JSON {
  #expect(outcome.errors == "")
  return try JSON.parse(SourceText(path: "out", outcome.output))
}

extension JSON {
  func number(_ keys: String...) -> Double? {
    var value: JSON? = self
    for key in keys { value = value?[key] }
    if case .number(let number)? = value?.value { return number }
    return nil
  }

  var elements: [JSON] { if case .array(let items) = value { items } else { [] } }

  var text: String? { if case .string(let text) = value { text } else { nil } }
}

/// Five of the fixtures, each of another patient, with its label.
let fiveCases = """
  asystole,p1,asystole
  lead-off,p2,lead off
  gap,p3,gap
  bradycardia,p4,bradycardia
  tachycardia,p5,ventricular tachycardia
  """
