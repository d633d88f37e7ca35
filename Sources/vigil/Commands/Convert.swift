import Configuration
import Formats
import Glibc

/// `vigil convert`: writes recordings of any format as files of Vigil's own layout, or as text.
struct Convert: Command {
  static let name = "convert"
  static let summary =
    "Writes recordings of any format as HDF5 of Vigil's own layout, tables or lines of JSON, and ncps' weights to and fro."

  enum Source: String, CaseIterable { case detect, wfdb, challenge2012, challenge2019 }

  /// What the option says: what each quantity's table says, or one thing for all of them.
  enum Duplicates: String, CaseIterable {
    case asStated, error, keepFirst, keepLast, mean, sum
  }

  private let input: String
  private let output: String
  private let source: Source
  private let annotator: String
  private let keepsComments: Bool
  private let duplicates: Duplicates
  private let replaces: Bool
  private let isWide: Bool
  private let keepsSubject: Bool
  private let opening: Opening
  private let weights: WeightsConversion

  init(_ settings: inout Settings) {
    input = settings.argument(
      "in",
      "A recording: HDF5 of any known layout or EDF, FILE or FILE#ID; a WFDB record, with or without "
        + ".hea; a folder of records or of tables; or weights: a state dictionary of ncps, FILE or "
        + "FILE#GROUP, or a model to be written as one.")
    output = settings.argument(
      "out",
      "The HDF5 file to write, or FILE.csv, FILE.jsonl, - for lines of JSON on standard output, "
        + "FILE.hea for a WFDB record, or FILE.safetensors for a state dictionary.")
    source = settings.choice("format", default: .detect, "What the input is.")
    annotator = settings.string(
      "annotator", default: "atr", "The ending of the WFDB annotation files to take.")
    keepsComments = settings.flag(
      "keep-comments", "Keeps comments of headers and annotations, which can identify a patient.")
    duplicates = settings.choice(
      "on-duplicate", default: .asStated,
      "What several values at one time mean; challenge2012 states mean, and sum for Urine.")
    replaces = settings.flag("force", "Replaces the output where it is there already.")
    isWide = settings.flag(
      "wide", "Writes a table with a row for each time and a column for each channel, of one rate.")
    keepsSubject = settings.flag(
      "keep-subject", "Writes the subject's pseudonym to tables and lines too.")
    opening = Opening(&settings)
    weights = WeightsConversion(&settings)
  }

  func run() throws -> ExitStatus {
    do {
      for path in target.paths(for: output) where !replaces && access(path, F_OK) == 0 {
        throw FormatError(path: path, message: "is there already", remedy: "--force replaces it")
      }
      if source == .detect, Folder(input) == nil, try weights.convert(input, to: output) {
        return .done
      }
      if source == .detect, RecordingFile.claims(RecordingAddress(input).file) {
        let conversion = FileConversion(
          opening: opening, target: target, isWide: isWide, keepsSubject: keepsSubject)
        return try conversion.convert(input, to: output)
      }
      if source == .detect, let tables = try tables {
        return try tables.convert(to: output)
      }
      switch form {
      case .detect, .wfdb: return try convertRecords()
      case .challenge2012: return try convertLongTables()
      case .challenge2019: return try convertWideTables()
      }
    } catch let error as FormatError {
      // What cannot be read is said where it is met; this is about the output, or no input at all.
      Message.error(error.description)
      return .couldNot
    }
  }

  /// The input as tables of a layout that is given or known, where it is neither records nor one of
  /// the sets of tables that are read by options of their own.
  private var tables: TableConversion? {
    get throws {
      let isFolder = Folder(input) != nil
      let mapping = try opening.tableMapping()
      if mapping == nil {
        guard !isFolder || (records.isEmpty && LongTableFolder(input) == nil) else { return nil }
        guard !isFolder || WideTableFolder(input) == nil else { return nil }
        guard !input.hasSuffix(".hea"), access("\(input).hea", F_OK) != 0 else { return nil }
      }
      guard access(input, F_OK) == 0 else { return nil }
      guard let collection = try TableCollection(input, mapping: mapping) else {
        guard !isFolder else { return nil }
        throw FormatError(
          path: input, message: "is of no format that is known",
          remedy: "describe a table in a layout, and name that by --layout")
      }
      return TableConversion(
        collection: collection, target: target, isWide: isWide, areNamed: isFolder)
    }
  }

  private var target: ConversionTarget { ConversionTarget(output) }

  /// What the input is, by what is in it where that is not stated.
  private var form: Source {
    guard source == .detect, Folder(input) != nil, records.isEmpty else { return source }
    return WideTableFolder(input) == nil ? .challenge2012 : .challenge2019
  }

  private var provenance: [(name: String, value: String)] {
    [("program", "vigil \(Vigil.version)"), ("notice", Vigil.notice)]
  }

  /// The headers in the input where it is a folder.
  private var records: [String] {
    Folder(input).map { WFDBRecord.headers(in: $0) } ?? []
  }

  /// Writes one record as the file, or all records of a folder under their names.
  private func convertRecords() throws -> ExitStatus {
    let isFolder = Folder(input) != nil
    var writer: (any RecordingOutput)?
    var failures = 0
    for path in isFolder ? records : [input] {
      let record: WFDBRecord
      do throws(Diagnostics) {
        record = try WFDBRecord(path, annotator: annotator)
      } catch {
        for problem in error.all { Message.diagnostic(problem) }
        failures += 1
        continue
      }
      for warning in record.warnings { Message.diagnostic(warning) }
      let output = try writer ?? target.begin(output, wide: isWide, ids: isFolder)
      writer = output
      try record.write(
        to: output, id: isFolder ? record.name : nil, keepingComments: keepsComments)
    }
    guard let writer else {
      if failures == 0 { throw FormatError(path: input, message: "holds no WFDB records") }
      return .incomplete
    }
    try target.finish(writer)
    return failures == 0 ? .done : .incomplete
  }

  /// Writes all long tables of a folder as tables of one file.
  private func convertLongTables() throws -> ExitStatus {
    guard let folder = LongTableFolder(input) else {
      throw FormatError(
        path: input, message: "holds neither WFDB records nor tables",
        remedy:
          "name a record, or a folder with .hea files, with .psv files, with set-a and"
          + " Outcomes-a.txt, or with tables of a known layout")
    }
    let policy = DuplicatePolicy(rawValue: duplicates.rawValue)
    let summary = try folder.write(
      to: output, as: .challenge2012, policy: policy, provenance: provenance
    ) { problems in
      for problem in problems.all { Message.diagnostic(problem) }
    }
    Message.say(
      "\(summary.recordings) recordings, \(summary.values) values; \(summary.duplicates) shared a "
        + "time with another: \(LongTable.challenge2012.duplicates(under: policy))\n")
    if summary.withoutOutcome > 0 {
      Message.warning("\(summary.withoutOutcome) recordings have no outcome")
    }
    return summary.failures == 0 ? .done : .incomplete
  }

  /// Writes all wide tables of a folder as tables of one file.
  private func convertWideTables() throws -> ExitStatus {
    guard let folder = WideTableFolder(input) else {
      throw FormatError(path: input, message: "holds no files that end in .psv")
    }
    let table = WideTable.challenge2019
    let summary = try folder.write(to: output, as: table, provenance: provenance) { problems in
      for problem in problems.all { Message.diagnostic(problem) }
    }
    Message.say(
      "\(summary.recordings) recordings, \(summary.values) values; \(summary.labelled) with an"
        + " hour whose '\(table.label)' is 1\n")
    return summary.failures == 0 ? .done : .incomplete
  }
}
