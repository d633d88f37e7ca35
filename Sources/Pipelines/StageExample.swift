/// A stage at work, for its reference page: what a pipeline says, and the recording that shows it.
public struct StageExample: Sendable {
  /// Where the stage and what stands before it are written.
  public enum Source: Sendable {
    /// The stages as a pipeline lists them, each an object in JSON, the one that is shown last.
    case stages([String])
    /// The path of a pipeline, which holds what cannot be had elsewhere, such as weights.
    case file(String)
  }

  /// The pipeline.
  public var source: Source
  /// What is special about the recording, as the members of a scenario: the rest is that of an adult
  /// at rest, on whom everything is measured.
  public var scene: String
  /// The first and the last second that is drawn.
  public var seconds: ClosedRange<Double>
  /// The channels and layers that are drawn above what comes out, as the stage finds them.
  public var shows: [String]

  /// The stage behind these others, on a recording that is drawn from one second to another.
  public init(
    _ stage: String, after others: [String] = [], scene: String = "",
    seconds: ClosedRange<Double> = 2...12, shows: [String] = ["II"]
  ) {
    self.init(.stages(others + [stage]), scene: scene, seconds: seconds, shows: shows)
  }

  /// The stage as it stands in a pipeline.
  public init(
    _ source: Source, scene: String = "", seconds: ClosedRange<Double> = 2...12,
    shows: [String] = ["II"]
  ) {
    self.source = source
    self.scene = scene
    self.seconds = seconds
    self.shows = shows
  }
}
