public import Configuration
public import Signals

/// Stages in the order they run, as a file of JSON names them.
public struct Pipeline: Sendable {
  /// A stage, its settings with all defaults, and where it stands.
  struct Placed: Sendable {
    var stage: any Stage
    var settings: JSON.Value
    var source: JSON
  }

  /// What the pipeline is for.
  public let description: String
  /// How the recordings are to be read, where the pipeline says so: the name of a layout, or the path
  /// of a file that describes one.
  public let layout: String?
  private var placed: [Placed]
  private let text: SourceText

  /// Reads a pipeline; throws every mistake in it at once, each with its place.
  public init(_ text: SourceText, catalogue: Catalogue) throws(Diagnostics) {
    try self.init(unloaded: text, catalogue)
    try load()
  }

  /// Reads a pipeline up to a stage that need not have the files it reads, such as one that is
  /// still to be trained; there is none where no stage fits.
  ///
  /// All stages are checked. Throws every mistake at once, each with its place.
  public static func upstream<S: Stage>(
    _ text: SourceText, catalogue: Catalogue, of stage: S.Type, where fits: (S) -> Bool
  ) throws(Diagnostics) -> (stages: Pipeline, stage: S)? {
    let whole = try Pipeline(unloaded: text, catalogue)
    for (place, item) in whole.placed.enumerated() {
      guard let found = item.stage as? S, fits(found) else { continue }
      var stages = whole.prefix(place)
      try stages.load()
      return (stages, found)
    }
    return nil
  }

  private init(unloaded text: SourceText, _ catalogue: Catalogue) throws(Diagnostics) {
    var reader = PipelineReader(text, catalogue)
    placed = try reader.read()
    description = reader.description
    layout = reader.layout
    self.text = text
  }

  /// The stages.
  public var stages: [any Stage] { placed.map(\.stage) }

  /// The first stages only, as many as stand before `place`.
  public func prefix(_ place: Int) -> Pipeline {
    var part = self
    part.placed.removeSubrange(place...)
    return part
  }

  /// The pipeline with every default filled in.
  public var canonical: JSON.Value {
    .members(
      [("description", .string(description))]
        + (layout.map { [("layout", .string($0))] } ?? [])
        + [("stages", .values(placed.map(\.settings)))])
  }

  /// A digest of the stages before `place`, with their defaults and what they have read from files:
  /// what weights are bound to.
  public func digest(before place: Int) -> String {
    let settings = JSON.Value.values(placed[..<place].map(\.settings)).line
    return Digest.sha256(settings + placed[..<place].map(\.stage.contents).joined())
  }

  /// A digest of all the stages, with their defaults and what they have read from files.
  public var digest: String { digest(before: placed.count) }

  /// The layouts before the first stage, between the stages, and after the last.
  ///
  /// Throws what the stages miss in the recording, each at the setting that asks for it.
  public func layouts(from layout: Layout) throws(Diagnostics) -> [Layout] {
    var layouts = [layout]
    // An alert's start and end are paired by its name.
    var alarms: [String] = []
    for item in placed {
      do throws(Mismatch) {
        let incoming = layouts[layouts.count - 1]
        var outgoing = try item.stage.output(for: incoming)
        for alert in item.stage.alerts(on: incoming) {
          if alarms.contains(alert.name) {
            throw Mismatch("name", "there is an alarm '\(alert.name)' already")
          }
          alarms.append(alert.name)
        }
        outgoing.delay(item.stage.joins(in: incoming), as: incoming)
        layouts.append(outgoing)
      } catch {
        throw Diagnostics([diagnostic(error.message, error.key, item)])
      }
    }
    return layouts
  }

  /// The alerts that the pipeline can raise on recordings of a layout, with their latencies.
  public func alerts(on layout: Layout) throws(Diagnostics) -> [AlertDescription] {
    zip(stages, try layouts(from: layout)).flatMap { $0.alerts(on: $1) }
  }

  /// Throws where a stage can give nothing before the end of the recording, at each such stage.
  public func requireStreaming() throws(Diagnostics) {
    let problems = placed.filter(\.stage.needsWhole).map {
      diagnostic(
        "needs the whole recording, which only 'vigil run', 'train' and 'validate' have", "method",
        $0)
    }
    if !problems.isEmpty { throw Diagnostics(problems) }
  }

  /// What each stage has to say on recordings of a layout, the stage's name first.
  public func notes(on layout: Layout) throws(Diagnostics) -> [String] {
    let layouts = try layouts(from: layout)
    return placed.enumerated().flatMap { place, item in
      let notes = (try? item.stage.notes(on: layouts[place])) ?? []
      return notes.map { "\(type(of: item.stage).name): \($0)" }
    }
  }

  /// The bytes that stages keep which need the whole of a recording of this layout and length.
  public func wholeSize(on layout: Layout, lasting duration: Time) throws(Diagnostics) -> Int {
    zip(placed, try layouts(from: layout)).reduce(0) { size, item in
      size + ((try? item.0.stage.wholeSize(on: item.1, lasting: duration)) ?? 0)
    }
  }

  /// Makes a run over one recording of a layout.
  public func run(on layout: Layout) throws(Diagnostics) -> PipelineRun {
    PipelineRun(stages, layouts: try layouts(from: layout))
  }

  private mutating func load() throws(Diagnostics) {
    var problems: [Diagnostic] = []
    for place in placed.indices {
      do throws(StageError) {
        let upstream = digest(before: place)
        try placed[place].stage.load(upstream: upstream)
      } catch {
        problems.append(diagnostic(error.description, error.key, placed[place]))
      }
    }
    if !problems.isEmpty { throw Diagnostics(problems) }
  }

  private func diagnostic(_ message: String, _ key: String?, _ item: Placed) -> Diagnostic {
    let place = key.flatMap { item.source[$0]?.offset } ?? item.source.offset
    let name = type(of: item.stage).name
    return Diagnostic(error: "\(name): \(message)", at: text.location(of: place))
  }
}

extension Layout {
  /// States that what a stage sees together leaves it as late as the latest of it came in.
  fileprivate mutating func delay(_ inputs: Inputs, as incoming: Layout) {
    let delay = inputs.delay(in: incoming)
    for slot in inputs.channels { channels[slot].delay = max(channels[slot].delay, delay) }
    for slot in inputs.layers { layers[slot].delay = max(layers[slot].delay, delay) }
  }
}
