import Configuration
import Formats
import Pipelines
import Signals

extension Cohort {
  /// What is true of a recording, from the cohort or from the recording's own layers.
  func truth(
    of member: Member, _ references: [ReferenceLayer]
  ) throws(FormatError) -> [Interval] {
    guard let name = reference.layer else { return member.truth }
    guard let layer = references.first(where: { $0.name == name }) else {
      let known = references.map(\.name)
      throw FormatError(
        path: member.path,
        message: "has no reference layer '\(name)'" + suggestion(for: name, among: known),
        remedy: "the cohort's 'reference' names the layer")
    }
    return layer.intervals.filter { $0.kind == reference.kind }
  }
}
