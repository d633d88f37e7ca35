public import Configuration
public import Signals

/// Recordings whose truth is known, sorted into those to learn from and those to be judged on.
///
/// A file of JSON says what the truth is and which figures must be met, and names a table of
/// recordings, patients and splits.
public struct Cohort: Sendable {
  /// What a recording may be used for.
  public enum Split: String, CaseIterable, Sendable {
    /// To fit weights.
    case train
    /// To choose among weights.
    case validation
    /// To judge what was chosen.
    case test
  }

  /// A recording and whose it is.
  public struct Member: Hashable, Sendable {
    /// The recording as the table names it.
    public var name: String
    /// The path of the recording, seen from where the program runs.
    public var path: String
    /// The pseudonym of the patient.
    public var patient: String
    /// What it may be used for, where the table says so.
    public var split: Split?
    /// What is true of the recording where the cohort holds it and not the recording itself.
    public var truth: [Interval]
    /// What the table's further columns hold, by their names.
    public var fields: [String: String] = [:]
  }

  /// What the cohort is.
  public let description: String
  /// Where the truth stands.
  public let reference: Reference
  /// How what a pipeline says is compared with the truth.
  public let comparison: Comparison
  /// The figures that must be met.
  public let limits: [AcceptanceLimit]
  /// The recordings in the order of the table.
  public internal(set) var members: [Member]
  /// A digest of the files that make up the cohort, not of the recordings.
  public let digest: String
  private let text: SourceText
  private let json: JSON

  /// Reads a cohort and the tables it names; throws every mistake in them at once, each with its
  /// place.
  public init(_ text: SourceText) throws(Diagnostics) {
    let json = try JSON.parse(text)
    var settings = Settings(json, in: text, path: "cohort")
    let read = CohortSettings(&settings)
    settings.finish(ignoring: ["$schema"])
    var problems = settings.diagnostics
    var texts = [text]

    func place(_ key: String) -> SourceLocation {
      text.location(of: json[key]?.offset ?? json.offset)
    }
    func table(_ path: String, at location: SourceLocation) -> SourceText? {
      guard !path.isEmpty else { return nil }
      do {
        let table = try SourceText(reading: path)
        texts.append(table)
        return table
      } catch {
        problems += error.all.map { Diagnostic(error: $0.message, at: $0.location ?? location) }
        return nil
      }
    }

    var members: [Member] = []
    if let table = table(read.table, at: place("table")) {
      var reader = CohortReader(table, labels: read.reference.column)
      members = reader.read()
      problems += reader.problems
    }
    if let path = read.reference.table, let table = table(path, at: place("reference")) {
      var reader = LabelReader(table, kind: read.reference.kind)
      reader.read(into: &members)
      problems += reader.problems
    }
    if !problems.isEmpty { throw Diagnostics(problems) }
    description = read.description
    reference = read.reference
    comparison = read.comparison
    limits = read.limits
    self.members = members
    self.text = text
    self.json = json
    digest = Digest.sha256(texts.map { Digest.sha256($0.bytes) }.joined(separator: "\n"))
  }

  /// The recordings of a split, or all of them.
  public func members(of split: Split?) -> [Member] {
    members.filter { split == nil || $0.split == split }
  }

  /// Where the value of a key of a key stands in the cohort's file, or what holds it where it is
  /// not given.
  public func location(of keys: String...) -> SourceLocation {
    var value = json
    for key in keys {
      guard let inner = value[key] else { break }
      value = inner
    }
    return text.location(of: value.offset)
  }

  /// Where the layer stands that a limit is about, by the place of the limit in the cohort's list.
  public func locationOfLayer(ofLimit place: Int) -> SourceLocation {
    guard let list = json["acceptance"], case .array(let items) = list.value,
      items.indices.contains(place)
    else { return location(of: "acceptance") }
    return text.location(of: (items[place]["layer"] ?? items[place]).offset)
  }

  /// The JSON Schema (draft 2020-12) of a cohort.
  public static var schema: JSON.Value {
    Settings.describing { _ = CohortSettings(&$0) }.document(titled: "Vigil cohort")
  }
}

/// The settings in a cohort's file.
struct CohortSettings {
  var description: String
  var table: String
  var reference: Reference
  var comparison: Comparison
  var limits: [AcceptanceLimit]

  init(_ settings: inout Settings) {
    description = settings.string("description", default: "", "What the cohort is.")
    table = settings.file(
      "table",
      "A table (CSV) with columns 'recording', 'patient' and, where there are splits, 'split'.")
    let reference =
      settings.object("reference", required: true, shorthand: "layer", "Where the truth stands.") {
        Reference(&$0)
      } ?? Reference(layer: "reference")
    let comparison =
      settings.object("comparison", "How a pipeline's words are compared with the truth.") {
        Comparison(&$0, with: reference)
      } ?? Comparison(with: reference)
    limits = settings.list("acceptance", "Figures that must be met.") {
      AcceptanceLimit(&$0, of: comparison)
    }
    self.reference = reference
    self.comparison = comparison
  }
}
